package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// This file has the steps that customers, baristas and the janitor take. Each returns the
// order afterwards, with the task token for answering the workflow. A step that was taken
// already changes nothing and returns the order, so that a repeated request can answer the
// workflow if the first one failed to. A refused step returns the unchanged order and a
// *coffee.Error with the code UnknownOrder, WrongState or ClaimedByOther.

// Place stores the customer's choice: STARTED becomes PLACED. Placing the same choice again
// succeeds unless the order has ended early; another choice is WrongState.
func (s *Store) Place(ctx context.Context, id string, choice coffee.Choice, at time.Time) (Order, error) {
	chosen, err := json.Marshal(choice)
	if err != nil {
		return Order{}, fmt.Errorf("order %s: %w", id, err)
	}
	w := writeStep(id, coffee.Placed, at)
	w.set(schema.DrinkAttribute, text(string(chosen)))
	w.condition = w.in(coffee.Started)
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.Placed(choice) },
		refusal: WrongState,
	}, w)
}

// Claim assigns a queued order to a barista: QUEUED becomes MAKING.
func (s *Store) Claim(ctx context.Context, id, barista string, at time.Time) (Order, error) {
	w := writeStep(id, coffee.Making, at)
	w.set(schema.BaristaAttribute, text(barista))
	w.remove(schema.ReleasedByAttribute)
	w.condition = w.in(coffee.Queued)
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Making && o.Barista == barista },
		refusal: ClaimedByOther,
	}, w)
}

// Release returns an order that the barista claimed to its old place in the queue: MAKING
// becomes QUEUED.
func (s *Store) Release(ctx context.Context, id, barista string, at time.Time) (Order, error) {
	w := writeOrder(id)
	w.set(schema.StateAttribute, text(string(coffee.Queued)))
	w.set(schema.ExpiresAttribute, number(at.Add(coffee.OrderRetention).Unix()))
	w.sets = append(w.sets, fmt.Sprintf("%s = if_not_exists(%s, %s)",
		w.name(schema.SinceAttribute), w.name(schema.QueuedAttribute), w.value("at", millis(at))))
	w.set(schema.ReleasedByAttribute, text(barista))
	w.remove(schema.BaristaAttribute, schema.MakingAttribute)
	w.condition = all(w.in(coffee.Making), w.compares(schema.BaristaAttribute, "=", text(barista)))
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Queued && o.ReleasedBy == barista },
		refusal: ClaimedByOther,
	}, w)
}

// Complete stores that the drink is made: QUEUED or MAKING becomes READY. Only the barista
// who claimed the order may complete it; a QUEUED order needs no claim. The
// order is unconfirmed until the workflow's event arrives, unless it was recalled and its
// workflow is over.
func (s *Store) Complete(ctx context.Context, id, barista string, at time.Time) (Order, error) {
	complete := func() *orderWrite {
		w := writeStep(id, coffee.Ready, at)
		w.set(schema.BaristaAttribute, text(barista))
		w.condition = anyOf(w.in(coffee.Queued), all(w.in(coffee.Making), w.compares(schema.BaristaAttribute, "=", text(barista))))
		return w
	}
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Ready && o.Barista == barista },
		refusal: ClaimedByOther,
	}, unconfirmed(complete()), recalled(complete()))
}

// RecallWithin is how long after completing an order the barista may recall it.
const RecallWithin = 2 * time.Minute

// Recall takes back an order that the barista completed less than RecallWithin ago: READY
// becomes MAKING. Its workflow is over, so later steps change only the table.
func (s *Store) Recall(ctx context.Context, id, barista string, at time.Time) (Order, error) {
	w := writeStep(id, coffee.Making, at)
	w.set(schema.RecalledAttribute, millis(at))
	w.remove(schema.RemindedAttribute)
	w.condition = all(w.in(coffee.Ready), w.compares(schema.BaristaAttribute, "=", text(barista)),
		w.compares(schema.ReadyAttribute, ">", millis(at.Add(-RecallWithin))))
	return s.step(ctx, step{
		taken: func(o Order) bool {
			return o.State == coffee.Making && o.Barista == barista && !o.RecalledAt.IsZero()
		},
		refusal: func(o Order) error { return RefuseRecall(o, barista) },
	}, w)
}

// Collect stores that the drink was handed over: READY becomes COLLECTED. An unconfirmed
// order stays unconfirmed.
func (s *Store) Collect(ctx context.Context, id string, at time.Time) (Order, error) {
	w := writeStep(id, coffee.Collected, at)
	w.condition = w.in(coffee.Ready)
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Collected },
		refusal: WrongState,
	}, w)
}

// Remind stores when the customer was reminded to collect an order that has been READY
// since readySince.
func (s *Store) Remind(ctx context.Context, id string, readySince, at time.Time) (Order, error) {
	w := writeOrder(id)
	w.set(schema.RemindedAttribute, millis(at))
	w.condition = all(w.in(coffee.Ready), w.compares(schema.SinceAttribute, "=", millis(readySince)), w.missing(schema.RemindedAttribute))
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Ready && !o.RemindedAt.IsZero() },
		refusal: WrongState,
	}, w)
}

