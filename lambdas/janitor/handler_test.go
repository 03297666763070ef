package janitor

import (
	"cmp"
	"errors"
	"log/slog"
	"reflect"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
)

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// shop is a handler together with its store, bus and clock.
type shop struct {
	*Handler
	store *storetest.Memory
	bus   *doubles.Bus
	at    time.Time
}

// newShop returns a shop with the default 10 minutes to collect a drink, and two orders:
// one READY, one MAKING.
func newShop() *shop {
	s := &shop{store: new(storetest.Memory), bus: new(doubles.Bus)}
	s.Handler = &Handler{Store: s.store, Bus: s.bus, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return s.at }}
	s.store.Put(store.Order{ID: "ready", Number: 7, State: coffee.Ready, Since: start, ReadyAt: start})
	s.store.Put(store.Order{ID: "making", Number: 8, State: coffee.Making, Since: start})
	return s
}

func (s *shop) run(t *testing.T, at time.Duration) error {
	t.Helper()
	s.at = start.Add(at)
	return s.Handle(t.Context(), events.EventBridgeEvent{})
}

func (s *shop) order(t *testing.T, id string) store.Order {
	t.Helper()
	order, _, err := s.store.Order(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return order
}

func TestAReadyOrderGetsOneReminderAndBecomesUnclaimedAfterTwiceTheTime(t *testing.T) {
	s := newShop()
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
	s := newShop()
	err := s.store.PutLimits(t.Context(), coffee.Limits{DrinksPerCode: 1, CodePeriodSeconds: 1, CollectWithinSeconds: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.run(t, 4*time.Second); err != nil || s.order(t, "ready").State != coffee.Unclaimed {
		t.Errorf("after 4 s with 2 s to collect: %v, %+v, want UNCLAIMED", err, s.order(t, "ready"))
	}
}

func TestAnErrorWithOneOrderDoesNotStopTheOthers(t *testing.T) {
	broken := errors.New("out of order")
	s := newShop()
	s.store.Put(store.Order{ID: "second", Number: 9, State: coffee.Ready, Since: start, ReadyAt: start})
	failed := false
	s.store.Err = func(operation string) error {
		if operation == "Unclaim" && !failed {
			failed = true
			return broken
		}
		return nil
	}
	if err := s.run(t, time.Hour); !errors.Is(err, broken) {
		t.Errorf("handle = %v, want %v", err, broken)
	}
	if err := s.run(t, time.Hour); err != nil || len(s.bus.Published) != 2 {
		t.Errorf("handle again = %v, published %+v, want both orders unclaimed", err, s.bus.Published)
	}
}

func TestAnOrderThatWasCollectedMeanwhileIsSkipped(t *testing.T) {
	s := newShop()
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

func TestAnOrderWhoseWorkflowDoesNotStartIsCancelled(t *testing.T) {
	s := newShop()
	for _, o := range []store.Order{
		{ID: "requested", State: coffee.Requested, Since: start, Code: "a code"},
		{ID: "by hand", State: coffee.Placed, Since: start, TakenBy: "mia"},
		{ID: "placed", State: coffee.Placed, Since: start, StartedAt: start},
	} {
		s.store.Put(o)
	}
	for _, row := range []struct {
		at   time.Duration
		want coffee.State
	}{{startsWithin - time.Millisecond, ""}, {startsWithin, coffee.Cancelled}, {startsWithin + time.Minute, coffee.Cancelled}} {
		if err := s.run(t, row.at); err != nil {
			t.Fatal(err)
		}
		for id, before := range map[string]coffee.State{"requested": coffee.Requested, "by hand": coffee.Placed} {
			want := cmp.Or(row.want, before)
			got := s.order(t, id)
			if got.State != want || got.State == coffee.Cancelled && (!got.Unconfirmed || got.By != store.ByShop) || got.DrinkReturned != (want == coffee.Cancelled && got.Code != "") {
				t.Errorf("after %v the order that was %s is %+v, want it %s", row.at, id, got, want)
			}
		}
		if got := s.order(t, "placed"); got.State != coffee.Placed {
			t.Errorf("the order that was admitted is %s, want it left alone", got.State)
		}
	}
}
