package tracker

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
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Handler applies the workflow's events to the orders table.
type Handler struct {
	Store interface {
		Apply(context.Context, coffee.Change) (store.Order, store.Outcome, error)
		Order(ctx context.Context, id string) (store.Order, bool, error)
		GiveBack(ctx context.Context, order store.Order, at time.Time) error
		GiveBackSeat(ctx context.Context, orderID string) error
		NoteFull(ctx context.Context, until time.Time) error
	}
	Workflow interface {
		Succeed(ctx context.Context, token string, output any) error
		Fail(ctx context.Context, token, failure, cause string) error
	}
	Bus interface {
		Put(context.Context, coffee.Event) error
	}
	Log *slog.Logger
	Now func() time.Time
}

// Handle applies one event. After an error Lambda retries the event, and in the end it
// goes to the dead-letter queue. Events of an unknown type or a newer version are logged and skipped.
func (h *Handler) Handle(ctx context.Context, e events.EventBridgeEvent) error {
	if e.DetailType == workflow.StatusChange {
		return h.closeExecution(ctx, e)
	}
	event, err := coffee.DecodeEvent(e.DetailType, e.Detail)
	if errors.Is(err, coffee.ErrUnknownEvent) || errors.Is(err, coffee.ErrUnknownVersion) {
		h.Log.WarnContext(ctx, "ignored an event", "reason", err.Error(), "eventId", e.ID)
		return nil
	}
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	return h.apply(ctx, e.DetailType, event)
}

// closeExecution closes the order of an execution that failed, timed out or was aborted.
// If the workflow could not publish the event that ends the order, closeExecution does,
// before it closes the order: if it fails in between, the retry publishes the event
// again; after it succeeded, another delivery finds the order closed and publishes
// nothing.
func (h *Handler) closeExecution(ctx context.Context, e events.EventBridgeEvent) error {
	end, err := workflow.DecodeStatusChange(e.Detail)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	event, published := end.End()
	if !published {
		if err := h.publish(ctx, end.OrderID, event); err != nil {
			return err
		}
	}
	return h.apply(ctx, e.DetailType, event)
}

// publish publishes the event that ends an order, unless the workflow's part in the
// order is over.
func (h *Handler) publish(ctx context.Context, orderID string, event coffee.Event) error {
	order, exists, err := h.Store.Order(ctx, orderID)
	if err != nil || exists && !order.State.Open() {
		return err
	}
	return h.Bus.Put(ctx, event)
}

func (h *Handler) apply(ctx context.Context, detailType string, event coffee.Event) error {
	change := coffee.ChangeOf(event)
	if now := h.Now().UTC(); change.At.After(now) {
		change.At = now // the sender's clock is ahead
	}
	order, outcome, err := h.Store.Apply(ctx, change)
	if err != nil {
		return err
	}
	h.Log.InfoContext(ctx, "tracked an order",
		"orderId", change.OrderID, "event", detailType, "state", change.To, "outcome", outcome)
	if change.To.Open() {
		return h.answer(ctx, change, order)
	}
	return h.settle(ctx, change, order)
}

// settle releases what an order held once its workflow is over: the reserved seat, and
// the drink if the order ended without one. The workflow releases the seat too, but may
// fail to. Last, settle notes that the queue is full; an error there is only logged,
// since the order does not depend on it.
func (h *Handler) settle(ctx context.Context, change coffee.Change, order store.Order) error {
	if err := h.Store.GiveBackSeat(ctx, order.ID); err != nil {
		return err
	}
	if order.LosesDrink() {
		if err := h.Store.GiveBack(ctx, order, change.At); err != nil {
			return err
		}
	}
	if change.Reason != (coffee.QueueFull{}).DetailType() {
		return nil
	}
	if err := h.Store.NoteFull(ctx, change.At.Add(coffee.FullFor)); err != nil {
		h.Log.WarnContext(ctx, "could not note that the queue is full", "orderId", order.ID, "error", err)
	}
	return nil
}

// answer answers a new task token if the order already has the answer that the workflow
// waits for: a barista took the order by hand, somebody cancelled it, or the workflow
// retries a wait that was answered before.
func (h *Handler) answer(ctx context.Context, change coffee.Change, order store.Order) error {
	token := cmp.Or(change.CustomerToken, change.BaristaToken)
	if token == "" || order.CustomerToken != change.CustomerToken || order.BaristaToken != change.BaristaToken {
		return nil // no token, or the order has a later one
	}
	var err error
	switch {
	case order.State == coffee.Placed:
		err = h.Workflow.Succeed(ctx, token, json.RawMessage(order.Order))
	case order.Unconfirmed && order.State == coffee.Cancelled:
		err = h.Workflow.Fail(ctx, token, order.Failure(), order.Cause)
	case order.Unconfirmed && change.BaristaToken != "": // a barista completed it
		err = h.Workflow.Succeed(ctx, token, struct{}{})
	}
	return workflow.UnlessSpent(err)
}
