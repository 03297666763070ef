package main

import (
	"context"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// scenario is one path of an order through the workflow.
type scenario struct {
	name string
	// outcome is the event that ends the order.
	outcome coffee.Event
	// play does what the customer and the barista do with the started order.
	play func(ctx context.Context, shop *deployed.Shop, orderID string) error
	// settings are the shop's when the order starts.
	settings coffee.ShopSettings
	// crowded starts another order first.
	crowded bool
}

var open = coffee.ShopSettings{Open: true}

// scenarios covers every path through the workflow except failures, which need a
// fault.
var scenarios = []scenario{
	{name: "completed", outcome: coffee.OrderCompleted{}, settings: open, play: complete},
	{name: "shop-closed", outcome: coffee.ShopClosed{}, settings: coffee.ShopSettings{Open: false}},
	{name: "queue-full", outcome: coffee.QueueFull{}, settings: coffee.ShopSettings{Open: true, QueueLimit: 1}, crowded: true},
	{name: "cancelled", outcome: coffee.OrderCancelled{}, settings: open, play: cancel},
	{name: "customer-timeout", outcome: coffee.CustomerTimedOut{}, settings: open},
	{name: "barista-timeout", outcome: coffee.BaristaTimedOut{}, settings: open, play: place},
}

// place answers the customer's task token with a drink.
func place(ctx context.Context, shop *deployed.Shop, orderID string) error {
	order, err := shop.Await(ctx, orderID, coffee.Started)
	if err != nil {
		return err
	}
	return shop.Succeed(ctx, order[schema.CustomerTokenAttribute], `{"drink": "flat white", "modifiers": ["oat milk"]}`)
}

// complete places the order and answers the barista's task token.
func complete(ctx context.Context, shop *deployed.Shop, orderID string) error {
	if err := place(ctx, shop, orderID); err != nil {
		return err
	}
	order, err := shop.Await(ctx, orderID, coffee.Queued)
	if err != nil {
		return err
	}
	return shop.Succeed(ctx, order[schema.BaristaTokenAttribute], "{}")
}

// cancel fails the customer's task token, before a drink is chosen.
func cancel(ctx context.Context, shop *deployed.Shop, orderID string) error {
	order, err := shop.Await(ctx, orderID, coffee.Started)
	if err != nil {
		return err
	}
	return shop.Fail(ctx, order[schema.CustomerTokenAttribute], "Customer.ChangedMind", "went for a tea")
}

// occupy starts an order, and waits until the workflow has admitted it.
func occupy(ctx context.Context, shop *deployed.Shop, orderID string) error {
	if err := shop.Start(ctx, orderID); err != nil {
		return err
	}
	_, err := shop.Await(ctx, orderID, coffee.Started)
	return err
}

// vacate cancels an order that occupy started.
func vacate(ctx context.Context, shop *deployed.Shop, orderID string) error {
	if err := cancel(ctx, shop, orderID); err != nil {
		return err
	}
	_, err := shop.Await(ctx, orderID, coffee.Cancelled)
	return err
}
