package main

import (
	"cmp"
	"context"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// owned reads the order of whoever asks. An order of somebody else is as
// unknown as one that does not exist.
func (h *handler) owned(ctx context.Context, id string) (orders.Record, error) {
	return owned(ctx, id, func() (orders.Record, error) {
		order, _, err := h.orders.Get(ctx, id)
		return order, err
	})
}

// ownedWithMenu reads the menu as well.
func (h *handler) ownedWithMenu(ctx context.Context, id string) (order orders.Record, menu coffee.Menu, err error) {
	order, err = owned(ctx, id, func() (orders.Record, error) {
		order, menu, err = h.orders.GetWithMenu(ctx, id)
		return order, err
	})
	return order, menu, err
}

// owned returns what read reads, if whoever asks has that order's secret.
func owned(ctx context.Context, id string, read func() (orders.Record, error)) (orders.Record, error) {
	web.Note(ctx, "orderId", id)
	if err := web.RequireSecret(ctx); err != nil {
		return orders.Record{}, err
	}
	order, err := read()
	if err != nil {
		return orders.Record{}, err
	}
	if !web.HasSecret(ctx, order.SecretHash) {
		return orders.Record{}, orders.Unknown()
	}
	return order, nil
}

func (h *handler) view(ctx context.Context, in *api.OrderInput) (*api.OrderOutput, error) {
	order, err := h.owned(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &api.OrderOutput{Body: h.show(order)}
	if order.State.Open() {
		err = h.showWait(ctx, order, &out.Body)
	}
	return out, err
}

// place stores the choice, then tells the workflow. A request that got no
// further than the first is finished when it is repeated.
func (h *handler) place(ctx context.Context, in *api.PlaceInput) (*api.OrderOutput, error) {
	order, menu, err := h.ownedWithMenu(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	choice := coffee.Choice(in.Body)
	if order.State == coffee.Started { // a drink may sell out after it was placed
		if err := menu.Check(choice); err != nil {
			return nil, err
		}
	}
	order, err = h.orders.Place(ctx, in.ID, choice, h.now().UTC())
	if err != nil {
		return nil, err
	}
	if order.State == coffee.Placed && order.CustomerToken != "" {
		if err := callback.UnlessSpent(h.workflow.Succeed(ctx, order.CustomerToken, choice)); err != nil {
			return nil, web.Busy(err)
		}
	}
	return &api.OrderOutput{Body: h.show(order)}, nil
}

// cancel stores that the order is given up, then tells the workflow. If that
// does not wait for an answer just now, the tracker tells it when it does.
func (h *handler) cancel(ctx context.Context, in *api.OrderInput) (*api.OrderOutput, error) {
	if _, err := h.owned(ctx, in.ID); err != nil {
		return nil, err
	}
	unclaimed := []coffee.State{coffee.Requested, coffee.Started, coffee.Placed, coffee.Queued}
	order, err := h.orders.Cancel(ctx, in.ID, orders.ByCustomer, "", unclaimed, h.now().UTC())
	if err != nil {
		return nil, err
	}
	if token := cmp.Or(order.BaristaToken, order.CustomerToken); token != "" {
		if err := callback.UnlessSpent(h.workflow.Fail(ctx, token, order.Failure(), "")); err != nil {
			return nil, web.Busy(err)
		}
	}
	return &api.OrderOutput{Body: h.show(order)}, nil
}

// show is an order as its customer sees it.
func (h *handler) show(order orders.Record) api.Order {
	shown := api.Order{
		OrderID: order.ID, State: order.State, Number: order.Number, Choice: api.ChoiceOf(order.Order),
		Reason: order.Reason,
	}
	switch order.State {
	case coffee.Requested, coffee.Started:
		shown.PlaceBy = new(h.placeBy(order))
	case coffee.Cancelled:
		shown.Explanation = order.Cause
	}
	return shown
}
