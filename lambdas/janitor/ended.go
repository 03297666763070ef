package janitor

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// lookBack is how long the janitor looks after orders whose end is stored.
const lookBack = time.Hour

// endedOrders finishes orders that have ended: those whose workflow still runs, whose end
// the workflow has not confirmed, or whose drink was not given back.
func (r *run) endedOrders(ctx context.Context) error {
	ids, listErr := r.listEnded(ctx)
	orders, err := r.Store.Orders(ctx, ids)
	slices.SortStableFunc(orders, func(a, b store.Order) int { return a.Since.Compare(b.Since) })
	for _, order := range orders {
		if !r.more() {
			break
		}
		if !order.State.Open() && r.waited(order.Since) {
			r.try(r.endedOrder(ctx, order))
		}
	}
	return errors.Join(listErr, err)
}

// listEnded lists the orders that have ended in the last hour or whose executions still
// run, each once.
func (r *run) listEnded(ctx context.Context) ([]string, error) {
	ids := map[string]bool{}
	for id := range r.running {
		if !r.open[id] {
			ids[id] = true
		}
	}
	var failures []error
	for _, state := range coffee.States() {
		if state.Open() {
			continue
		}
		orders, err := r.Store.Entered(ctx, state, r.now.Add(-lookBack), r.now, mostEnded)
		failures = append(failures, err)
		for _, order := range orders {
			if r.waited(order.Since) {
				ids[order.ID] = true
			}
		}
	}
	return slices.Collect(maps.Keys(ids)), errors.Join(failures...)
}

func (r *run) endedOrder(ctx context.Context, order store.Order) error {
	if order.OwesDrink() {
		if err := r.Store.GiveBack(ctx, order, r.now); err != nil {
			return err
		}
		r.repaired(ctx, drink, order.ID, "it ended as "+string(order.State)+" and kept its drink")
	}
	switch {
	case !order.Unconfirmed:
		return nil
	case r.running[order.ID]:
		return r.repeatCallback(ctx, order)
	}
	execution, exists, err := r.lookUp(ctx, order.ID)
	if err != nil || !exists || execution.Running() || !r.waited(execution.StoppedAt) {
		return err
	}
	return r.finish(ctx, execution, lostEnd)
}

// seats gives back the seats of orders whose executions do not run.
func (r *run) seats(ctx context.Context) error {
	seated, err := r.Store.Seats(ctx)
	if err != nil {
		return err
	}
	for _, id := range seated {
		if r.running[id] {
			continue
		}
		if !r.more() {
			break
		}
		r.try(r.seat(ctx, id))
	}
	return nil
}

// seat gives back an order's seat if its execution has ended. A seat is taken by a running
// execution, so one without an execution was left by one that was deleted.
func (r *run) seat(ctx context.Context, id string) error {
	execution, exists, err := r.lookUp(ctx, id)
	if err != nil || exists && (execution.Running() || !r.waited(execution.StoppedAt)) {
		return err
	}
	if err := r.Store.GiveBackSeat(ctx, id); err != nil {
		return err
	}
	r.repaired(ctx, seat, id, "its seat was still taken after its execution had ended")
	return nil
}
