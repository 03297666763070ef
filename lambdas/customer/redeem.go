package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// redeem takes a drink of a code and starts the workflow of its order. With the
// same key and code, the order is the same, and what was not finished the first
// time is finished now.
func (h *handler) redeem(ctx context.Context, in *api.RedeemInput) (*api.RedeemOutput, error) {
	code := strings.TrimSpace(in.Body.Code) // a scanner adds a line break
	key := cmp.Or(in.IdempotencyKey, rand.Text())
	id, salt := codes.OrderID(code, key), codes.NewSalt()
	web.Note(ctx, "orderId", id)
	order, err := h.orders.Redeem(ctx, orders.Redemption{
		Code: code, OrderID: id, At: h.now().UTC(),
		Salt: salt, SecretHash: web.HashSecret(codes.Secret(salt, key)),
	})
	if err != nil {
		return nil, err
	}
	if order.DrinkReturned {
		return nil, coffee.NewError(coffee.WrongState, "This order came to nothing. Please scan again.")
	}
	if order.State == coffee.Requested {
		if err := h.start(ctx, order); err != nil {
			return nil, err
		}
	}
	out := new(api.RedeemOutput)
	out.Body.OrderID, out.Body.Secret, out.Body.PlaceBy = id, codes.Secret(order.Salt, key), h.placeBy(order)
	return out, nil
}

// start starts the order's workflow. If that fails, the order is given up and
// its drink given back; it can then be had no more, not even with the same key.
func (h *handler) start(ctx context.Context, order orders.Record) error {
	failure := h.workflow.Start(ctx, order.ID)
	if failure == nil {
		return nil
	}
	// Even where it was the request's time that ran out.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	now := h.now().UTC()
	order, err := h.orders.Cancel(ctx, order.ID, orders.ByShop, "the workflow did not start", []coffee.State{coffee.Requested}, now)
	if err == nil {
		err = h.orders.GiveBack(ctx, order, now)
	}
	return web.Busy(errors.Join(failure, err))
}

// placeBy is when the customer's time is up. The workflow counts from when it
// admits the order, an instant after it was requested; whoever took the order
// by hand did not request it.
func (h *handler) placeBy(order orders.Record) time.Time {
	from := order.RequestedAt
	if from.IsZero() {
		from = order.Since
	}
	return from.Add(h.placeWithin)
}
