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

// How the workflow's events change an order. Baristas and customers change it as
// well (see step.go), some of it before the workflow knows: an order that they
// ended is unconfirmed, and keeps its tokens, until the workflow says that it is
// over.
//
// No event changes what an order knows already: neither its times nor its number,
// and nothing at all once it has ended. An event that comes twice, late or with a
// time in the future adds what is missing, if anything. Only a task token is
// replaced by a later one: the workflow asked again, and waits with no other. An
// order that was recalled has left the workflow, whose events confirm what came
// before and no more.

// Outcome is what a change did to an order.
type Outcome string

const (
	// Moved says that the order changed its state.
	Moved Outcome = "moved"
	// Noted says that the order was further already, and that only what the late
	// event knows was added to it.
	Noted Outcome = "noted"
	// Known says that the order knew all of it.
	Known Outcome = "known"
)

// Apply brings one change to its order, which is created if it is new. However
// often and in whatever order the changes of an order are applied, the order ends
// up the same; of the times that two reports of one event have, it keeps the one
// that came first. It returns the order as it is afterwards. No error has a task
// token in it.
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

// updateOrder returns the order as it is now if the condition held, else as it was,
// which is empty if there is none.
func (s *Store) updateOrder(ctx context.Context, w *orderWrite) (Order, bool, error) {
	found, held, err := s.client.update(ctx, s.tables.Orders, w.write)
	if err != nil {
		return Order{}, false, fmt.Errorf("order %s: %w", w.id, err)
	}
	return orderOf(found), held, nil
}

// attempts lists the ways to bring a change to its order, of which the first
// whose condition holds is the right one. The likeliest come first.
func attempts(c coffee.Change) []attempt {
	switch {
	case carriesToken(c):
		return []attempt{{Moved, move(c)}, {Noted, renewToken(c)}, {Noted, note(c)}}
	case c.To.Terminal():
		// Of an order that ended in another way, it says no more than that the
		// workflow is over.
		return []attempt{{Moved, move(c)}, {Noted, confirm(c)}, {Noted, settle(c)}}
	default: // a drink is READY, mostly since a barista said so
		return []attempt{{Noted, note(c)}, {Moved, move(c)}}
	}
}

// attempt is one way to bring a change to its order.
type attempt struct {
	outcome Outcome
	write   *orderWrite
}

// move takes the order to c.To from where the workflow can have had it before.
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

// renewToken replaces the token of an order that has yet to answer the workflow,
// which asked again or was overtaken, by a later one.
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

// renew sets a token. It returns the condition that the order has another.
func (w *orderWrite) renew(attribute, token string) string {
	w.set(attribute, text(token))
	return anyOf(w.missing(attribute), w.compares(attribute, "<>", text(token)))
}

// note adds what the change knows to an order that is further, unless another
// report of it did so already.
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

// confirm notes that the workflow has ended an order as somebody said before,
// and with which error it did.
func confirm(c coffee.Change) *orderWrite {
	w := writeOrder(c.OrderID)
	w.confirm()
	w.fill(schema.ErrorAttribute, text(c.Error))
	w.condition = all(w.in(c.To), w.exists(schema.UnconfirmedAttribute))
	return w
}

// settle notes that the workflow of an order that somebody else ended is over.
func settle(c coffee.Change) *orderWrite {
	w := writeOrder(c.OrderID)
	w.confirm()
	w.condition = w.exists(schema.UnconfirmedAttribute)
	return w
}

// know sets what the change knows besides state and token.
func (w *orderWrite) know(c coffee.Change, set func(attribute string, value types.AttributeValue)) {
	if c.Number != 0 {
		set(schema.NumberAttribute, number(int64(c.Number)))
	}
	if c.Order != nil {
		set(schema.DrinkAttribute, text(string(c.Order)))
	}
}

// confirm notes that the workflow is over.
func (w *orderWrite) confirm() {
	w.remove(schema.UnconfirmedAttribute, schema.CustomerTokenAttribute, schema.BaristaTokenAttribute, schema.TokenAtAttribute)
}

func carriesToken(c coffee.Change) bool { return c.CustomerToken != "" || c.BaristaToken != "" }
