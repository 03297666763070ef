package main

import (
	"context"
	"errors"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

const (
	// customer is who cancelled an order that its customer cancelled.
	customer = "customer"
	byShop   = "shop"
	// cancelled is the error that ends the workflow then.
	cancelled = "Customer.Cancelled"
)

// owned reads the order of whoever asks. An order of somebody else is as
// unknown as one that does not exist.
func (h *handler) owned(ctx context.Context, id string) (orders.Record, error) {
	api.Note(ctx, "orderId", id)
	if err := api.RequireSecret(ctx); err != nil {
		return orders.Record{}, err
	}
	order, exists, err := h.orders.Get(ctx, id)
	if err != nil {
		return orders.Record{}, err
	}
	if !exists || !api.HasSecret(ctx, order.SecretHash) {
		return orders.Record{}, coffee.NewError(coffee.UnknownOrder, "There is no such order.")
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
	order, err := h.owned(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	choice := coffee.Choice(in.Body)
	if order.State == coffee.Started { // a drink may sell out after it was placed
		menu, err := h.settings.Menu(ctx)
		if err != nil {
			return nil, err
		}
		if err := menu.Check(choice); err != nil {
			return nil, err
		}
	}
	order, err = h.orders.Place(ctx, in.ID, choice, h.now().UTC())
	if err != nil {
		return nil, err
	}
	if order.State == coffee.Placed && order.CustomerToken != "" {
		if err := unlessSpent(h.workflow.Succeed(ctx, order.CustomerToken, choice)); err != nil {
			return nil, api.Busy(err)
		}
	}
	return &api.OrderOutput{Body: h.show(order)}, nil
}

func (h *handler) cancel(ctx context.Context, in *api.OrderInput) (*api.OrderOutput, error) {
	if _, err := h.owned(ctx, in.ID); err != nil {
		return nil, err
	}
	unclaimed := []coffee.State{coffee.Started, coffee.Placed, coffee.Queued}
	order, err := h.orders.Cancel(ctx, in.ID, customer, "", unclaimed, h.now().UTC())
	if err != nil {
		return nil, err
	}
	if err := h.giveUp(ctx, order); err != nil {
		return nil, api.Busy(err)
	}
	return &api.OrderOutput{Body: h.show(order)}, nil
}

// giveUp ends the workflow of a cancelled order. The drink may just have been
// placed: then the workflow waits for the barista by now, with another token,
// which the order has as soon as the news of it arrives.
func (h *handler) giveUp(ctx context.Context, order orders.Record) error {
	token := lastToken(order)
	if token == "" {
		return nil
	}
	err := h.workflow.Fail(ctx, token, cancelled, "")
	if !errors.Is(err, callback.ErrSpent) || order.PlacedAt.IsZero() || token == order.BaristaToken {
		return unlessSpent(err)
	}
	order, _, err = h.orders.Get(ctx, order.ID)
	switch {
	case err != nil || !order.Unconfirmed:
		return err
	case lastToken(order) == token:
		return errors.New("the workflow has gone on, the order does not know yet")
	default:
		return unlessSpent(h.workflow.Fail(ctx, lastToken(order), cancelled, ""))
	}
}

// unlessSpent is nil where the workflow was told before.
func unlessSpent(err error) error {
	if errors.Is(err, callback.ErrSpent) {
		return nil
	}
	return err
}

func lastToken(order orders.Record) string {
	if order.BaristaToken != "" {
		return order.BaristaToken
	}
	return order.CustomerToken
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
