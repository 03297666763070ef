package janitor

import (
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settle"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// remakeWithin is how long a recalled order may stay unfinished before the janitor cancels
// it: as long as a barista has for an order by default. Its workflow is over, so nothing
// else bounds it.
const remakeWithin = coffee.DefaultBaristaTimeout

// openOrders compares the open orders with their executions, oldest first.
func (r *run) openOrders(ctx context.Context) error {
	orders, err := r.listOpen(ctx)
	var decided []string
	for _, order := range orders {
		if !r.more() {
			break
		}
		mayBeDecided := order.State == coffee.Placed || !order.RecalledAt.IsZero()
		if mayBeDecided && r.running[order.ID] && r.waited(order.Since) {
			decided = append(decided, order.ID)
		}
		r.try(r.openOrder(ctx, order))
	}
	return errors.Join(err, r.repeatCallbacks(ctx, decided))
}

// listOpen lists the open orders, oldest first, and remembers them. If it fails for one
// state, it lists the others.
func (r *run) listOpen(ctx context.Context) ([]store.Order, error) {
	var all []store.Order
	var failures []error
	for _, state := range coffee.States() {
		if !state.Open() {
			continue
		}
		orders, err := r.Store.InState(ctx, state)
		failures = append(failures, err)
		for _, order := range orders {
			if !r.open[order.ID] { // it may change state between the lists
				r.open[order.ID] = true
				all = append(all, order)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b store.Order) int { return a.Since.Compare(b.Since) })
	err := errors.Join(failures...)
	if err == nil {
		r.count(all)
	}
	return all, err
}

// count notes how many orders are open, and how many of them wait for a barista.
func (r *run) count(open []store.Order) {
	queued := 0
	for _, order := range open {
		if order.State == coffee.Queued {
			queued++
		}
	}
	r.counts[metrics.OpenOrders], r.counts[metrics.QueuedOrders] = float64(len(open)), float64(queued)
}

// openOrder finishes an order whose execution has ended or does not exist.
func (r *run) openOrder(ctx context.Context, order store.Order) error {
	if !order.RecalledAt.IsZero() {
		return r.cancelRecalled(ctx, order)
	}
	if !r.waited(order.Since) || r.running[order.ID] {
		return r.cancelUnstarted(ctx, order)
	}
	switch execution, exists, err := r.lookUp(ctx, order.ID); {
	case err != nil:
		return err
	case exists && execution.Running():
		return r.cancelUnstarted(ctx, order)
	case exists && !r.waited(execution.StoppedAt):
		return nil
	case exists:
		return r.finish(ctx, execution, lostEnd)
	case order.StartedAt.IsZero() && order.QueuedAt.IsZero():
		return r.cancelUnstarted(ctx, order)
	case r.now.Sub(order.Since) >= r.startGrace: // it was admitted, and its execution deleted
		return r.finish(ctx, workflow.Execution{OrderID: order.ID, Status: deleted, StoppedAt: r.now}, lostEnd)
	default:
		return nil
	}
}

// deleted is the status given to an execution that no longer exists.
const deleted types.ExecutionStatus = "DELETED"

// cancelUnstarted cancels an order that its workflow has not admitted in time, and returns
// the drink to its code. If the workflow starts later, the tracker fails its first wait
// with the cancellation.
func (r *run) cancelUnstarted(ctx context.Context, order store.Order) error {
	notAdmitted := order.State == coffee.Requested || order.State == coffee.Placed && order.StartedAt.IsZero()
	if !notAdmitted || r.now.Sub(order.Since) < r.startGrace {
		return nil
	}
	return r.cancel(ctx, order, notStarted, "the workflow did not start")
}

// cancelRecalled cancels a recalled order that its baristas have left alone for
// remakeWithin.
func (r *run) cancelRecalled(ctx context.Context, order store.Order) error {
	touched := order.Since
	if order.RecalledAt.After(touched) { // it was released since, to its old place
		touched = order.RecalledAt
	}
	if r.now.Sub(touched) < remakeWithin {
		return nil
	}
	return r.cancel(ctx, order, recalled, "it was not made again after it was taken back")
}

func (r *run) cancel(ctx context.Context, order store.Order, what kind, why string) error {
	order, err := r.Store.Cancel(ctx, order.ID, store.ByShop, why, []coffee.State{order.State}, r.now)
	if err != nil {
		return err
	}
	r.repaired(ctx, what, order.ID, why)
	return r.Store.GiveBack(ctx, order, r.now)
}

// repeatCallbacks answers the waits of running executions whose orders have the answer:
// the function that stored it failed before it called back, and nobody repeated the
// request.
func (r *run) repeatCallbacks(ctx context.Context, ids []string) error {
	orders, err := r.Store.Orders(ctx, ids)
	for _, order := range orders {
		if !r.more() {
			break
		}
		r.try(r.repeatCallback(ctx, order))
	}
	return err
}

func (r *run) repeatCallback(ctx context.Context, order store.Order) error {
	token := order.BaristaToken
	if token == "" {
		token = order.CustomerToken
	}
	answered, err := settle.Answer(ctx, r.Workflow, order, token)
	if errors.Is(err, workflow.ErrSpent) {
		// The workflow waits with another token, whose event has not arrived. If it
		// never does, the wait's time-out ends the execution.
		return nil
	}
	if answered && err == nil {
		r.repaired(ctx, callback, order.ID, "its workflow waited for an answer that the order has")
	}
	return err
}
