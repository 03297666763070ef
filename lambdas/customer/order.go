package customer

import (
	"cmp"
	"context"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// owned reads an order that belongs to the caller. Somebody else's order gets the same
// UnknownOrder error as one that does not exist, so that order IDs cannot be probed.
func (h *Handler) owned(ctx context.Context, id string) (store.Order, error) {
	return owned(ctx, id, func() (store.Order, error) {
		order, _, err := h.Store.Order(ctx, id)
		return order, err
	})
}

// ownedWithMenu is owned plus the menu, in one request to DynamoDB.
func (h *Handler) ownedWithMenu(ctx context.Context, id string) (order store.Order, menu coffee.Menu, err error) {
	order, err = owned(ctx, id, func() (store.Order, error) {
		order, menu, err = h.Store.OrderWithMenu(ctx, id)
		return order, err
	})
	return order, menu, err
}

// owned returns the order that read returns if the request carries its secret. It logs the
// ID of an order that exists, but no other text, which may be anything, such as a secret.
func owned(ctx context.Context, id string, read func() (store.Order, error)) (store.Order, error) {
	if err := web.RequireSecret(ctx); err != nil {
		return store.Order{}, err
	}
	order, err := read()
	if err != nil || order.ID != "" {
		web.Note(ctx, "orderId", id)
	}
	if err != nil {
		return store.Order{}, err
	}
	if !order.HasSecret(web.Bearer(ctx)) {
		return store.Order{}, store.Unknown()
	}
	return order, nil
}

func (h *Handler) view(ctx context.Context, in *api.OrderInput) (*api.OrderOutput, error) {
	order, err := h.owned(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &api.OrderOutput{Body: h.show(order)}
	if order.State.Open() {
		err = h.addWait(ctx, order, &out.Body)
	}
	return out, err
}

// place stores the customer's choice, then completes the workflow's wait with it. If
// only the first succeeds, a repeated request does the second.
func (h *Handler) place(ctx context.Context, in *api.PlaceInput) (*api.OrderOutput, error) {
	order, menu, err := h.ownedWithMenu(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	choice := coffee.Choice(in.Body)
	if order.State == coffee.Started { // once placed, a drink that sells out is still served
		if err := menu.Check(choice); err != nil {
			return nil, err
		}
	}
	order, err = h.Store.Place(ctx, in.ID, choice, h.Now().UTC())
	if err != nil {
		return nil, err
	}
	if order.State == coffee.Placed && order.CustomerToken != "" {
		if err := workflow.UnlessSpent(h.Workflow.Succeed(ctx, order.CustomerToken, choice)); err != nil {
			return nil, web.Busy(err)
		}
	}
	return &api.OrderOutput{Body: h.show(order)}, nil
}

// cancel stores the order as CANCELLED, then fails the workflow's wait. If the workflow
// is not waiting at the moment, the tracker answers its next task token.
func (h *Handler) cancel(ctx context.Context, in *api.OrderInput) (*api.OrderOutput, error) {
	if _, err := h.owned(ctx, in.ID); err != nil {
		return nil, err
	}
	cancellable := []coffee.State{coffee.Requested, coffee.Started, coffee.Placed, coffee.Queued}
	order, err := h.Store.Cancel(ctx, in.ID, store.ByCustomer, "", cancellable, h.Now().UTC())
	if err != nil {
		return nil, err
	}
	if token := cmp.Or(order.BaristaToken, order.CustomerToken); token != "" {
		if err := workflow.UnlessSpent(h.Workflow.Fail(ctx, token, order.Failure(), "")); err != nil {
			return nil, web.Busy(err)
		}
	}
	return &api.OrderOutput{Body: h.show(order)}, nil
}

// show returns the order as its customer sees it.
func (h *Handler) show(order store.Order) api.Order { return view.Order(order, h.PlaceWithin) }
