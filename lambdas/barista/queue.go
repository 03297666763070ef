package barista

import (
	"context"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
)

// queue lists the orders that are QUEUED, MAKING or READY, by number, and the orders that
// ended most recently, newest first.
func (h *Handler) queue(ctx context.Context, _ *struct{}) (*api.QueueOutput, error) {
	current, finished, err := view.ListOrders(ctx, h.Store, h.Now())
	if err != nil {
		return nil, err
	}
	return &api.QueueOutput{Body: view.Queue(current, finished, h.Now())}, nil
}
