package main

import (
	"context"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// handler answers the customers.
type handler struct {
	orders interface {
		Redeem(context.Context, orders.Redemption) (orders.Record, error)
		GiveBack(ctx context.Context, order orders.Record, at time.Time) error
		Get(ctx context.Context, orderID string) (orders.Record, bool, error)
		GetWithMenu(ctx context.Context, orderID string) (orders.Record, coffee.Menu, error)
		Place(ctx context.Context, orderID string, choice coffee.Choice, at time.Time) (orders.Record, error)
		Cancel(ctx context.Context, orderID, by, reason string, from []coffee.State, at time.Time) (orders.Record, error)
		InState(context.Context, coffee.State) ([]orders.Record, error)
		Latest(ctx context.Context, state coffee.State, most int) ([]orders.Record, error)
	}
	settings interface {
		Shop(context.Context) (coffee.ShopSettings, error)
		Menu(context.Context) (coffee.Menu, error)
	}
	workflow interface {
		Start(ctx context.Context, orderID string) error
		Succeed(ctx context.Context, token string, output any) error
		Fail(ctx context.Context, token, failure, cause string) error
	}
	// placeWithin is how long a customer has to place the drink.
	placeWithin time.Duration
	now         func() time.Time

	recent average
}

// serve adds the handler's routes to an API.
func (h *handler) serve(a *web.API) web.Handler {
	web.Handle(a, api.ShopView, h.shop)
	web.Handle(a, api.OrderRedeem, h.redeem)
	web.Handle(a, api.OrderView, h.view)
	web.Handle(a, api.OrderPlace, h.place)
	web.Handle(a, api.OrderCancel, h.cancel)
	web.ServeDocument(a)
	return a.Serve
}

func (h *handler) shop(ctx context.Context, _ *struct{}) (*api.ShopOutput, error) {
	shop, err := h.settings.Shop(ctx)
	if err != nil {
		return nil, err
	}
	menu, err := h.settings.Menu(ctx)
	if err != nil {
		return nil, err
	}
	queue, err := h.queue(ctx)
	if err != nil {
		return nil, err
	}
	wait, err := h.usualWait(ctx)
	if err != nil {
		return nil, err
	}
	out := new(api.ShopOutput)
	out.Body.Open, out.Body.Menu = shop.Open, api.MenuOf(menu)
	out.Body.QueueLength, out.Body.EstimatedWait = len(queue), seconds(wait)
	return out, nil
}
