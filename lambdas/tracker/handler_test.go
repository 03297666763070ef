package tracker

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const (
	customerToken = "FAKE-TASK-TOKEN-customer"
	baristaToken  = "FAKE-TASK-TOKEN-barista"
	latte         = `{"drink":"latte","modifiers":["oat milk"]}`
)

func TestEventsMoveTheirOrder(t *testing.T) {
	for _, row := range []struct {
		name   string
		events []string
		want   store.Order
	}{
		{"admitted", []string{"order-started"},
			store.Order{State: coffee.Started, CustomerToken: customerToken}},
		{"admitted in a second attempt", []string{"order-started", "order-started-again"},
			store.Order{State: coffee.Started, CustomerToken: customerToken + "-2"}},
		{"placed", []string{"order-started", "awaiting-completion"},
			store.Order{State: coffee.Queued, Number: 7, Order: latte, BaristaToken: baristaToken}},
		{"completed", []string{"order-started", "awaiting-completion", "order-completed"},
			store.Order{State: coffee.Ready, Number: 7, Order: latte}},
		{"shop closed", []string{"shop-closed"},
			store.Order{State: coffee.Rejected, Reason: "ShopClosed"}},
		{"queue full", []string{"queue-full"},
			store.Order{State: coffee.Rejected, Reason: "QueueFull"}},
		{"customer timed out", []string{"order-started", "customer-timed-out"},
			store.Order{State: coffee.TimedOut, Reason: "CustomerTimedOut"}},
		{"barista timed out", []string{"order-started", "awaiting-completion", "barista-timed-out"},
			store.Order{State: coffee.TimedOut, Reason: "BaristaTimedOut", Number: 7, Order: latte}},
		{"cancelled", []string{"order-started", "awaiting-completion", "order-cancelled"},
			store.Order{State: coffee.Cancelled, Number: 7, Order: latte,
				Reason: "OrderCancelled", Error: "Customer.Left", Cause: "the bus came"}},
		{"failed", []string{"order-started", "order-failed"},
			store.Order{State: coffee.Failed, Reason: "OrderFailed", Error: "DynamoDB.ResourceNotFoundException",
				Cause: "Requested resource not found: Table: counting-table not found"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			s.deliver(t, row.events...)
			row.want.ID = theOrder
			if got := withoutTimes(s.order(t)); !got.Equal(row.want) {
				t.Errorf("order after %v = %+v, want %+v", row.events, got, row.want)
			}
			if len(s.workflow.Answers) > 0 {
				t.Errorf("%v answered the workflow %v, want no answer", row.events, s.workflow.Answers)
			}
			if log := s.log.String(); !strings.Contains(log, `"orderId":"`+theOrder+`"`) {
				t.Errorf("log after %v = %q, want the order in it", row.events, log)
			}
		})
	}
}

// withoutTimes returns the fields that the tracker's tests compare. The store's contract
// tests the times and the rest.
func withoutTimes(r store.Order) store.Order {
	return store.Order{
		ID: r.ID, State: r.State, Number: r.Number, Order: r.Order,
		Reason: r.Reason, Error: r.Error, Cause: r.Cause,
		CustomerToken: r.CustomerToken, BaristaToken: r.BaristaToken,
	}
}

func TestDuplicatesInAnyOrderChangeNothing(t *testing.T) {
	s := newShop()
	s.deliver(t, "order-started", "awaiting-completion", "order-completed")
	want := s.order(t)
	s.deliver(t, "awaiting-completion", "order-completed", "order-started", "awaiting-completion")
	if got := s.order(t); !got.Equal(want) {
		t.Errorf("order after duplicates = %+v, want %+v", got, want)
	}
	backwards := newShop()
	backwards.deliver(t, "order-completed", "awaiting-completion", "order-started", "order-completed")
	if got := backwards.order(t); !got.Equal(want) {
		t.Errorf("order after events in reverse = %+v, want %+v", got, want)
	}
}

func TestUnknownEventsAndVersionsAreLoggedAndSkipped(t *testing.T) {
	for _, row := range []struct{ name, reason string }{
		{"unknown-version", "OrderStarted 2: unknown version"},
		{"unknown-event", "OrderAdmired"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			s.deliver(t, row.name)
			if got := s.order(t); !got.Equal(store.Order{}) {
				t.Errorf("order after %s = %+v, want none", row.name, got)
			}
			for _, want := range []string{`"level":"WARN"`, row.reason, doubles.LoadEvent(t, row.name).ID} {
				if log := s.log.String(); !strings.Contains(log, want) {
					t.Errorf("log after %s = %q, want %s in it", row.name, log, want)
				}
			}
		})
	}
}

func TestErrorsOfMalformedEventsHaveTheEventsID(t *testing.T) {
	s, event := newShop(), doubles.LoadEvent(t, "broken-event")
	if err := s.Handle(t.Context(), event); err == nil || !strings.Contains(err.Error(), event.ID) {
		t.Errorf("handle(broken-event) = %v, want an error with %s in it", err, event.ID)
	}
	if got := s.order(t); !got.Equal(store.Order{}) {
		t.Errorf("broken-event left the order %+v, want none", got)
	}
}

// A returned error makes Lambda retry; a swallowed one would lose the event.
func TestErrorsOfTheStoreAreReturned(t *testing.T) {
	for _, row := range []struct {
		name, event string
		breakIt     func(*shop)
	}{
		{"orders table", "order-started", func(s *shop) { s.fail("Apply") }},
		{"codes", "order-failed", func(s *shop) { s.fail("GiveBack") }},
		{"seats", "order-completed", func(s *shop) { s.fail("GiveBackSeat") }},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			row.breakIt(s)
			if err := s.Handle(t.Context(), doubles.LoadEvent(t, row.event)); !errors.Is(err, errBroken) {
				t.Errorf("handle(%s) = %v, want %v", row.event, err, errBroken)
			}
		})
	}
}

func TestTheTimeOfAnEventIsAtMostNow(t *testing.T) {
	s := newShop()
	s.open(t)
	event := doubles.LoadEvent(t, "queue-full")
	event.Detail = regexp.MustCompile(`"time": *"[^"]*"`).ReplaceAll(event.Detail, []byte(`"time":"2099-01-01T00:00:00Z"`))
	if err := s.Handle(t.Context(), event); err != nil {
		t.Fatal(err)
	}
	if got := s.order(t).EndedAt; !got.Equal(theEnd) {
		t.Errorf("an order that ends in 2099 ended at %v, want now, %v", got, theEnd)
	}
	s.checkFullUntil(t, theEnd.Add(coffee.FullFor))
}
