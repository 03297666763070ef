package barista

import (
	"context"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
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

// view returns an order that is placed.
func (h *Handler) view(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.reach(ctx, logID(ctx, in.ID))
	if err != nil {
		return nil, err
	}
	return &api.QueuedOutput{Body: h.show(order)}, nil
}

// reach returns a placed order. Orders that a machine client did not take do not exist
// for it, so that it cannot probe order IDs.
func (h *Handler) reach(ctx context.Context, id string) (store.Order, error) {
	order, exists, err := h.Store.Order(ctx, id)
	if err != nil {
		return store.Order{}, err
	}
	placed := exists && order.State != coffee.Requested && order.State != coffee.Started
	if !placed || web.IsMachine(ctx) && order.TakenBy != web.Person(ctx) {
		return store.Order{}, store.Unknown()
	}
	return order, nil
}
