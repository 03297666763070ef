package main

import (
	"context"
	"slices"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// board lists the order numbers that are being prepared and those that are ready.
// Orders without a number yet are left out. Anyone may call it.
func (h *handler) board(ctx context.Context, _ *struct{}) (*api.BoardOutput, error) {
	queue, err := h.readQueue(ctx)
	if err != nil {
		return nil, err
	}
	ready, err := h.ready.get(h.now(), queueTTL, func() ([]store.Order, error) { return h.store.InState(ctx, coffee.Ready) })
	if err != nil {
		return nil, err
	}
	out := new(api.BoardOutput)
	out.Body.Preparing, out.Body.Ready = numbers(queue.queued, queue.making), numbers(ready)
	slices.Sort(out.Body.Preparing)
	slices.Reverse(out.Body.Ready) // newest first
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
