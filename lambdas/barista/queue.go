package main

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
)

// queue lists the orders that are QUEUED, MAKING or READY, by number, and the orders that
// ended most recently, newest first.
func (h *handler) queue(ctx context.Context, _ *struct{}) (*api.QueueOutput, error) {
	current, finished, err := h.listOrders(ctx)
	if err != nil {
		return nil, err
	}
	return &api.QueueOutput{Body: view.Queue(current, finished, h.now())}, nil
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
				lists[i], err = h.store.Latest(ctx, state, h.now().Add(-view.FinishedFor), 2*view.FinishedMost)
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
