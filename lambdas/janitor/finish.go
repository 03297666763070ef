package janitor

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settle"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// finish ends the order of an execution that has ended, in the state that the execution
// ended in, and gives back what the order held. If the workflow could not publish the
// event that ends the order, finish does, before it ends the order: if it fails in between,
// the next attempt publishes the event again; after it succeeded, another one finds the
// order confirmed and publishes nothing.
func (r *run) finish(ctx context.Context, e workflow.Execution, what kind) error {
	event, published := e.End()
	if !published {
		var err error
		if event, err = r.publish(ctx, e, event); err != nil {
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

// publish publishes the event that ends an order, and returns it: failure, or what endOf
// makes of it. It publishes nothing if the workflow's part in the order is over, or if the
// execution succeeded: then it has published an event, as release 0.1.0 did without
// returning it.
func (r *run) publish(ctx context.Context, e workflow.Execution, failure coffee.Event) (coffee.Event, error) {
	order, exists, err := r.Store.Order(ctx, e.OrderID)
	if err != nil {
		return nil, err
	}
	inWorkflow := order.State.Open() && order.RecalledAt.IsZero()
	decided := order.Unconfirmed && e.Status != types.ExecutionStatusSucceeded
	if exists && !inWorkflow && !decided {
		return failure, nil
	}
	event := endOf(order, failure)
	return event, r.Bus.Put(ctx, event)
}

// endOf returns the event for an order whose workflow failed without an event. If a person
// has completed or cancelled the order, it is the event that the workflow would have
// published about that, else failure.
func endOf(order store.Order, failure coffee.Event) coffee.Event {
	detail := coffee.OrderDetail{
		Detail:  coffee.Detail{Version: coffee.Version, Time: coffee.ChangeOf(failure).At},
		OrderID: order.ID,
	}
	switch {
	case !order.Unconfirmed:
		return failure
	case order.State == coffee.Cancelled && order.RecalledAt.IsZero():
		return coffee.OrderCancelled{OrderDetail: detail, Error: order.Failure(), Cause: order.Cause}
	default: // completed, and perhaps recalled since
		return coffee.OrderCompleted{OrderDetail: detail, OrderNumber: order.Number}
	}
}

// lookUp returns the execution of an order.
func (r *run) lookUp(ctx context.Context, orderID string) (workflow.Execution, bool, error) {
	r.lookups++
	return r.Workflow.Execution(ctx, orderID)
}
