package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// The steps that customers and baristas take. Each returns the order as it is
// afterwards, with the token to answer the workflow with. A step that was taken
// already does nothing and returns the order, so that a repeated request can give
// the workflow the answer that the first one may have failed to. A step that is
// refused is a *coffee.Error with the code UnknownOrder, WrongState or
// ClaimedByOther, and returns the order as it is.

// Place stores what the customer chose: STARTED becomes PLACED. The same choice may
// be repeated as long as the order goes on; another one is WrongState.
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

// Claim gives a queued order to a barista: QUEUED becomes MAKING.
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

// Release gives an order that the barista claimed back to the queue, at its old
// place: MAKING becomes QUEUED.
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

// Complete stores that the drink is made, by the barista who claimed it or who takes
// it from the queue at once: QUEUED or MAKING becomes READY. The order is
// unconfirmed until the workflow says the same, unless it was recalled, which ended
// the workflow's part.
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

// RecallWithin is how long after completing an order its barista may recall it.
const RecallWithin = 2 * time.Minute

// Recall takes an order back that the barista completed less than RecallWithin ago:
// READY becomes MAKING. The workflow is over, so what follows changes the table
// alone.
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

// Collect stores that the drink was handed over: READY becomes COLLECTED. An order
// that is unconfirmed stays so.
func (s *Store) Collect(ctx context.Context, id string, at time.Time) (Order, error) {
	w := writeStep(id, coffee.Collected, at)
	w.condition = w.in(coffee.Ready)
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Collected },
		refusal: WrongState,
	}, w)
}

// Remind stores that the customer of an order that has been READY since readySince
// was reminded to collect it.
func (s *Store) Remind(ctx context.Context, id string, readySince, at time.Time) (Order, error) {
	w := writeOrder(id)
	w.set(schema.RemindedAttribute, millis(at))
	w.condition = all(w.in(coffee.Ready), w.compares(schema.SinceAttribute, "=", millis(readySince)), w.missing(schema.RemindedAttribute))
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Ready && !o.RemindedAt.IsZero() },
		refusal: WrongState,
	}, w)
}

// Unclaim gives up an order that has been READY since readySince and that nobody
// collected: it becomes UNCLAIMED.
func (s *Store) Unclaim(ctx context.Context, id string, readySince, at time.Time) (Order, error) {
	w := writeStep(id, coffee.Unclaimed, at)
	w.condition = all(w.in(coffee.Ready), w.compares(schema.SinceAttribute, "=", millis(readySince)))
	return s.step(ctx, step{
		taken:   func(o Order) bool { return o.State == coffee.Unclaimed },
		refusal: WrongState,
	}, w)
}

// Cancel gives the order up, for a reason, if it is in one of the states from, of
// which there must be one: it becomes CANCELLED. It is unconfirmed until the
// workflow says that it is over, unless it was recalled.
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

// writeStep is a step into a state, whose condition is for the caller to name.
func writeStep(id string, to coffee.State, at time.Time) *orderWrite {
	w := writeOrder(id)
	w.enter(to, at)
	return w
}

// unconfirmed is a step of an order whose workflow is to be told.
func unconfirmed(w *orderWrite) *orderWrite {
	w.set(schema.UnconfirmedAttribute, flag(true))
	w.condition = all(w.condition, w.missing(schema.RecalledAttribute))
	return w
}

// recalled is a step of an order that was recalled.
func recalled(w *orderWrite) *orderWrite {
	w.condition = all(w.condition, w.exists(schema.RecalledAttribute))
	return w
}

// step is what a step that cannot be taken looks at: whether the order shows that it
// was taken already, and else why it is refused.
type step struct {
	taken   func(Order) bool
	refusal func(Order) error
}

// step takes a step by the first of the writes whose condition holds. All but the
// first are for orders that were recalled.
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
	return coffee.NewError(coffee.UnknownOrder, "There is no such order.")
}

// ClaimedByOther is the error for an order that is for another barista to change, or
// that nobody can change like that.
func ClaimedByOther(o Order) error {
	if o.State == coffee.Making {
		return coffee.NewError(coffee.ClaimedByOther, fmt.Sprintf("%s is making this order.", o.Barista))
	}
	return WrongState(o)
}

// RefuseRecall is the error for an order that a barista cannot take back.
func RefuseRecall(o Order, barista string) error {
	switch {
	case o.State != coffee.Ready:
		return ClaimedByOther(o)
	case o.Barista != barista:
		return coffee.NewError(coffee.ClaimedByOther, "Only the barista who completed this order can take it back.")
	default:
		return coffee.NewError(coffee.WrongState, fmt.Sprintf("An order can be taken back for %v after it was completed, and not later.", RecallWithin))
	}
}

// WrongState is the error for an order that cannot be changed like that any more, or
// not yet.
func WrongState(o Order) error {
	return coffee.NewError(coffee.WrongState, fmt.Sprintf("That cannot be done any more, or not yet: the order %s.", stands[o.State]))
}

// stands says how an order stands, for people.
var stands = map[coffee.State]string{
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
