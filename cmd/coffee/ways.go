package main

import (
	"context"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// way is one way through the workflow.
type way struct {
	name string
	// outcome is the event that ends the order.
	outcome coffee.Event
	// play does what customer and barista do with a started order.
	play func(ctx context.Context, shop *deployed.Shop, orderID string) error
	// settings are the shop's while the order is started.
	settings coffee.ShopSettings
	// crowded ways need another order to be underway.
	crowded bool
}

var open = coffee.ShopSettings{Open: true}

// ways lists every way through the workflow, but for the failures that need
// something to break.
var ways = []way{
	{name: "completed", outcome: coffee.OrderCompleted{}, settings: open, play: complete},
	{name: "shop-closed", outcome: coffee.ShopClosed{}, settings: coffee.ShopSettings{Open: false}},
	{name: "queue-full", outcome: coffee.QueueFull{}, settings: coffee.ShopSettings{Open: true, QueueLimit: 1}, crowded: true},
	{name: "cancelled", outcome: coffee.OrderCancelled{}, settings: open, play: cancel},
	{name: "customer-timeout", outcome: coffee.CustomerTimedOut{}, settings: open},
	{name: "barista-timeout", outcome: coffee.BaristaTimedOut{}, settings: open, play: place},
}

// place chooses a drink.
func place(ctx context.Context, shop *deployed.Shop, orderID string) error {
	order, err := shop.Await(ctx, orderID, coffee.Started)
	if err != nil {
		return err
	}
	return shop.Succeed(ctx, order[schema.CustomerTokenAttribute], `{"drink": "flat white", "modifiers": ["oat milk"]}`)
}

// complete chooses a drink and makes it.
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

// cancel gives the order up before a drink was chosen.
func cancel(ctx context.Context, shop *deployed.Shop, orderID string) error {
	order, err := shop.Await(ctx, orderID, coffee.Started)
	if err != nil {
		return err
	}
	return shop.Fail(ctx, order[schema.CustomerTokenAttribute], "Customer.ChangedMind", "went for a tea")
}

// occupy starts an order, and waits until it is underway.
func occupy(ctx context.Context, shop *deployed.Shop, orderID string) error {
	if err := shop.Start(ctx, orderID); err != nil {
		return err
	}
	_, err := shop.Await(ctx, orderID, coffee.Started)
	return err
}

// vacate gives an order up that occupy started.
func vacate(ctx context.Context, shop *deployed.Shop, orderID string) error {
	if err := cancel(ctx, shop, orderID); err != nil {
		return err
	}
	_, err := shop.Await(ctx, orderID, coffee.Cancelled)
	return err
}
