package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/redact"
)

// This file applies the workflow's events to orders. Baristas and customers change orders
// too (see step.go), sometimes before the workflow does: an order that one of them ended
// is unconfirmed, and keeps its task tokens, until the workflow's own event arrives.
//
// Events never overwrite an order's times or number, and change nothing about an order
// that has ended. A duplicate, late or future-dated event only fills in attributes that
// are missing. Task tokens are the exception: a later one replaces an earlier one, since
// the workflow retried the task and no longer waits with the old token. The workflow of a
// recalled order is over, so its late events confirm the order and do not move it.

// Outcome says what a change did to an order.
type Outcome string

const (
	// Moved means that the order entered the change's state.
	Moved Outcome = "moved"
	// Noted means that the order had passed that state already, and that only missing
	// attributes were added.
	Noted Outcome = "noted"
	// Known means that the change added nothing.
	Known Outcome = "known"
)

// Apply applies a change to its order, which it creates if needed, and returns the order
// afterwards. It is idempotent, and the sequence of an order's changes does not matter,
// except that of two reports of one event the first to be applied sets the time. No error
// contains a task token.
func (s *Store) Apply(ctx context.Context, c coffee.Change) (Order, Outcome, error) {
	var order Order
	for _, attempt := range attempts(c) {
		var held bool
		var err error
		order, held, err = s.updateOrder(ctx, attempt.write)
		if err != nil {
			return Order{}, "", redact.Error(err, c.CustomerToken, c.BaristaToken)
		}
		if held {
			return order, attempt.outcome, nil
		}
	}
	return order, Known, nil
}

// updateOrder makes a write to an order, and reports whether the condition held. It
// returns the order after the write, or the unchanged one if the condition did not hold;
// the zero Order if there is none.
func (s *Store) updateOrder(ctx context.Context, w *orderWrite) (Order, bool, error) {
	found, held, err := s.client.update(ctx, s.tables.Orders, w.write)
	if err != nil {
		return Order{}, false, fmt.Errorf("order %s: %w", w.id, err)
	}
	return orderOf(found), held, nil
}

// attempts lists the writes to try for a change, likeliest first. At most one of them
// should apply: the first whose condition holds.
func attempts(c coffee.Change) []attempt {
	switch {
	case carriesToken(c):
		return []attempt{{Moved, move(c)}, {Noted, renewToken(c)}, {Noted, note(c)}}
	case c.To.Terminal():
		// If the order has ended in another way, the event only tells that the workflow
		// is over.
		return []attempt{{Moved, move(c)}, {Noted, confirm(c)}, {Noted, settle(c)}}
	default: // READY: usually the barista has stored that before
		return []attempt{{Noted, note(c)}, {Moved, move(c)}}
	}
}

// attempt is a write and its outcome if its condition holds.
type attempt struct {
	outcome Outcome
	write   *orderWrite
}

// move returns the write that moves the order to c.To, or creates it there. It applies to
// orders in a state that the workflow can have left for c.To.
func move(c coffee.Change) *orderWrite {
	w := writeOrder(c.OrderID)
	w.enter(c.To, c.At)
	w.know(c, w.set)
	w.setOrRemove(schema.CustomerTokenAttribute, c.CustomerToken)
	w.setOrRemove(schema.BaristaTokenAttribute, c.BaristaToken)
	if carriesToken(c) {
		w.set(schema.TokenAtAttribute, millis(c.At))
	} else {
		w.remove(schema.TokenAtAttribute)
	}
	if c.To.Terminal() {
		w.set(schema.ReasonAttribute, text(c.Reason))
		w.set(schema.ErrorAttribute, text(c.Error))
		w.set(schema.CauseAttribute, text(c.Cause))
	}
	w.condition = w.missing(schema.StateAttribute)
	if behind := c.To.Behind(); len(behind) > 0 {
		w.condition = anyOf(w.condition, all(w.in(behind...), w.missing(schema.RecalledAttribute)))
	}
	return w
}

// renewToken returns the write that stores a later task token. It applies to orders whose
// answer the workflow still waits for: the workflow retried the task, or the customer or
// barista acted before the token arrived.
func renewToken(c coffee.Change) *orderWrite {
	w := writeOrder(c.OrderID)
	w.fill(enteredAttribute(c.To), millis(c.At))
	w.know(c, w.fill)
	w.set(schema.TokenAtAttribute, millis(c.At))
	later := anyOf(w.missing(schema.TokenAtAttribute), w.compares(schema.TokenAtAttribute, "<", millis(c.At)))
	ended := w.exists(schema.UnconfirmedAttribute)
	if c.CustomerToken != "" {
		ended = all(ended, w.missing(schema.QueuedAttribute))
		w.condition = all(later, w.renew(schema.CustomerTokenAttribute, c.CustomerToken), anyOf(ended, w.in(coffee.Started, coffee.Placed)))
		return w
	}
	waiting := all(w.in(coffee.Queued, coffee.Making), w.missing(schema.RecalledAttribute))
	w.condition = all(later, w.renew(schema.BaristaTokenAttribute, c.BaristaToken), anyOf(ended, waiting))
	w.remove(schema.CustomerTokenAttribute)
	return w
}

// renew sets a token. It returns the condition that the stored one differs.
func (w *orderWrite) renew(attribute, token string) string {
	w.set(attribute, text(token))
	return anyOf(w.missing(attribute), w.compares(attribute, "<>", text(token)))
}

// note returns the write that adds the change's attributes to an order that has passed
// c.To. It applies unless another report of the same event was noted before.
func note(c coffee.Change) *orderWrite {
	w := writeOrder(c.OrderID)
	w.fill(enteredAttribute(c.To), millis(c.At))
	w.know(c, w.fill)
	further := slices.DeleteFunc(coffee.States(), func(s coffee.State) bool { return slices.Contains(c.To.Behind(), s) })
	w.condition = all(w.in(further...), w.missing(enteredAttribute(c.To)))
	if c.To == coffee.Ready {
		w.confirm()
		w.condition = anyOf(w.condition, w.exists(schema.UnconfirmedAttribute))
	}
	return w
}

// confirm returns the write that stores that the workflow ended the order in the same
// state as the customer or barista did before, with the workflow's error.
func confirm(c coffee.Change) *orderWrite {
	w := writeOrder(c.OrderID)
	w.confirm()
	w.fill(schema.ErrorAttribute, text(c.Error))
	w.condition = all(w.in(c.To), w.exists(schema.UnconfirmedAttribute))
	return w
}

// settle returns the write that stores that the workflow is over, for an order that was
// ended in another state.
func settle(c coffee.Change) *orderWrite {
	w := writeOrder(c.OrderID)
	w.confirm()
	w.condition = w.exists(schema.UnconfirmedAttribute)
	return w
}

// know sets the change's number and choice, if it has them.
func (w *orderWrite) know(c coffee.Change, set func(attribute string, value types.AttributeValue)) {
	if c.Number != 0 {
		set(schema.NumberAttribute, number(int64(c.Number)))
	}
	if c.Order != nil {
		set(schema.DrinkAttribute, text(string(c.Order)))
	}
}

// confirm removes the mark that the order is unconfirmed, and its task tokens.
func (w *orderWrite) confirm() {
	w.remove(schema.UnconfirmedAttribute, schema.CustomerTokenAttribute, schema.BaristaTokenAttribute, schema.TokenAtAttribute)
}

func carriesToken(c coffee.Change) bool { return c.CustomerToken != "" || c.BaristaToken != "" }
