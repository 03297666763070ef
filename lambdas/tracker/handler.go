package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

// handler keeps the orders table in step with the workflow.
type handler struct {
	orders interface {
		Apply(context.Context, coffee.Change) (orders.Outcome, error)
	}
	// seats is nil where the workflow reserves none.
	seats interface {
		GiveBack(ctx context.Context, orderID string) error
	}
	bus interface {
		Put(context.Context, coffee.Event) error
	}
	log *slog.Logger
}

// handle takes one event. An error means that it shall be delivered again; an
// event that no repetition would make intelligible is reported and left alone.
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
	_, err = h.apply(ctx, e.DetailType, coffee.ChangeOf(event))
	return err
}

// executionEnded closes the order of an execution that failed, timed out or
// was aborted, and gives back its seat. Where the workflow had no chance to say
// so itself, the bus hears of it too.
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
	outcome, err := h.apply(ctx, e.DetailType, end.change())
	if err != nil || outcome != orders.Moved || end.announced() {
		return err
	}
	return h.bus.Put(ctx, end.failure())
}

func (h *handler) apply(ctx context.Context, detailType string, change coffee.Change) (orders.Outcome, error) {
	outcome, err := h.orders.Apply(ctx, change)
	if err != nil {
		return outcome, err
	}
	h.log.InfoContext(ctx, "tracked an order",
		"orderId", change.OrderID, "event", detailType, "state", change.To, "outcome", outcome)
	return outcome, nil
}
