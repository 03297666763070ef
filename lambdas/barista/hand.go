package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

const (
	// admittedWithin is how long the workflow gets to admit an order that is
	// taken by hand. It takes about a second.
	admittedWithin = 5 * time.Second
	lookEvery      = 200 * time.Millisecond
)

// byHand takes an order at the counter, which needs no code and has no secret:
// the workflow's first event creates it. With the same key, the order is the
// same, and goes on from where the first request left it. One that nobody
// comes back to runs out of the customer's time.
func (h *handler) byHand(ctx context.Context, in *api.ByHandInput) (*api.QueuedOutput, error) {
	choice := coffee.Choice(in.Body)
	menu, err := h.settings.Menu(ctx)
	if err != nil {
		return nil, err
	}
	if err := menu.Check(choice); err != nil {
		return nil, err
	}
	id := noted(ctx, orderID(api.Person(ctx), in.IdempotencyKey))
	if err := h.workflow.Start(ctx, id); err != nil {
		return nil, api.Busy(err)
	}
	order, err := h.admitted(ctx, id)
	if err != nil {
		return nil, err
	}
	if order, err = h.orders.Place(ctx, id, choice, h.now().UTC()); err != nil {
		return nil, err
	}
	if order.State == coffee.Placed && order.CustomerToken != "" {
		err = told(h.workflow.Succeed(ctx, order.CustomerToken, choice))
	}
	return &api.QueuedOutput{Body: h.show(order)}, err
}

// admitted waits until the workflow has said whether there is room.
func (h *handler) admitted(ctx context.Context, id string) (orders.Record, error) {
	for waited := time.Duration(0); waited < admittedWithin; waited += lookEvery {
		order, exists, err := h.orders.Get(ctx, id)
		switch {
		case err != nil:
			return order, err
		case exists && order.Reason == coffee.ShopClosed{}.DetailType():
			return order, coffee.NewError(coffee.ShopIsClosed, "The shop is closed.")
		case exists && order.Reason == coffee.QueueFull{}.DetailType():
			return order, coffee.NewError(coffee.QueueIsFull, "The queue is full.")
		case exists && order.State != coffee.Requested:
			return order, nil
		}
		h.sleep(lookEvery)
	}
	return orders.Record{}, coffee.NewError(coffee.Busy, "The order was not admitted in time. Please try again.")
}

// orderID is an id like that of any order: 128 bits, of the key if there is one.
func orderID(barista, key string) string {
	if key == "" {
		key = rand.Text()
	}
	sum := sha256.Sum256([]byte(barista + "\x00" + key))
	return hex.EncodeToString(sum[:16])
}
