package main

import (
	"context"
	"slices"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// board shows the numbers that everybody may see. An order that has none yet is not on
// it.
func (h *handler) board(ctx context.Context, _ *struct{}) (*api.BoardOutput, error) {
	queue, err := h.readQueue(ctx)
	if err != nil {
		return nil, err
	}
	ready, err := h.ready.get(h.now(), queueFor, func() ([]store.Order, error) { return h.store.InState(ctx, coffee.Ready) })
	if err != nil {
		return nil, err
	}
	out := new(api.BoardOutput)
	out.Body.Preparing, out.Body.Ready = numbers(queue.queued, queue.making), numbers(ready)
	slices.Sort(out.Body.Preparing)
	slices.Reverse(out.Body.Ready) // which are listed by how long they have been ready
	return out, nil
}

func numbers(lists ...[]store.Order) []int {
	all := []int{}
	for _, order := range slices.Concat(lists...) {
		if order.Number != 0 {
			all = append(all, order.Number)
		}
	}
	return all
}
