package orders

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// The steps that customers and baristas take. Each returns the order as it is
// afterwards, with the token to tell the workflow with. A step that was taken
// already does nothing and returns the order, so that a repeated request can
// tell the workflow what the first one may have failed to. A step that is
// refused is a *coffee.Error with the code UnknownOrder, WrongState or
// ClaimedByOther, and returns the order as it is.

// Place says what the customer chose: STARTED becomes PLACED. The same choice
// may be repeated as long as the order goes on; another one is WrongState.
func (s *Store) Place(ctx context.Context, orderID string, choice coffee.Choice, at time.Time) (Record, error) {
	text, err := json.Marshal(choice)
	if err != nil {
		return Record{}, fmt.Errorf("order %s: %w", orderID, err)
	}
	u := newStep(orderID, coffee.Placed, at)
	u.set(schema.DrinkAttribute, str(string(text)))
	u.condition = u.in(coffee.Started)
	return s.step(ctx, u, func(r Record) bool { return r.Placed(choice) }, WrongState)
}

// Placed reports whether this is what the order's customer chose, and the order
// was not given up since.
func (r Record) Placed(choice coffee.Choice) bool {
	return slices.Contains(placedStates, r.State) && r.Chose(choice)
}

// Chose reports whether this is what was chosen, whatever became of the order.
func (r Record) Chose(choice coffee.Choice) bool {
	var chosen coffee.Choice
	return json.Unmarshal([]byte(r.Order), &chosen) == nil &&
		chosen.Drink == choice.Drink && maps.Equal(chosen.Modifiers, choice.Modifiers)
}

var placedStates = []coffee.State{coffee.Placed, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected}

// Claim gives a queued order to a barista: QUEUED becomes MAKING.
func (s *Store) Claim(ctx context.Context, orderID, barista string, at time.Time) (Record, error) {
	u := newStep(orderID, coffee.Making, at)
	u.set(schema.BaristaAttribute, str(barista))
	u.remove(schema.ReleasedByAttribute)
	u.condition = u.in(coffee.Queued)
	claimed := func(r Record) bool { return r.State == coffee.Making && r.Barista == barista }
	return s.step(ctx, u, claimed, ClaimedByOther)
}

// Release gives an order that the barista claimed back to the queue, at its old
// place: MAKING becomes QUEUED.
func (s *Store) Release(ctx context.Context, orderID, barista string, at time.Time) (Record, error) {
	u := newUpdate(orderID)
	u.set(schema.StateAttribute, str(string(coffee.Queued)))
	u.set(schema.ExpiresAttribute, number(at.Add(coffee.OrderRetention).Unix()))
	u.values[":at"] = millis(at)
	u.sets = append(u.sets, fmt.Sprintf("%s = if_not_exists(%s, :at)",
		u.name(schema.SinceAttribute), u.name(schema.QueuedAttribute)))
	u.set(schema.ReleasedByAttribute, str(barista))
	u.remove(schema.BaristaAttribute, schema.MakingAttribute)
	u.condition = all(u.in(coffee.Making), u.is(schema.BaristaAttribute, barista))
	released := func(r Record) bool { return r.State == coffee.Queued && r.ReleasedBy == barista }
	return s.step(ctx, u, released, ClaimedByOther)
}

// Complete says that the drink is made, by the barista who claimed it or who
// takes it from the queue at once: QUEUED or MAKING becomes READY. The order is
// unconfirmed until the workflow says the same.
func (s *Store) Complete(ctx context.Context, orderID, barista string, at time.Time) (Record, error) {
	u := newStep(orderID, coffee.Ready, at)
	u.set(schema.BaristaAttribute, str(barista))
	u.set(schema.UnconfirmedAttribute, yes)
	u.condition = anyOf(u.in(coffee.Queued),
		all(u.is(schema.StateAttribute, string(coffee.Making)), u.is(schema.BaristaAttribute, barista)))
	completed := func(r Record) bool { return r.State == coffee.Ready && r.Barista == barista }
	return s.step(ctx, u, completed, ClaimedByOther)
}

// Collect says that the drink was handed over: READY becomes COLLECTED. An
// order that is unconfirmed stays so.
func (s *Store) Collect(ctx context.Context, orderID string, at time.Time) (Record, error) {
	u := newStep(orderID, coffee.Collected, at)
	u.condition = u.in(coffee.Ready)
	return s.step(ctx, u, func(r Record) bool { return r.State == coffee.Collected }, WrongState)
}

// Cancel gives the order up, for a reason, if it is in one of the states from,
// of which there must be one: it becomes CANCELLED. It is unconfirmed until the
// workflow says that it is over.
func (s *Store) Cancel(ctx context.Context, orderID, by, reason string, from []coffee.State, at time.Time) (Record, error) {
	u := newStep(orderID, coffee.Cancelled, at)
	u.set(schema.ByAttribute, str(by))
	u.set(schema.ReasonAttribute, str(coffee.OrderCancelled{}.DetailType()))
	u.set(schema.CauseAttribute, str(reason))
	u.set(schema.UnconfirmedAttribute, yes)
	u.condition = u.in(from...)
	return s.step(ctx, u, func(r Record) bool { return r.State == coffee.Cancelled && r.By == by }, WrongState)
}

// Who cancels an order, besides baristas, who do it in their own names.
const (
	ByCustomer = "customer"
	ByShop     = "shop"
)

// Failure is the error that ends the workflow of an order that was cancelled.
func (r Record) Failure() string {
	switch r.By {
	case ByCustomer:
		return "Customer.Cancelled"
	case ByShop:
		return "Shop.Cancelled"
	default:
		return "Barista.Cancelled"
	}
}

// newStep is a step into a state, whose condition is for the caller to name.
func newStep(orderID string, to coffee.State, at time.Time) *update {
	u := newUpdate(orderID)
	u.enter(to, at)
	u.set(enteredAttribute(to), millis(at))
	return u
}

// step takes a step, unless the order shows that it was taken already. Of an
// order that cannot take it, refusal says why.
func (s *Store) step(ctx context.Context, u *update, taken func(Record) bool, refusal func(Record) error) (Record, error) {
	r, held, err := s.update(ctx, u)
	switch {
	case err != nil || held:
		return r, err
	case r.ID == "":
		return Record{}, Unknown()
	case taken(r):
		return r, nil
	default:
		return r, refusal(r)
	}
}

// Unknown is the error for an order that there is none of.
func Unknown() error {
	return coffee.NewError(coffee.UnknownOrder, "There is no such order.")
}

// ClaimedByOther is the error for an order that is for another barista to change,
// or that nobody can change like that.
func ClaimedByOther(r Record) error {
	if r.State == coffee.Making {
		return coffee.NewError(coffee.ClaimedByOther, fmt.Sprintf("%s is making this order.", r.Barista))
	}
	return WrongState(r)
}

// WrongState is the error for an order that cannot be changed like that any
// more, or not yet.
func WrongState(r Record) error {
	return coffee.NewError(coffee.WrongState, fmt.Sprintf("That cannot be done any more, or not yet: the order %s.", stands[r.State]))
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
	coffee.Rejected:  "was turned away",
	coffee.Cancelled: "was cancelled",
	coffee.TimedOut:  "ran out of time",
	coffee.Failed:    "has failed",
}
