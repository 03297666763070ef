package janitor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settle"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Handler finishes what no event and no repeated request has finished. Everything it does
// is idempotent, so it may run beside itself and beside the other functions.
type Handler struct {
	Store interface {
		settle.Store
		Shop(context.Context) (coffee.ShopSettings, error)
		InState(context.Context, coffee.State) ([]store.Order, error)
		Entered(ctx context.Context, state coffee.State, from, to time.Time, most int) ([]store.Order, error)
		Order(ctx context.Context, id string) (store.Order, bool, error)
		Orders(ctx context.Context, ids []string) ([]store.Order, error)
		Seats(context.Context) ([]string, error)
		Remind(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
		Unclaim(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
		Cancel(ctx context.Context, id, by, reason string, from []coffee.State, at time.Time) (store.Order, error)
	}
	Workflow interface {
		settle.Workflow
		Running(ctx context.Context, most int) ([]string, error)
		Execution(ctx context.Context, orderID string) (workflow.Execution, bool, error)
	}
	Bus interface {
		Put(context.Context, coffee.Event) error
	}
	Log     *slog.Logger
	Metrics metric.Namespace
	Now     func() time.Time
}

// Handle finishes the order of an execution that ended abnormally, if the event says so.
// On any other event it looks at all orders; the event's detail may be an Instruction.
func (h *Handler) Handle(ctx context.Context, e events.EventBridgeEvent) error {
	r := h.newRun(ctx)
	if e.DetailType != workflow.StatusChange {
		if err := r.instruct(e.Detail); err != nil {
			return err
		}
		r.sweep(ctx)
		return r.end(ctx, "looked at all orders")
	}
	execution, err := workflow.DecodeStatusChange(e.Detail)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	r.try(r.finish(ctx, execution, abnormal))
	return r.end(ctx, "looked at an execution that ended abnormally")
}

// sweep looks at all orders that may need a repair. If one kind of repair fails, it goes
// on with the next.
func (r *run) sweep(ctx context.Context) {
	r.try(r.collect(ctx))
	running, err := r.Workflow.Running(ctx, mostRunning)
	if err != nil {
		r.try(err)
		return
	}
	r.setRunning(running)
	r.try(r.openOrders(ctx))
	r.try(r.seats(ctx))
	r.try(r.endedOrders(ctx))
}

// try notes the error of one step. A WrongState error is dropped: it means that the order
// has moved on.
func (r *run) try(err error) {
	if err != nil && coffee.CodeOf(err) != coffee.WrongState {
		r.failures = append(r.failures, err)
	}
}

// end records how many repairs the run made and how many orders it found, and returns its
// errors.
func (r *run) end(ctx context.Context, what string) error {
	r.counts[metrics.Repairs] = float64(r.repairs)
	r.Log.InfoContext(ctx, what, "complete", r.complete, "errors", len(r.failures), r.Metrics.Record(r.now, r.counts))
	return errors.Join(r.failures...)
}
