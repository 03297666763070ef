// Package settle applies the workflow's events to orders, and finishes what an event asks
// for: it gives back what an ended order held, and answers a wait whose answer is known.
package settle

import (
	"context"
	"encoding/json"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Store has the operations that Apply needs.
type Store interface {
	Apply(context.Context, coffee.Change) (store.Order, store.Outcome, error)
	GiveBack(ctx context.Context, order store.Order, at time.Time) error
	GiveBackSeat(ctx context.Context, orderID string) error
}

// Workflow answers the workflow's waits, by task token.
type Workflow interface {
	Succeed(ctx context.Context, token string, output any) error
	Fail(ctx context.Context, token, failure, cause string) error
}

// Applied is what an event did.
type Applied struct {
	Change  coffee.Change
	Outcome store.Outcome
	// Order is the order afterwards.
	Order store.Order
}

// Apply applies a workflow event to its order. If the event ends the workflow, it then
// gives back what the order held: the reserved seat, and the drink if the order ended
// without one. (The workflow gives back the seat too, but may fail to.) It is idempotent.
// The event's time counts as now at the latest, in case the sender's clock is ahead.
func Apply(ctx context.Context, s Store, event coffee.Event, now time.Time) (Applied, error) {
	change := coffee.ChangeOf(event)
	if change.At.After(now) {
		change.At = now
	}
	order, outcome, err := s.Apply(ctx, change)
	applied := Applied{change, outcome, order}
	if err != nil || change.To.Open() {
		return applied, err
	}
	if err := s.GiveBackSeat(ctx, order.ID); err != nil {
		return applied, err
	}
	if order.LosesDrink() {
		return applied, s.GiveBack(ctx, order, change.At)
	}
	return applied, nil
}

// Answer answers the wait of an order's task token if the order has the answer already: a
// barista took the order by hand, the customer placed it, somebody cancelled it, or a
// barista completed it. It reports whether there is an answer. The error may be
// workflow.ErrSpent.
func Answer(ctx context.Context, w Workflow, order store.Order, token string) (bool, error) {
	switch {
	case token == "":
		return false, nil
	case order.State == coffee.Placed:
		return true, w.Succeed(ctx, token, json.RawMessage(order.Order))
	case order.Unconfirmed && order.State == coffee.Cancelled:
		return true, w.Fail(ctx, token, order.Failure(), order.Cause)
	case order.Unconfirmed && token == order.BaristaToken: // a barista completed it
		return true, w.Succeed(ctx, token, struct{}{})
	default:
		return false, nil
	}
}
