package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// byHand takes an order at the counter, which needs no code and has no secret. The
// order is stored PLACED, then its workflow starts; the tracker answers the workflow
// when it asks for the choice. With the same key, the order is the same. If the
// workflow turns it away, the queue shows it as rejected, with the reason.
func (h *handler) byHand(ctx context.Context, in *api.ByHandInput) (*api.QueuedOutput, error) {
	choice := coffee.Choice(in.Body)
	id := logID(ctx, orderID(web.Person(ctx), in.IdempotencyKey))
	order, exists, err := h.store.Order(ctx, id)
	if err != nil {
		return nil, err
	}
	if !exists {
		order, err = h.take(ctx, id, choice)
	} else {
		err = refuseRepetition(order, choice)
	}
	if err != nil {
		return nil, err
	}
	if order.State == coffee.Placed {
		err = h.start(ctx, order, choice)
	}
	return &api.QueuedOutput{Body: h.show(order)}, err
}

// take stores a new order, unless the shop or the menu speaks against it.
func (h *handler) take(ctx context.Context, id string, choice coffee.Choice) (store.Order, error) {
	now := h.now().UTC()
	menu, err := h.store.CheckAdmission(ctx, now)
	if err == nil {
		err = menu.Check(choice)
	}
	if err != nil {
		return store.Order{}, err
	}
	return h.store.TakeByHand(ctx, id, web.Person(ctx), choice, now)
}

// refuseRepetition returns the error for a repeated request whose order is of another
// choice, or was turned away or given up: its execution will not run again.
func refuseRepetition(order store.Order, choice coffee.Choice) error {
	switch {
	case !order.Chose(choice):
		return coffee.NewError(coffee.KeyReused, "Another drink was ordered with this key.")
	case order.Reason == coffee.ShopClosed{}.DetailType():
		return coffee.NewError(coffee.ShopIsClosed, "The shop was closed. Please take the order again, with another key.")
	case order.Reason == coffee.QueueFull{}.DetailType():
		return coffee.NewError(coffee.QueueIsFull, "The queue was full. Please take the order again, with another key.")
	case order.LosesDrink() || order.State == coffee.Cancelled:
		return coffee.NewError(coffee.WrongState, "The order with this key has ended. Please take it again, with another key.")
	default:
		return nil
	}
}

// start starts the workflow of an order, or answers it if it asked before. What fails
// here is done when the request is repeated with its key; if it is not, the janitor
// gives the order up.
func (h *handler) start(ctx context.Context, order store.Order, choice coffee.Choice) error {
	if order.CustomerToken != "" {
		return answered(h.workflow.Succeed(ctx, order.CustomerToken, choice))
	}
	if err := h.workflow.Start(ctx, order.ID); err != nil {
		return web.Busy(err)
	}
	return nil
}

// orderID is an ID like that of any order: 128 bits, of the key if there is one.
func orderID(barista, key string) string {
	sum := sha256.Sum256([]byte(barista + "\x00" + cmp.Or(key, rand.Text())))
	return hex.EncodeToString(sum[:16])
}
