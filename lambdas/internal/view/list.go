package view

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Lister lists orders like store.Store's methods of those names.
type Lister interface {
	InState(context.Context, coffee.State) ([]store.Order, error)
	Latest(ctx context.Context, state coffee.State, since time.Time, most int) ([]store.Order, error)
}

// ListOrders lists the orders for Queue at a time: those that are QUEUED, MAKING or READY,
// and the latest in each state in which an order ends. It reads all states concurrently.
func ListOrders(ctx context.Context, orders Lister, now time.Time) (current, finished []store.Order, err error) {
	states := slices.DeleteFunc(coffee.States(), func(s coffee.State) bool {
		return s == coffee.Requested || s == coffee.Started || s == coffee.Placed
	})
	lists := make([][]store.Order, len(states))
	var all errgroup.Group
	for i, state := range states {
		all.Go(func() (err error) {
			if state.Terminal() {
				lists[i], err = orders.Latest(ctx, state, now.Add(-FinishedFor), 2*FinishedMost)
			} else {
				lists[i], err = orders.InState(ctx, state)
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
