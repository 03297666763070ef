package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// handler closes stale orders on a schedule. It skips orders that change state while it
// runs, and an error with one order does not stop the others.
type handler struct {
	store interface {
		Shop(context.Context) (coffee.ShopSettings, error)
		InState(context.Context, coffee.State) ([]store.Order, error)
		Remind(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
		Unclaim(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
		Cancel(ctx context.Context, id, by, reason string, from []coffee.State, at time.Time) (store.Order, error)
		GiveBack(ctx context.Context, order store.Order, at time.Time) error
	}
	bus interface {
		Put(context.Context, coffee.Event) error
	}
	log *slog.Logger
	now func() time.Time
}

func (h *handler) handle(ctx context.Context, _ events.EventBridgeEvent) error {
	shop, err := h.store.Shop(ctx)
	if err == nil {
		err = h.each(ctx, coffee.Ready, func(ctx context.Context, order store.Order) error {
			return h.remindOrUnclaim(ctx, order, shop.CollectWithin())
		})
	}
	return errors.Join(err,
		h.each(ctx, coffee.Requested, h.cancelUnstarted),
		h.each(ctx, coffee.Placed, h.cancelUnstarted))
}

// each calls do for every order in a state, and joins the errors. A WrongState error
// means that the order has moved on, and is dropped.
func (h *handler) each(ctx context.Context, state coffee.State, do func(context.Context, store.Order) error) error {
	orders, err := h.store.InState(ctx, state)
	failures := []error{err}
	for _, order := range orders {
		if err := do(ctx, order); coffee.CodeOf(err) != coffee.WrongState {
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

// startsWithin is how long a workflow may take to admit an order before the janitor
// cancels it. The workflow's own retries take about half a minute.
const startsWithin = 5 * time.Minute

// cancelUnstarted cancels an order that its workflow has not admitted within
// startsWithin, and returns the drink to its code. If the workflow starts later, the
// tracker fails its first wait with the cancellation.
func (h *handler) cancelUnstarted(ctx context.Context, order store.Order) error {
	now := h.now().UTC()
	if !order.StartedAt.IsZero() || now.Sub(order.Since) < startsWithin {
		return nil
	}
	order, err := h.store.Cancel(ctx, order.ID, store.ByShop, "the workflow did not start", []coffee.State{order.State}, now)
	if err != nil {
		return err
	}
	h.log.WarnContext(ctx, "cancelled an order whose workflow did not start", "orderId", order.ID)
	return h.store.GiveBack(ctx, order, now)
}

// remindOrUnclaim stores a reminder for an order that has been READY for the time
// within, and makes it UNCLAIMED after twice that time.
func (h *handler) remindOrUnclaim(ctx context.Context, order store.Order, within time.Duration) error {
	now := h.now().UTC()
	switch age := now.Sub(order.Since); {
	case age >= 2*within:
		return h.unclaim(ctx, order, now)
	case age >= within && order.RemindedAt.IsZero():
		_, err := h.store.Remind(ctx, order.ID, order.Since, now)
		return err
	default:
		return nil
	}
}

func (h *handler) unclaim(ctx context.Context, order store.Order, now time.Time) error {
	if _, err := h.store.Unclaim(ctx, order.ID, order.Since, now); err != nil {
		return err
	}
	h.log.InfoContext(ctx, "nobody collected an order", "orderId", order.ID, "orderNumber", order.Number)
	return h.bus.Put(ctx, coffee.OrderUnclaimed{
		OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: now}, OrderID: order.ID},
		OrderNumber: order.Number,
	})
}
