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

// step is something that a customer or a barista can do to an order.
type step struct {
	name string
	// from lists the states in which the step is allowed, to is the state that it
	// leads to.
	from []coffee.State
	to   coffee.State
	take func(context.Context, Store, string, time.Time) (store.Order, error)
}

func (s step) String() string { return s.name }

// cancellable lists the states in which the contract cancels orders.
var cancellable = []coffee.State{coffee.Requested, coffee.Started, coffee.Placed, coffee.Queued}

// steps lists every step. The barista, where a step needs one, is mia.
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

// lifeSteps lists everything that can happen to an order besides events.
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

// walk takes a new order through events (coffee.Event) and steps (by name), one a
// second, and fails the test at any error. It returns the order's ID and the time of
// the last one.
func walk(t rapid.TB, s Store, way ...any) (orderID string, last time.Time) {
	t.Helper()
	orderID = newID()
	for i, one := range way {
		last = now().Add(time.Duration(i) * time.Second)
		walkOn(t, s, orderID, last, one)
	}
	return orderID, last
}

// walkOn applies one more event, or takes one more step, and returns the order.
func walkOn(t rapid.TB, s Store, orderID string, at time.Time, one any) store.Order {
	t.Helper()
	if event, ok := one.(coffee.Event); ok {
		c := coffee.ChangeOf(event)
		c.At = at
		apply(t, s, orderID, c)
		return get(t, s, orderID)
	}
	r, err := stepNamed(one.(string)).take(context.Background(), s, orderID, at)
	if err != nil {
		t.Fatalf("%v: %v", one, err)
	}
	if stored := get(t, s, orderID); !stored.Equal(r) {
		t.Fatalf("%v returned %+v, want the stored order, %+v", one, r, stored)
	}
	return r
}

func stepNamed(name string) step {
	for _, s := range lifeSteps {
		if s.name == name {
			return s
		}
	}
	panic(fmt.Sprintf("storetest: no step %s", name))
}

// situations lists the ways into every state but REQUESTED.
var situations = map[string][]any{
	"started":                     {started},
	"placed":                      {started, "Place"},
	"queued":                      {started, "Place", awaiting},
	"making":                      {started, "Place", awaiting, "Claim"},
	"released":                    {started, "Place", awaiting, "Claim", "Release"},
	"completed":                   {started, "Place", awaiting, "Claim", "Complete"},
	"completed from the queue":    {started, "Place", awaiting, "Complete"},
	"completed and confirmed":     {started, "Place", awaiting, "Claim", "Complete", completed},
	"collected":                   {started, "Place", awaiting, "Claim", "Complete", "Collect"},
	"collected and confirmed":     {started, "Place", awaiting, "Claim", "Complete", completed, "Collect"},
	"rejected":                    {closed},
	"cancelled while started":     {started, "Cancel"},
	"cancelled while queued":      {started, "Place", awaiting, "Cancel"},
	"cancelled and confirmed":     {started, "Place", awaiting, "Cancel", cancelled},
	"cancelled by the workflow":   {started, cancelled},
	"customer timed out":          {started, late},
	"placed just too late":        {started, "Place", late},
	"barista timed out":           {started, "Place", awaiting, "Claim", slow},
	"failed while it was made":    {started, "Place", awaiting, "Claim", failed},
	"completed by the workflow":   {started, awaiting, completed},
	"failed before it was stored": {failed},
}

// codeOf returns the code of an error, or "" for nil.
func codeOf(err error) coffee.ErrorCode {
	if err == nil {
		return ""
	}
	return coffee.CodeOf(err)
}

// checkUnchanged checks that the stored order still equals want.
func checkUnchanged(t *testing.T, s Store, want store.Order) {
	t.Helper()
	if got := get(t, s, want.ID); !got.Equal(want) {
		t.Errorf("the stored order is %+v, want it unchanged, %+v", got, want)
	}
}
