package orderstest

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

// Store is an orders table.
type Store interface {
	Apply(context.Context, coffee.Change) (orders.Record, orders.Outcome, error)
	Get(ctx context.Context, orderID string) (orders.Record, bool, error)

	Place(ctx context.Context, orderID string, choice coffee.Choice, at time.Time) (orders.Record, error)
	Claim(ctx context.Context, orderID, barista string, at time.Time) (orders.Record, error)
	Release(ctx context.Context, orderID, barista string, at time.Time) (orders.Record, error)
	Complete(ctx context.Context, orderID, barista string, at time.Time) (orders.Record, error)
	Collect(ctx context.Context, orderID string, at time.Time) (orders.Record, error)
	Cancel(ctx context.Context, orderID, by, reason string, from []coffee.State, at time.Time) (orders.Record, error)

	InState(context.Context, coffee.State) ([]orders.Record, error)
	Latest(ctx context.Context, state coffee.State, most int) ([]orders.Record, error)
}

// TestStore checks that an orders table keeps its contract. It makes orders of
// its own, a thousand or so, and leaves all others alone. newStore is called for
// each part of the contract.
func TestStore(t *testing.T, newStore func(*testing.T) Store) {
	for _, part := range []struct {
		name string
		test func(*testing.T, Store)
	}{
		{"an unknown order is not found", testUnknownOrder},
		{"an order moves with its events", testMoves},
		{"every history ends as its last event says", testEnds},
		{"a repeated change is known", testRepetition},
		{"of two tokens for one wait the later stays", testSecondToken},
		{"late news is noted", testLateNews},
		{"an order that ended stays as it is", testEndIsFinal},
		{"an ended order is history, whatever comes twice", testEndedOrdersAreHistory},
		{"a report with a time in the future holds nothing up", testReportFromTheFuture},
		{"no late event brings a token back", testTokensStaySpent},
		{"the report of an execution's end adds nothing", testReports},
		{"an order knows nothing of another", testOrdersAreApart},
		{"shuffled and repeated deliveries end the same", testShuffles},
		{"concurrent deliveries end the same", testConcurrentDeliveries},
		{"of concurrent equal changes one moves the order", testConcurrentEquals},
		{"customer and barista take an order from step to step", testWalk},
		{"a cancelled order says by whom and why", testCancel},
		{"a step is taken, repeated without effect, or refused", testStepsFromEverySituation},
		{"no step is taken on an unknown order", testUnknownSteps},
		{"a claimed order is for its barista to change", testOtherBarista},
		{"a choice may be repeated but not changed", testChoices},
		{"orders are listed by how long they are in a state", testLists},
		{"the workflow confirms an end", testConfirmation},
		{"a late token is kept while it is good", testLateTokens},
		{"any life of events and steps is that of the table in memory", testLives},
		{"of many baristas one claims an order", testOneClaim},
		{"of many ends one wins", testOneEnd},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, newStore(t)) })
	}
}

// newID is unlike the id of any other order.
func newID() string { return "contract-" + rand.Text() }

func apply(t rapid.TB, s Store, orderID string, c coffee.Change) orders.Outcome {
	t.Helper()
	c.OrderID = orderID
	order, outcome, err := s.Apply(context.Background(), c)
	if err != nil {
		t.Fatalf("Apply(%+v): %v", c, err)
	}
	if stored := get(t, s, orderID); !order.Equal(stored) {
		t.Fatalf("Apply(%+v) = %+v, want the order as it is then, %+v", c, order, stored)
	}
	return outcome
}

func get(t rapid.TB, s Store, orderID string) orders.Record {
	t.Helper()
	r, ok, err := s.Get(context.Background(), orderID)
	if err != nil || !ok || r.ID != orderID {
		t.Fatalf("Get(%s) = %+v, %v, %v, want the order", orderID, r, ok, err)
	}
	return r
}

// content is an order but for its id, to be compared with that of another.
func content(t rapid.TB, s Store, orderID string) orders.Record {
	t.Helper()
	r := get(t, s, orderID)
	r.ID = ""
	return r
}

// deliver applies changes to a new order, and returns its id.
func deliver(t rapid.TB, s Store, changes ...coffee.Change) string {
	t.Helper()
	orderID := newID()
	for _, c := range changes {
		apply(t, s, orderID, c)
	}
	return orderID
}

func testUnknownOrder(t *testing.T, s Store) {
	if r, ok, err := s.Get(t.Context(), newID()); ok || err != nil || !r.Equal(orders.Record{}) {
		t.Errorf("Get(an unknown order) = %+v, %v, %v, want nothing", r, ok, err)
	}
}
