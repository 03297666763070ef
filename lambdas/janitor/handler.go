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

// handler does on a schedule what no event and no request does.
type handler struct {
	store interface {
		Shop(context.Context) (coffee.ShopSettings, error)
		InState(context.Context, coffee.State) ([]store.Order, error)
		Remind(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
		Unclaim(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
	}
	bus interface {
		Put(context.Context, coffee.Event) error
	}
	log *slog.Logger
	now func() time.Time
}

// handle looks after the drinks that are ready. One order that fails keeps no other
// from its turn.
func (h *handler) handle(ctx context.Context, _ events.EventBridgeEvent) error {
	shop, err := h.store.Shop(ctx)
	if err != nil {
		return err
	}
	ready, err := h.store.InState(ctx, coffee.Ready)
	if err != nil {
		return err
	}
	var failures []error
	for _, order := range ready {
		failures = append(failures, h.lookAfter(ctx, order, shop.CollectWithin()))
	}
	return errors.Join(failures...)
}

// lookAfter reminds the customer of a drink that has been ready for within, and gives it
// up after twice that. An order that moved on meanwhile is left alone.
func (h *handler) lookAfter(ctx context.Context, order store.Order, within time.Duration) error {
	now := h.now().UTC()
	var err error
	switch age := now.Sub(order.Since); {
	case age >= 2*within:
		err = h.giveUp(ctx, order, now)
	case age >= within && order.RemindedAt.IsZero():
		_, err = h.store.Remind(ctx, order.ID, order.Since, now)
	}
	if coffee.CodeOf(err) == coffee.WrongState {
		return nil
	}
	return err
}

func (h *handler) giveUp(ctx context.Context, order store.Order, now time.Time) error {
	if _, err := h.store.Unclaim(ctx, order.ID, order.Since, now); err != nil {
		return err
	}
	h.log.InfoContext(ctx, "nobody collected an order", "orderId", order.ID, "orderNumber", order.Number)
	return h.bus.Put(ctx, coffee.OrderUnclaimed{
		OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: now}, OrderID: order.ID},
		OrderNumber: order.Number,
	})
}
