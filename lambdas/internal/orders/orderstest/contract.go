package orderstest

import (
	"context"
	"crypto/rand"
	"testing"

	"pgregory.net/rapid"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

// Store is an orders table.
type Store interface {
	Apply(context.Context, coffee.Change) (orders.Outcome, error)
	Get(ctx context.Context, orderID string) (orders.Record, bool, error)
}

// TestStore checks that an orders table keeps its contract. It makes orders of
// its own, a few hundred, and leaves all others alone. newStore is called for
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
		{"no late event brings a token back", testTokensStaySpent},
		{"the report of an execution's end adds nothing but its time", testReports},
		{"an order knows nothing of another", testOrdersAreApart},
		{"shuffled and repeated deliveries end the same", testShuffles},
		{"concurrent deliveries end the same", testConcurrentDeliveries},
		{"of concurrent equal changes one moves the order", testConcurrentEquals},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, newStore(t)) })
	}
}

// newID is unlike the id of any other order.
func newID() string { return "contract-" + rand.Text() }

func apply(t rapid.TB, s Store, orderID string, c coffee.Change) orders.Outcome {
	t.Helper()
	c.OrderID = orderID
	outcome, err := s.Apply(context.Background(), c)
	if err != nil {
		t.Fatalf("Apply(%+v): %v", c, err)
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
	if r, ok, err := s.Get(t.Context(), newID()); ok || err != nil || r != (orders.Record{}) {
		t.Errorf("Get(an unknown order) = %+v, %v, %v, want nothing", r, ok, err)
	}
}
