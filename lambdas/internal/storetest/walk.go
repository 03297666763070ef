package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const (
	mia = "mia"
	ole = "ole"
)

var latte = coffee.Choice{Drink: "latte"}

// step is something that a customer or a barista may do to an order.
type step struct {
	name string
	// from are the states in which it can be done, by whoever has the order,
	// and to the state that it leads to.
	from []coffee.State
	to   coffee.State
	take func(context.Context, Store, string, time.Time) (store.Order, error)
}

func (s step) String() string { return s.name }

// cancellable are the states from which the contract cancels.
var cancellable = []coffee.State{coffee.Requested, coffee.Started, coffee.Placed, coffee.Queued}

// steps lists every step, by mia where it takes a barista.
var steps = []step{
	{"Place", []coffee.State{coffee.Started}, coffee.Placed,
		func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
			return s.Place(ctx, id, latte, at)
		}},
	{"Claim", []coffee.State{coffee.Queued}, coffee.Making,
		func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
			return s.Claim(ctx, id, mia, at)
		}},
	{"Release", []coffee.State{coffee.Making}, coffee.Queued,
		func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
			return s.Release(ctx, id, mia, at)
		}},
	{"Complete", []coffee.State{coffee.Queued, coffee.Making}, coffee.Ready,
		func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
			return s.Complete(ctx, id, mia, at)
		}},
	{"Collect", []coffee.State{coffee.Ready}, coffee.Collected,
		func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
			return s.Collect(ctx, id, at)
		}},
	{"Cancel", cancellable, coffee.Cancelled,
		func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
			return s.Cancel(ctx, id, "customer", "the bus came", cancellable, at)
		}},
}

// lifeSteps are all that may happen to an order besides events.
var lifeSteps = append([]step{
	{name: "Recall", take: func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
		return s.Recall(ctx, id, mia, at)
	}},
	{name: "Remind", take: func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
		o, _, _ := s.Order(ctx, id)
		return s.Remind(ctx, id, o.Since, at)
	}},
	{name: "Unclaim", take: func(ctx context.Context, s Store, id string, at time.Time) (store.Order, error) {
		o, _, _ := s.Order(ctx, id)
		return s.Unclaim(ctx, id, o.Since, at)
	}},
}, steps...)

// walk takes a new order through events and steps, one a second, of which none
// may fail. It returns the order's id and the time of the last.
func walk(t rapid.TB, s Store, way ...any) (orderID string, last time.Time) {
	t.Helper()
	orderID = newID()
	for i, one := range way {
		last = now().Add(time.Duration(i) * time.Second)
		walkOn(t, s, orderID, last, one)
	}
	return orderID, last
}

// walkOn takes an order further, by an event or the name of a step.
func walkOn(t rapid.TB, s Store, orderID string, at time.Time, one any) store.Order {
	t.Helper()
	if event, ok := one.(coffee.Event); ok {
		c := coffee.ChangeOf(event)
		c.At = at
		apply(t, s, orderID, c)
		return get(t, s, orderID)
	}
	r, err := named(one.(string)).take(context.Background(), s, orderID, at)
	if err != nil {
		t.Fatalf("%v: %v", one, err)
	}
	if stored := get(t, s, orderID); !stored.Equal(r) {
		t.Fatalf("%v returned %+v, want the order as it is, %+v", one, r, stored)
	}
	return r
}

func named(name string) step {
	for _, s := range lifeSteps {
		if s.name == name {
			return s
		}
	}
	panic(fmt.Sprintf("storetest: no step %s", name))
}

// situations lists ways into every state but REQUESTED, with all that an order
// may have been through before.
var situations = map[string][]any{
	"started":                    {started},
	"placed":                     {started, "Place"},
	"queued":                     {started, "Place", awaiting},
	"making":                     {started, "Place", awaiting, "Claim"},
	"released":                   {started, "Place", awaiting, "Claim", "Release"},
	"completed":                  {started, "Place", awaiting, "Claim", "Complete"},
	"completed from the queue":   {started, "Place", awaiting, "Complete"},
	"completed and confirmed":    {started, "Place", awaiting, "Claim", "Complete", completed},
	"collected":                  {started, "Place", awaiting, "Claim", "Complete", "Collect"},
	"collected and confirmed":    {started, "Place", awaiting, "Claim", "Complete", completed, "Collect"},
	"rejected":                   {closed},
	"cancelled while started":    {started, "Cancel"},
	"cancelled while queued":     {started, "Place", awaiting, "Cancel"},
	"cancelled and confirmed":    {started, "Place", awaiting, "Cancel", cancelled},
	"cancelled by the workflow":  {started, cancelled},
	"forgotten by the customer":  {started, late},
	"placed a moment too late":   {started, "Place", late},
	"forgotten by the barista":   {started, "Place", awaiting, "Claim", slow},
	"failed while it was made":   {started, "Place", awaiting, "Claim", failed},
	"completed by the workflow":  {started, awaiting, completed},
	"failed before it was known": {failed},
}

// codeOf is the code of an error, empty for none.
func codeOf(err error) coffee.ErrorCode {
	if err == nil {
		return ""
	}
	return coffee.CodeOf(err)
}

// unchanged checks that an order is as it was.
func unchanged(t *testing.T, s Store, want store.Order) {
	t.Helper()
	if got := get(t, s, want.ID); !got.Equal(want) {
		t.Errorf("the order is now %+v, want it as it was, %+v", got, want)
	}
}
