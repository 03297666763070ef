package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// handler answers the baristas. Whatever fails after an order was stored is
// done when the request is repeated.
type handler struct {
	orders interface {
		Get(ctx context.Context, orderID string) (orders.Record, bool, error)
		Place(ctx context.Context, orderID string, choice coffee.Choice, at time.Time) (orders.Record, error)
		Claim(ctx context.Context, orderID, barista string, at time.Time) (orders.Record, error)
		Release(ctx context.Context, orderID, barista string, at time.Time) (orders.Record, error)
		Complete(ctx context.Context, orderID, barista string, at time.Time) (orders.Record, error)
		Collect(ctx context.Context, orderID string, at time.Time) (orders.Record, error)
		Cancel(ctx context.Context, orderID, by, reason string, from []coffee.State, at time.Time) (orders.Record, error)
		InState(context.Context, coffee.State) ([]orders.Record, error)
	}
	settings interface {
		Menu(context.Context) (coffee.Menu, error)
	}
	workflow interface {
		Start(ctx context.Context, orderID string) error
		Succeed(ctx context.Context, token string, output any) error
		Fail(ctx context.Context, token, failure, cause string) error
	}
	bus interface {
		Put(context.Context, coffee.Event) error
	}
	now   func() time.Time
	sleep func(time.Duration)
}

// serve adds the handler's routes to an API.
func (h *handler) serve(a *web.API) web.Handler {
	web.Handle(a, api.QueueView, h.queue)
	web.Handle(a, api.QueueAdd, h.byHand)
	web.Handle(a, api.QueueClaim, h.claim)
	web.Handle(a, api.QueueRelease, h.release)
	web.Handle(a, api.QueueComplete, h.complete)
	web.Handle(a, api.QueueCollect, h.collect)
	web.Handle(a, api.QueueCancel, h.cancel)
	return a.Serve
}

func (h *handler) queue(ctx context.Context, _ *struct{}) (*api.QueueOutput, error) {
	out := new(api.QueueOutput)
	out.Body.Orders = []api.QueuedOrder{}
	for _, state := range []coffee.State{coffee.Queued, coffee.Making} {
		found, err := h.orders.InState(ctx, state)
		if err != nil {
			return nil, err
		}
		for _, order := range found {
			out.Body.Orders = append(out.Body.Orders, h.show(order))
		}
	}
	slices.SortStableFunc(out.Body.Orders, func(a, b api.QueuedOrder) int { return cmp.Compare(a.Number, b.Number) })
	return out, nil
}

func (h *handler) claim(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.orders.Claim(ctx, noted(ctx, in.ID), web.Person(ctx), h.now().UTC())
	if err != nil {
		return nil, err
	}
	return h.tell(ctx, order, coffee.OrderClaimed{BaristaDetail: h.did(ctx, order)})
}

func (h *handler) release(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.orders.Release(ctx, noted(ctx, in.ID), web.Person(ctx), h.now().UTC())
	if err != nil {
		return nil, err
	}
	return h.tell(ctx, order, coffee.OrderReleased{BaristaDetail: h.did(ctx, order)})
}

func (h *handler) collect(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.orders.Collect(ctx, noted(ctx, in.ID), h.now().UTC())
	if err != nil {
		return nil, err
	}
	if err := h.finish(ctx, order); err != nil {
		return nil, err
	}
	return h.tell(ctx, order, coffee.OrderCollected{BaristaDetail: h.did(ctx, order)})
}

// complete has no event of its own: the workflow tells of it.
func (h *handler) complete(ctx context.Context, in *api.OrderInput) (*api.QueuedOutput, error) {
	order, err := h.orders.Complete(ctx, noted(ctx, in.ID), web.Person(ctx), h.now().UTC())
	if err != nil {
		return nil, err
	}
	return &api.QueuedOutput{Body: h.show(order)}, h.finish(ctx, order)
}

// finish tells the workflow that a drink is made, unless it knows. Whoever
// hands the drink over finishes what completing it may have failed to.
func (h *handler) finish(ctx context.Context, order orders.Record) error {
	if order.BaristaToken == "" {
		return nil
	}
	return told(h.workflow.Succeed(ctx, order.BaristaToken, struct{}{}))
}

func (h *handler) cancel(ctx context.Context, in *api.CancelInput) (*api.QueuedOutput, error) {
	waiting := []coffee.State{coffee.Queued, coffee.Making}
	order, err := h.orders.Cancel(ctx, noted(ctx, in.ID), web.Person(ctx), in.Body.Reason, waiting, h.now().UTC())
	if err != nil {
		return nil, err
	}
	if order.BaristaToken != "" {
		err = told(h.workflow.Fail(ctx, order.BaristaToken, order.Failure(), in.Body.Reason))
	}
	return &api.QueuedOutput{Body: h.show(order)}, err
}

// told is nil where the workflow was told, now or before.
func told(err error) error {
	if err = callback.UnlessSpent(err); err != nil {
		return web.Busy(err)
	}
	return nil
}

// tell publishes what a barista did to an order, and shows the order.
func (h *handler) tell(ctx context.Context, order orders.Record, event coffee.Event) (*api.QueuedOutput, error) {
	if err := h.bus.Put(ctx, event); err != nil {
		return nil, web.Busy(err)
	}
	return &api.QueuedOutput{Body: h.show(order)}, nil
}

// noted returns the id after the log took note of it.
func noted(ctx context.Context, orderID string) string {
	web.Note(ctx, "orderId", orderID)
	return orderID
}

// did is who did what to which order just now. The order's own time will not do:
// a released order is back in its old place.
func (h *handler) did(ctx context.Context, order orders.Record) coffee.BaristaDetail {
	return coffee.BaristaDetail{
		OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: h.now().UTC()}, OrderID: order.ID},
		OrderNumber: order.Number,
		Barista:     web.Person(ctx),
	}
}

// show is an order as baristas see it.
func (h *handler) show(order orders.Record) api.QueuedOrder {
	return api.QueuedOrder{
		OrderID: order.ID, State: order.State, Number: order.Number,
		Choice:  api.ChoiceOf(order.Order),
		Age:     h.age(order),
		Barista: order.Barista,
	}
}

func (h *handler) age(order orders.Record) int {
	if order.QueuedAt.IsZero() {
		return 0
	}
	return max(0, int(h.now().Sub(order.QueuedAt).Seconds()))
}
