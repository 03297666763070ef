package tracker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settle"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Handler applies the workflow's events to the orders table.
type Handler struct {
	Store interface {
		settle.Store
		NoteFull(ctx context.Context, until time.Time) error
	}
	Workflow settle.Workflow
	Log      *slog.Logger
	Now      func() time.Time
}

// Handle applies one event. After an error Lambda retries the event, and in the end it
// goes to the dead-letter queue. Events of an unknown type or a newer version are logged and skipped.
func (h *Handler) Handle(ctx context.Context, e events.EventBridgeEvent) error {
	event, err := coffee.DecodeEvent(e.DetailType, e.Detail)
	if errors.Is(err, coffee.ErrUnknownEvent) || errors.Is(err, coffee.ErrUnknownVersion) {
		h.Log.WarnContext(ctx, "ignored an event", "reason", err.Error(), "eventId", e.ID)
		return nil
	}
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	return h.apply(ctx, event)
}

func (h *Handler) apply(ctx context.Context, event coffee.Event) error {
	applied, err := settle.Apply(ctx, h.Store, event, h.Now().UTC())
	if err != nil {
		return err
	}
	change, order := applied.Change, applied.Order
	h.Log.InfoContext(ctx, "tracked an order",
		"orderId", change.OrderID, "event", event.DetailType(), "state", change.To, "outcome", applied.Outcome)
	if change.To.Open() {
		return h.answer(ctx, change, order)
	}
	h.noteFull(ctx, change)
	return nil
}

// noteFull notes that the queue is full if that is why an order ended. An error is only
// logged, since the order does not depend on it.
func (h *Handler) noteFull(ctx context.Context, change coffee.Change) {
	if change.Reason != (coffee.QueueFull{}).DetailType() {
		return
	}
	if err := h.Store.NoteFull(ctx, change.At.Add(coffee.FullFor)); err != nil {
		h.Log.WarnContext(ctx, "could not note that the queue is full", "orderId", change.OrderID, "error", err)
	}
}

// answer answers a new task token if the order already has the answer that the workflow
// waits for: a barista took the order by hand, somebody cancelled it, or the workflow
// retries a wait that was answered before.
func (h *Handler) answer(ctx context.Context, change coffee.Change, order store.Order) error {
	if order.CustomerToken != change.CustomerToken || order.BaristaToken != change.BaristaToken {
		return nil // the order has a later token
	}
	_, err := settle.Answer(ctx, h.Workflow, order, cmp.Or(change.CustomerToken, change.BaristaToken))
	return workflow.UnlessSpent(err)
}
