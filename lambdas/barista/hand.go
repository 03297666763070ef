package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

const (
	// admittedWithin is how long the workflow gets to admit an order that is
	// taken by hand, and numberedWithin to give it its number then. Each takes
	// it about a second.
	admittedWithin = 5 * time.Second
	numberedWithin = 3 * time.Second
	lookEvery      = 200 * time.Millisecond
)

// byHand takes an order at the counter, which needs no code and has no secret:
// the workflow's first event creates it. With the same key, the order is the
// same, and goes on from where the first request left it. One that nobody
// comes back to runs out of the customer's time.
func (h *handler) byHand(ctx context.Context, in *api.ByHandInput) (*api.QueuedOutput, error) {
	choice := coffee.Choice(in.Body)
	id := noted(ctx, orderID(web.Person(ctx), in.IdempotencyKey))
	if err := h.check(ctx, id, choice); err != nil {
		return nil, err
	}
	if err := h.workflow.Start(ctx, id); err != nil {
		return nil, web.Busy(err)
	}
	if err := h.admitted(ctx, id); err != nil {
		return nil, err
	}
	order, err := h.orders.Place(ctx, id, choice, h.now().UTC())
	if err != nil {
		return nil, err
	}
	if order.State == coffee.Placed && order.CustomerToken != "" {
		if err := told(h.workflow.Succeed(ctx, order.CustomerToken, choice)); err != nil {
			return nil, err
		}
	}
	if order.Number == 0 {
		order, err = h.look(ctx, id, numberedWithin, func(order orders.Record) bool {
			return order.Number != 0 || !order.State.Open()
		})
	}
	return &api.QueuedOutput{Body: h.show(order)}, err
}

// check says what is wrong with a choice, unless it was accepted before: a
// drink may sell out after it was ordered.
func (h *handler) check(ctx context.Context, id string, choice coffee.Choice) error {
	order, _, err := h.orders.Get(ctx, id)
	switch {
	case err != nil || order.Chose(choice):
		return err
	case order.Order != "":
		return coffee.NewError(coffee.KeyReused, "Another drink was ordered with this key.")
	case order.State != "" && !order.State.Open(): // its execution will not run again
		return coffee.NewError(coffee.WrongState, "The order with this key came to nothing. Please take another, with another key.")
	}
	menu, err := h.settings.Menu(ctx)
	if err != nil {
		return err
	}
	return cmp.Or(menu.CheckServing(), menu.Check(choice))
}

// admitted waits until the workflow has said whether there is room.
func (h *handler) admitted(ctx context.Context, id string) error {
	order, err := h.look(ctx, id, admittedWithin, func(order orders.Record) bool {
		return order.State != "" && order.State != coffee.Requested
	})
	switch {
	case err != nil:
		return err
	case order.State == "":
		return coffee.NewError(coffee.Busy, "The order was not admitted in time. Please try again.")
	case order.Reason == coffee.ShopClosed{}.DetailType():
		return coffee.NewError(coffee.ShopIsClosed, "The shop is closed.")
	case order.Reason == coffee.QueueFull{}.DetailType():
		return coffee.NewError(coffee.QueueIsFull, "The queue is full.")
	default:
		return nil
	}
}

// look reads an order again and again until it is as it shall be, or the time
// is up. It returns the order as it is then.
func (h *handler) look(ctx context.Context, id string, within time.Duration, as func(orders.Record) bool) (orders.Record, error) {
	for waited := time.Duration(0); ; waited += lookEvery {
		order, _, err := h.orders.Get(ctx, id)
		if err != nil || as(order) || waited >= within {
			return order, err
		}
		h.sleep(lookEvery)
	}
}

// orderID is an id like that of any order: 128 bits, of the key if there is one.
func orderID(barista, key string) string {
	if key == "" {
		key = rand.Text()
	}
	sum := sha256.Sum256([]byte(barista + "\x00" + key))
	return hex.EncodeToString(sum[:16])
}
