package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const (
	// finishedFor is how long finished orders stay in the list, and finishedMost how many
	// are shown.
	finishedFor  = 30 * time.Minute
	finishedMost = 10
)

// queue lists the orders that are QUEUED, MAKING or READY, by number, and the orders that
// ended most recently, newest first.
func (h *handler) queue(ctx context.Context, _ *struct{}) (*api.QueueOutput, error) {
	current, finished, err := h.listOrders(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(current, func(a, b store.Order) int { return cmp.Compare(a.Number, b.Number) })
	// Orders that ended before they were queued are shown only if a barista took them.
	finished = slices.DeleteFunc(finished, func(o store.Order) bool { return o.Number == 0 && o.TakenBy == "" })
	slices.SortStableFunc(finished, func(a, b store.Order) int { return b.Since.Compare(a.Since) })
	out := new(api.QueueOutput)
	out.Body.Orders = h.showAll(current)
	out.Body.Finished = h.showAll(finished[:min(finishedMost, len(finished))])
	return out, nil
}

// listOrders lists the orders that are QUEUED, MAKING or READY, and the latest in each
// state in which an order ends. It reads all states concurrently.
func (h *handler) listOrders(ctx context.Context) (current, finished []store.Order, err error) {
	states := slices.DeleteFunc(coffee.States(), func(s coffee.State) bool {
		return s == coffee.Requested || s == coffee.Started || s == coffee.Placed
	})
	lists := make([][]store.Order, len(states))
	var all errgroup.Group
	for i, state := range states {
		all.Go(func() (err error) {
			if state.Terminal() {
				lists[i], err = h.store.Latest(ctx, state, h.now().Add(-finishedFor), 2*finishedMost)
			} else {
				lists[i], err = h.store.InState(ctx, state)
			}
			return err
		})
	}
	err = all.Wait()
	for i, state := range states {
		if state.Terminal() {
			finished = append(finished, lists[i]...)
		} else {
			current = append(current, lists[i]...)
		}
	}
	return current, finished, err
}

func (h *handler) showAll(orders []store.Order) []api.QueuedOrder {
	shown := make([]api.QueuedOrder, len(orders))
	for i, order := range orders {
		shown[i] = h.show(order)
	}
	return shown
}
