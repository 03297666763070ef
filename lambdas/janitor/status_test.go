package janitor

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// theOrder is the ID of the order that all events in testdata are about.
const theOrder = "order-7c2f"

// failure returns the OrderFailed that the janitor publishes when the workflow cannot.
func failure(at, err, cause string) coffee.Event {
	stopped, parseErr := time.Parse(time.RFC3339, at)
	if parseErr != nil {
		panic(parseErr)
	}
	return coffee.OrderFailed{
		OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: stopped}, OrderID: theOrder},
		Error:       err, Cause: cause,
	}
}

var (
	stopped = failure("2026-11-22T09:02:30Z", "Execution.ABORTED", "the order's execution is ABORTED")
	broke   = failure("2026-11-22T09:01:09.93Z", "States.Runtime", "The state EmitAwaitingCompletion could not be entered")
	ranOut  = failure("2026-11-22T10:00:00Z", "Execution.TIMED_OUT", "the order's execution is TIMED_OUT")
	byHand  = failure("2026-11-22T09:02:30Z", "OrderFailed", "an operator stopped it by hand")
)

// deliver handles events of testdata, and fails the test at the first error.
func (s *shop) deliver(t *testing.T, names ...string) {
	t.Helper()
	s.at = start.Add(3 * time.Hour) // later than all of them
	for _, name := range names {
		if err := s.Handle(t.Context(), doubles.LoadEvent(t, name)); err != nil {
			t.Fatalf("handle(%s): %v", name, err)
		}
	}
}

func TestAnExecutionsEndClosesItsOrder(t *testing.T) {
	for _, row := range []struct {
		name      string
		before    coffee.State
		end       string
		want      coffee.State
		reason    string
		published []coffee.Event
	}{
		{"customer's time-out, published", coffee.Started, "execution-failed-customer-timed-out", coffee.TimedOut, "CustomerTimedOut", nil},
		{"barista's time-out, published", coffee.Queued, "execution-failed-barista-timed-out", coffee.TimedOut, "BaristaTimedOut", nil},
		{"failure, published", coffee.Started, "execution-failed-order-failed", coffee.Failed, "OrderFailed", nil},
		{"failure, not published", coffee.Started, "execution-failed-runtime", coffee.Failed, "OrderFailed", []coffee.Event{broke}},
		{"stopped while it waits for the customer", coffee.Started, "execution-aborted", coffee.Failed, "OrderFailed", []coffee.Event{stopped}},
		{"stopped while it waits for the barista", coffee.Making, "execution-aborted", coffee.Failed, "OrderFailed", []coffee.Event{stopped}},
		{"stopped before its order was stored", "", "execution-aborted", coffee.Failed, "OrderFailed", []coffee.Event{stopped}},
		{"stopped with the name of an event as its error", coffee.Started, "execution-aborted-as-failed", coffee.Failed, "OrderFailed", []coffee.Event{byHand}},
		{"execution timed out", coffee.Started, "execution-timed-out", coffee.Failed, "OrderFailed", []coffee.Event{ranOut}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			if row.before != "" {
				s.store.Put(store.Order{ID: theOrder, State: row.before, CustomerToken: "T", Code: "a code"})
			}
			s.store.Seat(theOrder)
			s.deliver(t, row.end, row.end)
			got := s.order(t, theOrder)
			if got.State != row.want || got.Reason != row.reason || got.CustomerToken != "" || got.DrinkReturned != (got.Code != "") {
				t.Errorf("order after %s = %+v, want it %s for %q, with its drink given back", row.end, got, row.want, row.reason)
			}
			if !slices.Equal(s.bus.Published, row.published) || len(s.store.Seated()) > 0 {
				t.Errorf("%s twice published %+v and left the seats %v, want %+v and none", row.end, s.bus.Published, s.store.Seated(), row.published)
			}
			if row.published == nil {
				s.checkRepairs(t) // the everyday case
			} else {
				s.checkRepairs(t, "Abnormal "+theOrder)
			}
		})
	}
}

func TestAnExecutionsEndDoesNotChangeAClosedOrder(t *testing.T) {
	for _, state := range []coffee.State{coffee.Rejected, coffee.TimedOut, coffee.Cancelled, coffee.Ready, coffee.Collected, coffee.Failed} {
		t.Run(string(state), func(t *testing.T) {
			s := newShop()
			s.store.Put(store.Order{ID: theOrder, State: state})
			want := s.order(t, theOrder)
			s.deliver(t, "execution-aborted", "execution-failed-runtime", "execution-failed-order-failed")
			if got := s.order(t, theOrder); !got.Equal(want) || len(s.bus.Published) > 0 {
				t.Errorf("order = %+v and published %v, want %+v and nothing", got, s.bus.Published, want)
			}
		})
	}
}

func TestARetryCompletesAFailedDelivery(t *testing.T) {
	for name, breakIt := range map[string]func(*shop){
		"bus":                      func(s *shop) { s.bus.Err = errBroken },
		"seats":                    func(s *shop) { s.fail("GiveBackSeat") },
		"codes":                    func(s *shop) { s.fail("GiveBack") },
		"orders table for reading": func(s *shop) { s.fail("Order") },
		"orders table":             func(s *shop) { s.fail("Apply") },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			s.store.Seat(theOrder)
			s.store.Put(store.Order{ID: theOrder, State: coffee.Started, Code: "a code"})
			breakIt(s)
			if err := s.Handle(t.Context(), doubles.LoadEvent(t, "execution-aborted")); !errors.Is(err, errBroken) {
				t.Fatalf("handle(execution-aborted) = %v, want %v", err, errBroken)
			}
			s.bus.Err = nil
			s.fail("")
			s.deliver(t, "execution-aborted", "execution-aborted")
			got := s.order(t, theOrder)
			if !slices.Contains(s.bus.Published, stopped) || got.State != coffee.Failed || got.Error != "Execution.ABORTED" || !got.DrinkReturned || len(s.store.Seated()) > 0 {
				t.Errorf("order = %+v with the seats %v, published %v, want it FAILED, with everything given back", got, s.store.Seated(), s.bus.Published)
			}
		})
	}
}

func TestErrorsOfAMalformedEventHaveItsID(t *testing.T) {
	s, event := newShop(), doubles.LoadEvent(t, "broken-execution")
	if err := s.Handle(t.Context(), event); err == nil || !strings.Contains(err.Error(), event.ID) || len(s.bus.Published) > 0 {
		t.Errorf("handle(broken-execution) = %v, published %v, want an error with %s", err, s.bus.Published, event.ID)
	}
}
