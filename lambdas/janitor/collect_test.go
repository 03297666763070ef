package janitor

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// newReady returns a shop with the default 10 minutes to collect a drink, and two orders:
// one READY, one MAKING.
func newReady() *shop {
	s := newShop()
	s.store.Put(store.Order{ID: "ready", Number: 7, State: coffee.Ready, Since: start, ReadyAt: start})
	s.store.Put(store.Order{ID: "making", Number: 8, State: coffee.Making, Since: start, StartedAt: start})
	s.execute("making", types.ExecutionStatusRunning, 0, nil)
	return s
}

func TestAReadyOrderGetsOneReminderAndBecomesUnclaimedAfterTwiceTheTime(t *testing.T) {
	s := newReady()
	for _, row := range []struct {
		at       time.Duration
		state    coffee.State
		reminded time.Duration // 0 for no reminder
		events   int
	}{
		{10*time.Minute - time.Millisecond, coffee.Ready, 0, 0},
		{10 * time.Minute, coffee.Ready, 10 * time.Minute, 0},
		{11 * time.Minute, coffee.Ready, 10 * time.Minute, 0},
		{20*time.Minute - time.Millisecond, coffee.Ready, 10 * time.Minute, 0},
		{20 * time.Minute, coffee.Unclaimed, 10 * time.Minute, 1},
		{21 * time.Minute, coffee.Unclaimed, 10 * time.Minute, 1},
	} {
		if err := s.run(t, row.at); err != nil {
			t.Fatal(err)
		}
		got := s.order(t, "ready")
		reminded := time.Time{}
		if row.reminded > 0 {
			reminded = start.Add(row.reminded)
		}
		if got.State != row.state || !got.RemindedAt.Equal(reminded) || len(s.bus.Published) != row.events {
			t.Errorf("after %v the order is %+v and %d events were published, want it %s, reminded at %v, and %d",
				row.at, got, len(s.bus.Published), row.state, reminded, row.events)
		}
	}
	want := coffee.OrderUnclaimed{OrderNumber: 7, OrderDetail: coffee.OrderDetail{OrderID: "ready",
		Detail: coffee.Detail{Version: coffee.Version, Time: start.Add(20 * time.Minute)}}}
	if !reflect.DeepEqual(s.bus.Published, []coffee.Event{want}) {
		t.Errorf("published %+v, want %+v", s.bus.Published, want)
	}
	if got := s.order(t, "making"); got.State != coffee.Making {
		t.Errorf("the order that is being made is %s, want it left alone", got.State)
	}
}

func TestTheTimeToCollectIsASetting(t *testing.T) {
	s := newReady()
	err := s.store.PutLimits(t.Context(), coffee.Limits{DrinksPerCode: 1, CodePeriodSeconds: 1, CollectWithinSeconds: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.run(t, 4*time.Second); err != nil || s.order(t, "ready").State != coffee.Unclaimed {
		t.Errorf("after 4 s with 2 s to collect: %v, %+v, want UNCLAIMED", err, s.order(t, "ready"))
	}
}

func TestAnErrorWithOneOrderDoesNotStopTheOthers(t *testing.T) {
	s := newReady()
	s.store.Put(store.Order{ID: "second", Number: 9, State: coffee.Ready, Since: start, ReadyAt: start})
	failed := false
	s.store.Err = func(operation string) error {
		if operation == "Unclaim" && !failed {
			failed = true
			return errBroken
		}
		return nil
	}
	if err := s.run(t, time.Hour); !errors.Is(err, errBroken) {
		t.Errorf("handle = %v, want %v", err, errBroken)
	}
	if err := s.run(t, time.Hour); err != nil || len(s.bus.Published) != 2 {
		t.Errorf("handle again = %v, published %+v, want both orders unclaimed", err, s.bus.Published)
	}
}

func TestAnOrderThatWasCollectedMeanwhileIsSkipped(t *testing.T) {
	s := newReady()
	s.store.Err = func(operation string) error {
		if operation == "Unclaim" {
			return store.WrongState(store.Order{State: coffee.Collected})
		}
		return nil
	}
	if err := s.run(t, time.Hour); err != nil || s.bus.Published != nil {
		t.Errorf("handle = %v and published %+v, want neither", err, s.bus.Published)
	}
}
