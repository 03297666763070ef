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

// handler does on a schedule what no event and no request does. An order that moves on
// meanwhile is left alone, and one that fails keeps no other from its turn.
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
	return errors.Join(
		h.each(ctx, coffee.Ready, h.lookAfter),
		h.each(ctx, coffee.Requested, h.giveUpUnstarted),
		h.each(ctx, coffee.Placed, h.giveUpUnstarted))
}

// each does what is to be done with each order in a state.
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

// startsWithin is how long a workflow gets to admit an order. It retries for about half
// a minute.
const startsWithin = 5 * time.Minute

// giveUpUnstarted gives up an order whose workflow has not spoken. If the workflow does
// so after all, the tracker answers it that the order is cancelled.
func (h *handler) giveUpUnstarted(ctx context.Context, order store.Order) error {
	now := h.now().UTC()
	if !order.StartedAt.IsZero() || now.Sub(order.Since) < startsWithin {
		return nil
	}
	order, err := h.store.Cancel(ctx, order.ID, store.ByShop, "the workflow did not start", []coffee.State{order.State}, now)
	if err != nil {
		return err
	}
	h.log.WarnContext(ctx, "gave up an order whose workflow did not start", "orderId", order.ID)
	return h.store.GiveBack(ctx, order, now)
}

// lookAfter reminds the customer of a drink that has been ready for as long as the shop
// says, and gives it up after twice that.
func (h *handler) lookAfter(ctx context.Context, order store.Order) error {
	shop, err := h.store.Shop(ctx)
	if err != nil {
		return err
	}
	now, within := h.now().UTC(), shop.CollectWithin()
	switch age := now.Sub(order.Since); {
	case age >= 2*within:
		return h.giveUp(ctx, order, now)
	case age >= within && order.RemindedAt.IsZero():
		_, err = h.store.Remind(ctx, order.ID, order.Since, now)
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
