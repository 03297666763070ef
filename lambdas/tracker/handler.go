package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

// handler keeps the orders table in step with the workflow.
type handler struct {
	orders interface {
		Apply(context.Context, coffee.Change) (orders.Record, orders.Outcome, error)
		Get(ctx context.Context, orderID string) (orders.Record, bool, error)
		GiveBack(ctx context.Context, order orders.Record, at time.Time) error
	}
	settings interface {
		NoteFull(ctx context.Context, until time.Time) error
	}
	workflow interface {
		Succeed(ctx context.Context, token string, output any) error
		Fail(ctx context.Context, token, failure, cause string) error
	}
	// seats is nil where the workflow reserves none.
	seats interface {
		GiveBack(ctx context.Context, orderID string) error
	}
	bus interface {
		Put(context.Context, coffee.Event) error
	}
	log *slog.Logger
	now func() time.Time
}

// handle takes one event. An error means that it shall be delivered again, and
// in the end become a dead letter. An event of a later make, which is none of
// this function's business, is reported and left alone.
func (h *handler) handle(ctx context.Context, e events.EventBridgeEvent) error {
	if e.DetailType == executionStatusChange {
		return h.executionEnded(ctx, e)
	}
	event, err := coffee.DecodeEvent(e.DetailType, e.Detail)
	if errors.Is(err, coffee.ErrUnknownEvent) || errors.Is(err, coffee.ErrUnknownVersion) {
		h.log.WarnContext(ctx, "ignored an event", "reason", err.Error(), "eventId", e.ID)
		return nil
	}
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	return h.apply(ctx, e.DetailType, event)
}

// executionEnded closes the order of an execution that failed, timed out or
// was aborted, and gives back its seat. Where the workflow had no chance to say
// so itself, the bus hears of it before the order is closed: a delivery that
// fails in between is repeated as a whole, one that did not says nothing more.
func (h *handler) executionEnded(ctx context.Context, e events.EventBridgeEvent) error {
	end, err := decodeEnd(e.Detail)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	if h.seats != nil {
		if err := h.seats.GiveBack(ctx, end.Name); err != nil {
			return err
		}
	}
	event, announced := end.event()
	if !announced {
		if err := h.announce(ctx, end.Name, event); err != nil {
			return err
		}
	}
	return h.apply(ctx, e.DetailType, event)
}

// announce publishes the event that ends an order, unless the order has left
// the workflow already.
func (h *handler) announce(ctx context.Context, orderID string, event coffee.Event) error {
	order, known, err := h.orders.Get(ctx, orderID)
	if err != nil || known && !order.State.Open() {
		return err
	}
	return h.bus.Put(ctx, event)
}

func (h *handler) apply(ctx context.Context, detailType string, event coffee.Event) error {
	change := coffee.ChangeOf(event)
	if now := h.now().UTC(); change.At.After(now) {
		change.At = now // no event is from the future, whatever its sender's clock says
	}
	order, outcome, err := h.orders.Apply(ctx, change)
	if err != nil {
		return err
	}
	h.log.InfoContext(ctx, "tracked an order",
		"orderId", change.OrderID, "event", detailType, "state", change.To, "outcome", outcome)
	if change.Reason == (coffee.QueueFull{}).DetailType() {
		if err := h.settings.NoteFull(ctx, change.At.Add(coffee.FullFor)); err != nil {
			return err
		}
	}
	if order.State == change.To && (change.To == coffee.Rejected || change.To == coffee.TimedOut) {
		// The QR code promised a drink that will not be made.
		return h.orders.GiveBack(ctx, order, change.At)
	}
	return h.answer(ctx, change, order)
}

// answer tells a workflow that waits with a new task token what was decided
// before that token was there to tell it with: somebody cancelled the order, or
// the workflow repeats its question.
func (h *handler) answer(ctx context.Context, change coffee.Change, order orders.Record) error {
	token := cmp.Or(change.CustomerToken, change.BaristaToken)
	if token == "" || order.CustomerToken != change.CustomerToken || order.BaristaToken != change.BaristaToken {
		return nil // nothing waits with it, or with a later one
	}
	var err error
	switch {
	case order.State == coffee.Placed:
		err = h.workflow.Succeed(ctx, token, json.RawMessage(order.Order))
	case order.Unconfirmed && order.State == coffee.Cancelled:
		err = h.workflow.Fail(ctx, token, order.Failure(), order.Cause)
	case order.Unconfirmed && change.BaristaToken != "": // it is READY, at least
		err = h.workflow.Succeed(ctx, token, struct{}{})
	}
	return callback.UnlessSpent(err)
}
