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
	var current, finished []store.Order
	var all errgroup.Group
	all.Go(func() (err error) {
		current, err = each([]coffee.State{coffee.Queued, coffee.Making, coffee.Ready}, func(state coffee.State) ([]store.Order, error) {
			return h.store.InState(ctx, state)
		})
		return err
	})
	all.Go(func() (err error) {
		finished, err = each(ended, func(state coffee.State) ([]store.Order, error) {
			return h.store.Latest(ctx, state, h.now().Add(-finishedFor), 2*finishedMost)
		})
		return err
	})
	if err := all.Wait(); err != nil {
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

var ended = []coffee.State{coffee.Collected, coffee.Unclaimed, coffee.Cancelled, coffee.TimedOut, coffee.Failed, coffee.Rejected}

// each calls list for several states concurrently, and returns all their orders.
func each(states []coffee.State, list func(coffee.State) ([]store.Order, error)) ([]store.Order, error) {
	lists := make([][]store.Order, len(states))
	var all errgroup.Group
	for i, state := range states {
		all.Go(func() (err error) { lists[i], err = list(state); return err })
	}
	err := all.Wait()
	return slices.Concat(lists...), err
}

func (h *handler) showAll(orders []store.Order) []api.QueuedOrder {
	shown := make([]api.QueuedOrder, len(orders))
	for i, order := range orders {
		shown[i] = h.show(order)
	}
	return shown
}
