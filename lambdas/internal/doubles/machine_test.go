package doubles_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// stage is a Machine for two orders at a time, with what it emitted.
type stage struct {
	doubles.Machine
	now     time.Time
	events  []coffee.Event
	ended   []workflow.Execution
	isOpen  bool
	shelves storetest.Memory
}

func newStage() *stage {
	s := &stage{now: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), isOpen: true}
	s.Machine = doubles.Machine{
		Now: func() time.Time { return s.now }, Shop: func() (bool, int) { return s.isOpen, 2 }, Seats: &s.shelves,
		CustomerTimeout: time.Minute, BaristaTimeout: time.Hour,
		Emit:  func(e coffee.Event) { s.events = append(s.events, e) },
		Ended: func(e workflow.Execution) { s.ended = append(s.ended, e) },
	}
	return s
}

// token returns the task token of the last event.
func (s *stage) token() string {
	change := coffee.ChangeOf(s.events[len(s.events)-1])
	return change.CustomerToken + change.BaristaToken
}

// Each way through the workflow emits its events, and tells afterwards how it ended.
func TestAnExecutionsEndTellsItsTerminalEvent(t *testing.T) {
	for _, row := range []struct {
		name   string
		play   func(*stage) error
		want   []string
		status types.ExecutionStatus
	}{
		{"completed", func(s *stage) error {
			return errors.Join(s.Start(t.Context(), "a"), s.Succeed(t.Context(), s.events[0].(coffee.OrderStarted).TaskToken, coffee.Choice{Drink: "tea"}),
				s.Succeed(t.Context(), "FAKE-TASK-TOKEN-barista-a", struct{}{}))
		}, []string{"OrderStarted", "AwaitingCompletion", "OrderCompleted"}, types.ExecutionStatusSucceeded},
		{"cancelled", func(s *stage) error {
			return errors.Join(s.Start(t.Context(), "a"), s.Fail(t.Context(), s.token(), "Customer.Cancelled", "no time"))
		}, []string{"OrderStarted", "OrderCancelled"}, types.ExecutionStatusSucceeded},
		{"closed", func(s *stage) error { s.isOpen = false; return s.Start(t.Context(), "a") },
			[]string{"ShopClosed"}, types.ExecutionStatusSucceeded},
		{"full", func(s *stage) error { s.shelves.Seat("b"); s.shelves.Seat("c"); return s.Start(t.Context(), "a") },
			[]string{"QueueFull"}, types.ExecutionStatusSucceeded},
		{"timed out", func(s *stage) error {
			err := s.Start(t.Context(), "a")
			s.Elapse() // too early
			s.now = s.now.Add(time.Minute)
			s.Elapse()
			return err
		}, []string{"OrderStarted", "CustomerTimedOut"}, types.ExecutionStatusFailed},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newStage()
			if err := row.play(s); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range s.events {
				got = append(got, e.DetailType())
			}
			execution, ok, err := s.Execution(t.Context(), "a")
			if !slices.Equal(got, row.want) || !ok || err != nil || execution.Status != row.status {
				t.Errorf("emitted %v and is %+v, %v, want %v and %s", got, execution, err, row.want, row.status)
			}
			if event, published := execution.End(); event.DetailType() != got[len(got)-1] || !published {
				t.Errorf("End() = %+v, %v, want the %s that was published", event, published, got[len(got)-1])
			}
			if slices.Contains(s.shelves.Seated(), "a") || len(s.ended) != btoi(row.status == types.ExecutionStatusFailed) {
				t.Errorf("seats %v and status changes %v, want no seat for it and one change for a failure", s.shelves.Seated(), s.ended)
			}
		})
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestSpentTokensRepeatedStartsAndAStop(t *testing.T) {
	s := newStage()
	if err := errors.Join(s.Start(t.Context(), "a"), s.Start(t.Context(), "a")); err != nil || len(s.events) != 1 {
		t.Fatalf("Start twice = %v with the events %v, want one", err, s.events)
	}
	token := s.token()
	if running, _ := s.Running(t.Context(), 10); !slices.Equal(running, []string{"a"}) {
		t.Errorf("Running() = %v, want a", running)
	}
	s.Stop("a")
	s.Stop("a")
	if err := s.Succeed(t.Context(), token, struct{}{}); !errors.Is(err, workflow.ErrSpent) {
		t.Errorf("Succeed after a stop = %v, want ErrSpent", err)
	}
	if len(s.ended) != 1 || s.ended[0].Status != types.ExecutionStatusAborted || len(s.events) != 1 || len(s.shelves.Seated()) != 1 {
		t.Errorf("Stop twice: ended %v, events %v, seats %v, want one end, no further event, the seat still taken", s.ended, s.events, s.shelves.Seated())
	}
	if _, ok, err := s.Execution(t.Context(), "b"); ok || err != nil {
		t.Errorf("Execution of an unknown order = %v, %v, want none", ok, err)
	}
}

func TestARetriedWaitHasAnotherToken(t *testing.T) {
	s := newStage()
	if err := s.Start(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	first := s.token()
	s.Retry("a")
	if err := s.Succeed(t.Context(), first, coffee.Choice{}); !errors.Is(err, workflow.ErrSpent) || s.Waiting("a") == first || s.Waiting("a") != s.token() {
		t.Errorf("Succeed with the first token = %v, the workflow waits with %q and sent %q, want ErrSpent and another token", err, s.Waiting("a"), s.token())
	}
	s.Break("a")
	s.Retry("a")
	if s.Waiting("a") != "" || len(s.events) != 3 {
		t.Errorf("a broken execution waits with %q after the events %v, want no token and three events", s.Waiting("a"), s.events)
	}
}

// The bus refuses the first events that would end the order.
func TestAnEndThatTheBusRefusesIsAFailure(t *testing.T) {
	for refusals, want := range []string{"OrderCancelled", "OrderFailed", "FailedUnheard"} {
		s := newStage()
		left := refusals
		s.Refuse = func(coffee.Event) bool { left--; return left >= 0 }
		if err := errors.Join(s.Start(t.Context(), "a"), s.Fail(t.Context(), s.token(), "Customer.Cancelled", "")); err != nil {
			t.Fatal(err)
		}
		execution, _, _ := s.Execution(t.Context(), "a")
		last := s.events[len(s.events)-1].DetailType()
		event, published := execution.End()
		if published != (last != "OrderStarted") || published && event.DetailType() != last || published && last != want || !published && execution.Error != want {
			t.Errorf("after %d refusals the execution is %+v and the last event %s, want %s", refusals, execution, last, want)
		}
		if len(s.shelves.Seated()) > 0 || len(s.ended) != btoi(refusals > 0) {
			t.Errorf("after %d refusals the seats are %v and the status changes %v", refusals, s.shelves.Seated(), s.ended)
		}
	}
}
