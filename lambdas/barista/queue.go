package main

import (
	"context"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
)

// queue lists the orders that are QUEUED, MAKING or READY, by number, and the orders that
// ended most recently, newest first.
func (h *handler) queue(ctx context.Context, _ *struct{}) (*api.QueueOutput, error) {
	current, finished, err := view.ListOrders(ctx, h.store, h.now())
	if err != nil {
		return nil, err
	}
	return &api.QueueOutput{Body: view.Queue(current, finished, h.now())}, nil
}
