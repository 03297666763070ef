package tracker

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// failure returns the OrderFailed that the tracker publishes when the workflow cannot.
func failure(at, err, cause string) coffee.Event {
	stopped, parseErr := time.Parse(time.RFC3339, at)
	if parseErr != nil {
		panic(parseErr)
	}
	return coffee.OrderFailed{
		OrderDetail: coffee.OrderDetail{
			Detail:  coffee.Detail{Version: coffee.Version, Time: stopped},
			OrderID: theOrder,
		},
		Error: err, Cause: cause,
	}
}

var (
	aborted = failure("2026-11-22T09:02:30Z", "Execution.ABORTED", "the order's execution is ABORTED")
	broke   = failure("2026-11-22T09:01:09.93Z", "States.Runtime", "The state EmitAwaitingCompletion could not be entered")
	ranOut  = failure("2026-11-22T10:00:00Z", "Execution.TIMED_OUT", "the order's execution is TIMED_OUT")
	byHand  = failure("2026-11-22T09:02:30Z", "OrderFailed", "an operator stopped it by hand")
)

func TestAnExecutionsEndClosesItsOrder(t *testing.T) {
	for _, row := range []struct {
		name      string
		before    []string
		end       string
		want      coffee.State
		reason    string
		published []coffee.Event
	}{
		{"customer's time-out, published", []string{"order-started"}, "execution-failed-customer-timed-out",
			coffee.TimedOut, "CustomerTimedOut", nil},
		{"barista's time-out, published", []string{"order-started", "awaiting-completion"}, "execution-failed-barista-timed-out",
			coffee.TimedOut, "BaristaTimedOut", nil},
		{"failure, published", []string{"order-started"}, "execution-failed-order-failed",
			coffee.Failed, "OrderFailed", nil},
		{"failure, not published", []string{"order-started"}, "execution-failed-runtime",
			coffee.Failed, "OrderFailed", []coffee.Event{broke}},
		{"stopped while it waits for the customer", []string{"order-started"}, "execution-aborted",
			coffee.Failed, "OrderFailed", []coffee.Event{aborted}},
		{"stopped while it waits for the barista", []string{"order-started", "awaiting-completion"}, "execution-aborted",
			coffee.Failed, "OrderFailed", []coffee.Event{aborted}},
		{"stopped before its order was stored", nil, "execution-aborted",
			coffee.Failed, "OrderFailed", []coffee.Event{aborted}},
		{"stopped with the name of an event as its error", []string{"order-started"}, "execution-aborted-as-failed",
			coffee.Failed, "OrderFailed", []coffee.Event{byHand}},
		{"execution timed out", []string{"order-started"}, "execution-timed-out",
			coffee.Failed, "OrderFailed", []coffee.Event{ranOut}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			s.store.Seat(theOrder)
			s.deliver(t, append(row.before, row.end, row.end)...)
			got := s.order(t)
			if got.State != row.want || got.Reason != row.reason {
				t.Errorf("order after %s is %s for %q, want %s for %q", row.end, got.State, got.Reason, row.want, row.reason)
			}
			if got.CustomerToken+got.BaristaToken != "" {
				t.Errorf("order after %s has the tokens %q, %q, want none", row.end, got.CustomerToken, got.BaristaToken)
			}
			if !slices.Equal(s.bus.Published, row.published) {
				t.Errorf("%s twice published %+v, want %+v", row.end, s.bus.Published, row.published)
			}
			if seats := s.store.Seated(); len(seats) > 0 {
				t.Errorf("%s left the seats %v taken, want none", row.end, seats)
			}
		})
	}
}

func TestAnExecutionsEndDoesNotChangeAClosedOrder(t *testing.T) {
	for _, row := range []struct {
		name   string
		events []string
	}{
		{"rejected", []string{"shop-closed"}},
		{"timed out", []string{"order-started", "customer-timed-out"}},
		{"cancelled", []string{"order-started", "order-cancelled"}},
		{"ready", []string{"order-started", "awaiting-completion", "order-completed"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			s.deliver(t, row.events...)
			want := s.order(t)
			s.deliver(t, "execution-aborted", "execution-failed-runtime", "execution-failed-order-failed")
			if got := s.order(t); !got.Equal(want) {
				t.Errorf("order that was %s = %+v, want %+v", row.name, got, want)
			}
			if len(s.bus.Published) > 0 {
				t.Errorf("the end of an order that was %s published %+v, want nothing", row.name, s.bus.Published)
			}
		})
	}
}

func TestEventAndExecutionsEndGiveTheSameResultInEitherOrder(t *testing.T) {
	for _, row := range []struct{ event, end string }{
		{"customer-timed-out", "execution-failed-customer-timed-out"},
		{"barista-timed-out", "execution-failed-barista-timed-out"},
		{"order-failed", "execution-failed-order-failed"},
	} {
		t.Run(row.event, func(t *testing.T) {
			inOrder, reversed := newShop(), newShop()
			inOrder.deliver(t, "order-started", "awaiting-completion", row.event, row.end)
			reversed.deliver(t, row.end, row.event, "awaiting-completion", "order-started")
			got, want := reversed.order(t), inOrder.order(t)
			if got, want := withoutTimes(got), withoutTimes(want); !got.Equal(want) { // times differ by milliseconds
				t.Errorf("order after %s came first = %+v, want %+v", row.end, got, want)
			}
			alone := newShop()
			alone.deliver(t, "order-started", "awaiting-completion", row.event)
			if got, want := withoutTimes(want), withoutTimes(alone.order(t)); !got.Equal(want) {
				t.Errorf("order after %s = %+v, want it as %s left it, %+v", row.end, got, row.event, want)
			}
		})
	}
}

func TestTheTrackersOwnOrderFailedChangesNothing(t *testing.T) {
	s := newShop()
	s.deliver(t, "order-started", "execution-failed-runtime")
	want := s.order(t)
	if err := s.apply(t.Context(), "OrderFailed", s.bus.Published[0]); err != nil {
		t.Fatal(err)
	}
	if got := s.order(t); !got.Equal(want) {
		t.Errorf("order after its own failure came back = %+v, want %+v", got, want)
	}
}

func TestARetryCompletesAFailedDelivery(t *testing.T) {
	for name, breakIt := range map[string]func(*shop){
		"bus":                      func(s *shop) { s.bus.Err = errBroken },
		"seats":                    func(s *shop) { s.fail("GiveBackSeat") },
		"orders table for reading": func(s *shop) { s.fail("Order") },
		"orders table":             func(s *shop) { s.fail("Apply") },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop()
			s.store.Seat(theOrder)
			s.deliver(t, "order-started")
			breakIt(s)
			if err := s.Handle(t.Context(), load(t, "execution-aborted")); !errors.Is(err, errBroken) {
				t.Fatalf("handle(execution-aborted) = %v, want %v", err, errBroken)
			}
			s.bus.Err = nil
			s.fail("")
			s.deliver(t, "execution-aborted", "execution-aborted")
			if !slices.Contains(s.bus.Published, aborted) {
				t.Errorf("published %+v, want %+v", s.bus.Published, aborted)
			}
			want := store.Order{
				ID: theOrder, State: coffee.Failed,
				Reason: "OrderFailed", Error: "Execution.ABORTED", Cause: "the order's execution is ABORTED",
			}
			if got := withoutTimes(s.order(t)); !got.Equal(want) || len(s.store.Seated()) > 0 {
				t.Errorf("order = %+v with the seats %v, want %+v and no seat", got, s.store.Seated(), want)
			}
		})
	}
}
