package janitor

import (
	"context"
	"fmt"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settle"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// finish ends the order of an execution that has ended, in the state that the execution
// ended in, and gives back what the order held. If the workflow could not publish the
// event that ends the order, finish does, before it ends the order: if it fails in between,
// the next attempt publishes the event again; after it succeeded, another one finds the
// order closed and publishes nothing.
func (r *run) finish(ctx context.Context, e workflow.Execution, what kind) error {
	event, published := e.End()
	if !published {
		if err := r.publish(ctx, e.OrderID, event); err != nil {
			return err
		}
	}
	applied, err := settle.Apply(ctx, r.Store, event, r.now)
	if err != nil {
		return err
	}
	r.Log.InfoContext(ctx, "finished an order", "orderId", e.OrderID, "event", event.DetailType(),
		"status", e.Status, "state", applied.Change.To, "outcome", applied.Outcome)
	// The everyday case is no repair: the status event of an execution whose own event is
	// out is as fast as that event.
	if applied.Outcome != store.Known && !(what == abnormal && published) {
		r.repaired(ctx, what, e.OrderID, fmt.Sprintf("its execution is %s with %s, and the order was not told", e.Status, event.DetailType()))
	}
	return nil
}

// publish publishes the event that ends an order, unless the workflow's part in the order
// is over.
func (r *run) publish(ctx context.Context, orderID string, event coffee.Event) error {
	order, exists, err := r.Store.Order(ctx, orderID)
	if err != nil || exists && !order.State.Open() {
		return err
	}
	return r.Bus.Put(ctx, event)
}

// lookUp returns the execution of an order.
func (r *run) lookUp(ctx context.Context, orderID string) (workflow.Execution, bool, error) {
	r.lookups++
	return r.Workflow.Execution(ctx, orderID)
}
