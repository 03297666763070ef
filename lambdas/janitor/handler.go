package janitor

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Handler closes stale orders on a schedule. It skips orders that change state while it
// runs, and an error with one order does not stop the others.
type Handler struct {
	Store interface {
		Shop(context.Context) (coffee.ShopSettings, error)
		InState(context.Context, coffee.State) ([]store.Order, error)
		Remind(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
		Unclaim(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
		Cancel(ctx context.Context, id, by, reason string, from []coffee.State, at time.Time) (store.Order, error)
		GiveBack(ctx context.Context, order store.Order, at time.Time) error
	}
	Bus interface {
		Put(context.Context, coffee.Event) error
	}
	Log *slog.Logger
	Now func() time.Time
}

func (h *Handler) Handle(ctx context.Context, _ events.EventBridgeEvent) error {
	shop, err := h.Store.Shop(ctx)
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
func (h *Handler) each(ctx context.Context, state coffee.State, do func(context.Context, store.Order) error) error {
	orders, err := h.Store.InState(ctx, state)
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
func (h *Handler) cancelUnstarted(ctx context.Context, order store.Order) error {
	now := h.Now().UTC()
	if !order.StartedAt.IsZero() || now.Sub(order.Since) < startsWithin {
		return nil
	}
	order, err := h.Store.Cancel(ctx, order.ID, store.ByShop, "the workflow did not start", []coffee.State{order.State}, now)
	if err != nil {
		return err
	}
	h.Log.WarnContext(ctx, "cancelled an order whose workflow did not start", "orderId", order.ID)
	return h.Store.GiveBack(ctx, order, now)
}

// remindOrUnclaim stores a reminder for an order that has been READY for the time
// within, and makes it UNCLAIMED after twice that time.
func (h *Handler) remindOrUnclaim(ctx context.Context, order store.Order, within time.Duration) error {
	now := h.Now().UTC()
	switch age := now.Sub(order.Since); {
	case age >= 2*within:
		return h.unclaim(ctx, order, now)
	case age >= within && order.RemindedAt.IsZero():
		_, err := h.Store.Remind(ctx, order.ID, order.Since, now)
		return err
	default:
		return nil
	}
}

func (h *Handler) unclaim(ctx context.Context, order store.Order, now time.Time) error {
	if _, err := h.Store.Unclaim(ctx, order.ID, order.Since, now); err != nil {
		return err
	}
	h.Log.InfoContext(ctx, "nobody collected an order", "orderId", order.ID, "orderNumber", order.Number)
	return h.Bus.Put(ctx, coffee.OrderUnclaimed{
		OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: now}, OrderID: order.ID},
		OrderNumber: order.Number,
	})
}