// Unclaim closes an order that has been READY since readySince and was not collected:
// READY becomes UNCLAIMED.
func (s *Store) Unclaim(ctx context.Context, id string, readySince, at time.Time) (Order, error) {
	w := writeStep(id, coffee.Unclaimed, at)
	w.condition = all(w.in(coffee.Ready), w.compares(schema.SinceAttribute, "=", millis(readySince)))
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Unclaimed },
		refusal: WrongState,
	}, w)
}

// Cancel cancels an order that is in one of the states from, at least one of which must be
// given: it becomes CANCELLED, with the reason as its Cause. The order is unconfirmed until
// the workflow's event arrives, unless it was recalled.
func (s *Store) Cancel(ctx context.Context, id, by, reason string, from []coffee.State, at time.Time) (Order, error) {
	cancel := func() *orderWrite {
		w := writeStep(id, coffee.Cancelled, at)
		w.set(schema.ByAttribute, text(by))
		w.set(schema.ReasonAttribute, text(coffee.OrderCancelled{}.DetailType()))
		w.set(schema.CauseAttribute, text(reason))
		w.condition = w.in(from...)
		return w
	}
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Cancelled && o.By == by },
		refusal: WrongState,
	}, unconfirmed(cancel()), recalled(cancel()))
}

// writeStep returns a write into a state. The caller sets its condition.
func writeStep(id string, to coffee.State, at time.Time) *orderWrite {
	w := writeOrder(id)
	w.enter(to, at)
	return w
}

// unconfirmed limits a write to orders that were not recalled, and marks them unconfirmed.
func unconfirmed(w *orderWrite) *orderWrite {
	w.set(schema.UnconfirmedAttribute, flag(true))
	w.condition = all(w.condition, w.missing(schema.RecalledAttribute))
	return w
}

// recalled limits a write to orders that were recalled.
func recalled(w *orderWrite) *orderWrite {
	w.condition = all(w.condition, w.exists(schema.RecalledAttribute))
	return w
}

// step says what to do with an order that does not meet a step's condition: nothing if
// the step was taken before, else return the refusal.
type step struct {
	taken   func(Order) bool
	refusal func(Order) error
}

// step makes the first write whose condition holds. All writes but the first are for
// recalled orders.
func (s *Store) step(ctx context.Context, step step, writes ...*orderWrite) (Order, error) {
	var order Order
	for i, w := range writes {
		if i > 0 && order.RecalledAt.IsZero() {
			break
		}
		var held bool
		var err error
		if order, held, err = s.updateOrder(ctx, w); err != nil || held {
			return order, err
		}
	}
	switch {
	case order.ID == "":
		return Order{}, Unknown()
	case step.taken(order):
		return order, nil
	default:
		return order, step.refusal(order)
	}
}

// Unknown is the error for an order ID that does not exist.
func Unknown() error {
	return coffee.NewError(coffee.UnknownOrder, "We can't find this order.")
}

// ClaimedByOther is the error for an order that another barista is making. In other states
// it is WrongState.
func ClaimedByOther(o Order) error {
	if o.State == coffee.Making {
		return coffee.NewError(coffee.ClaimedByOther, fmt.Sprintf("%s is making this order.", o.Barista))
	}
	return WrongState(o)
}

// RefuseRecall is the error for an order that the barista cannot recall.
func RefuseRecall(o Order, barista string) error {
	switch {
	case o.State == coffee.Making && o.Barista == barista: // claimed, and not completed yet
		return WrongState(o)
	case o.State != coffee.Ready:
		return ClaimedByOther(o)
	case o.Barista != barista:
		return coffee.NewError(coffee.ClaimedByOther, "Only the barista who completed this order can take it back.")
	default:
		return coffee.NewError(coffee.WrongState, fmt.Sprintf("An order can be taken back only within %v of completing it.", RecallWithin))
	}
}

// WrongState is the error for a step that the order's state does not allow. Its message
// names the state in words.
func WrongState(o Order) error {
	return coffee.NewError(coffee.WrongState, fmt.Sprintf("This is not possible now: the order %s.", stateTexts[o.State]))
}

// stateTexts describes each state for people, to follow "the order".
var stateTexts = map[coffee.State]string{
	coffee.Requested: "is waiting to be admitted",
	coffee.Started:   "is waiting for the customer's choice",
	coffee.Placed:    "was placed and is on its way to the queue",
	coffee.Queued:    "is waiting for a barista",
	coffee.Making:    "is being made",
	coffee.Ready:     "is ready",
	coffee.Collected: "was handed over",
	coffee.Unclaimed: "was not collected",
	coffee.Rejected:  "was turned away",
	coffee.Cancelled: "was cancelled",
	coffee.TimedOut:  "ran out of time",
	coffee.Failed:    "has failed",
}
