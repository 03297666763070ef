package barista

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

// byHand takes an order at the counter or for a machine client, without a QR code and without a secret. It stores
// the order as PLACED and starts its workflow; when the workflow waits for the choice,
// the tracker answers. A repeated request with the same key gets the same order. If the
// workflow rejects the order, the barista's queue shows it with the reason.
func (h *Handler) byHand(ctx context.Context, in *api.ByHandInput) (*api.QueuedOutput, error) {
	choice := coffee.Choice(in.Body)
	if web.IsMachine(ctx) && in.IdempotencyKey == "" {
		return nil, coffee.NewError(api.InvalidRequest, "Please send an Idempotency-Key, so that a repeated request takes no second order.")
	}
	id := logID(ctx, orderID(web.Person(ctx), in.IdempotencyKey))
	order, exists, err := h.Store.Order(ctx, id)
	if err != nil {
		return nil, err
	}
	if !exists {
		order, err = h.take(ctx, id, choice)
	} else {
		err = refuseRepeat(order, choice)
	}
	if err != nil {
		return nil, err
	}
	if order.State == coffee.Placed {
		err = h.start(ctx, order, choice)
	}
	return &api.QueuedOutput{Body: h.show(order)}, err
}

// take stores a new order if the shop admits orders and the menu has the choice.
func (h *Handler) take(ctx context.Context, id string, choice coffee.Choice) (store.Order, error) {
	now := h.Now().UTC()
	menu, err := h.Store.CheckAdmission(ctx, now)
	if err == nil {
		err = menu.Check(choice)
	}
	if err != nil {
		return store.Order{}, err
	}
	return h.Store.TakeByHand(ctx, id, web.Person(ctx), choice, now)
}

// refuseRepeat returns the error for a repeated request if its order has another choice,
// or ended without a drink: its workflow does not run again. Otherwise it is nil.
func refuseRepeat(order store.Order, choice coffee.Choice) error {
	switch {
	case !order.Chose(choice):
		return coffee.NewError(coffee.KeyReused, "This key was used to order another drink.")
	case order.Reason == coffee.ShopClosed{}.DetailType():
		return coffee.NewError(coffee.ShopIsClosed, "The shop was closed. Please take the order again, with another key.")
	case order.Reason == coffee.QueueFull{}.DetailType():
		return coffee.NewError(coffee.QueueIsFull, "The queue was full. Please take the order again, with another key.")
	case order.EndedEarly():
		return coffee.NewError(coffee.WrongState, "The order with this key has ended. Please take it again, with another key.")
	default:
		return nil
	}
}

// start starts the order's workflow, or completes its wait if it is already waiting for
// the choice. After an error, a request with the same key tries again; without one, the
// janitor cancels the order.
func (h *Handler) start(ctx context.Context, order store.Order, choice coffee.Choice) error {
	if order.CustomerToken != "" {
		return callbackError(h.Workflow.Succeed(ctx, order.CustomerToken, choice))
	}
	if err := h.Workflow.Start(ctx, order.ID); err != nil {
		return web.Busy(err)
	}
	return nil
}

// orderID returns 128 bits in hexadecimal, derived from the barista and the key, or
// random without a key.
func orderID(barista, key string) string {
	sum := sha256.Sum256([]byte(barista + "\x00" + cmp.Or(key, rand.Text())))
	return hex.EncodeToString(sum[:16])
}
