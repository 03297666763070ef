package storetest

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Place stores what the customer chose.
func (m *Memory) Place(_ context.Context, id string, choice coffee.Choice, at time.Time) (store.Order, error) {
	return m.step("Place", id, func(o store.Order) (store.Order, error) {
		switch {
		case o.State == coffee.Started:
			chosen, err := json.Marshal(choice)
			o.Order = string(chosen)
			return enter(o, coffee.Placed, at), err
		case o.Placed(choice):
			return o, nil
		default:
			return o, store.WrongState(o)
		}
	})
}

// Claim assigns a queued order to a barista.
func (m *Memory) Claim(_ context.Context, id, barista string, at time.Time) (store.Order, error) {
	return m.step("Claim", id, func(o store.Order) (store.Order, error) {
		switch {
		case o.State == coffee.Queued:
			o.Barista, o.ReleasedBy = barista, ""
			return enter(o, coffee.Making, at), nil
		case o.State == coffee.Making && o.Barista == barista:
			return o, nil
		default:
			return o, store.ClaimedByOther(o)
		}
	})
}

// Release returns a claimed order to its old place in the queue.
func (m *Memory) Release(_ context.Context, id, barista string, at time.Time) (store.Order, error) {
	return m.step("Release", id, func(o store.Order) (store.Order, error) {
		switch {
		case o.State == coffee.Making && o.Barista == barista:
			queuedAt := cmp.Or(o.QueuedAt, at)
			o = enter(o, coffee.Queued, at)
			o.Since, o.QueuedAt, o.MakingAt = queuedAt, queuedAt, time.Time{}
			o.Barista, o.ReleasedBy = "", barista
			return o, nil
		case o.State == coffee.Queued && o.ReleasedBy == barista:
			return o, nil
		default:
			return o, store.ClaimedByOther(o)
		}
	})
}

// Complete stores that the drink is made.
func (m *Memory) Complete(_ context.Context, id, barista string, at time.Time) (store.Order, error) {
	return m.step("Complete", id, func(o store.Order) (store.Order, error) {
		switch {
		case o.State == coffee.Queued, o.State == coffee.Making && o.Barista == barista:
			o.Barista, o.Unconfirmed = barista, o.Unconfirmed || o.RecalledAt.IsZero()
			return enter(o, coffee.Ready, at), nil
		case o.State == coffee.Ready && o.Barista == barista:
			return o, nil
		default:
			return o, store.ClaimedByOther(o)
		}
	})
}

// Recall returns an order to MAKING that the barista completed less than
// store.RecallWithin ago.
func (m *Memory) Recall(_ context.Context, id, barista string, at time.Time) (store.Order, error) {
	return m.step("Recall", id, func(o store.Order) (store.Order, error) {
		switch {
		case o.State == coffee.Ready && o.Barista == barista && o.ReadyAt.After(at.Add(-store.RecallWithin)):
			o = enter(o, coffee.Making, at)
			o.RecalledAt, o.RemindedAt = o.MakingAt, time.Time{}
			return o, nil
		case o.State == coffee.Making && o.Barista == barista && !o.RecalledAt.IsZero():
			return o, nil
		default:
			return o, store.RefuseRecall(o, barista)
		}
	})
}

// Collect stores that the drink was handed over.
func (m *Memory) Collect(_ context.Context, id string, at time.Time) (store.Order, error) {
	return m.step("Collect", id, func(o store.Order) (store.Order, error) {
		switch o.State {
		case coffee.Ready:
			return enter(o, coffee.Collected, at), nil
		case coffee.Collected:
			return o, nil
		default:
			return o, store.WrongState(o)
		}
	})
}

// Remind stores that the customer was reminded to collect the drink.
func (m *Memory) Remind(_ context.Context, id string, readySince, at time.Time) (store.Order, error) {
	return m.step("Remind", id, func(o store.Order) (store.Order, error) {
		switch {
		case o.State != coffee.Ready || o.RemindedAt.IsZero() && !o.Since.Equal(readySince):
			return o, store.WrongState(o)
		case o.RemindedAt.IsZero():
			o.RemindedAt = at.UTC().Truncate(time.Millisecond)
		}
		return o, nil
	})
}

// Unclaim ends a READY order that was not collected.
func (m *Memory) Unclaim(_ context.Context, id string, readySince, at time.Time) (store.Order, error) {
	return m.step("Unclaim", id, func(o store.Order) (store.Order, error) {
		switch {
		case o.State == coffee.Ready && o.Since.Equal(readySince):
			return enter(o, coffee.Unclaimed, at), nil
		case o.State == coffee.Unclaimed:
			return o, nil
		default:
			return o, store.WrongState(o)
		}
	})
}

// Cancel cancels the order if it is in one of the states from.
func (m *Memory) Cancel(_ context.Context, id, by, reason string, from []coffee.State, at time.Time) (store.Order, error) {
	return m.step("Cancel", id, func(o store.Order) (store.Order, error) {
		switch {
		case slices.Contains(from, o.State):
			o.By, o.Reason, o.Cause = by, coffee.OrderCancelled{}.DetailType(), reason
			o.Unconfirmed = o.Unconfirmed || o.RecalledAt.IsZero()
			return enter(o, coffee.Cancelled, at), nil
		case o.State == coffee.Cancelled && o.By == by:
			return o, nil
		default:
			return o, store.WrongState(o)
		}
	})
}

func (m *Memory) step(operation, id string, take func(store.Order) (store.Order, error)) (store.Order, error) {
	unlock, err := m.lock(operation)
	if err != nil {
		return store.Order{}, err
	}
	defer unlock()
	o, known := m.orders[id]
	if !known {
		return store.Order{}, store.Unknown()
	}
	o, err = take(o)
	return m.put(o), err
}

func enter(o store.Order, state coffee.State, at time.Time) store.Order {
	at = at.UTC().Truncate(time.Millisecond)
	o.State, o.Since, o.Expires = state, at, at.Add(coffee.OrderRetention).Truncate(time.Second)
	*entryTime(&o, state) = at
	return o
}
