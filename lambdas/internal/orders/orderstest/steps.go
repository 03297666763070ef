package orderstest

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

// Redeem takes a drink of a code and creates the order.
func (t *Table) Redeem(ctx context.Context, redemption orders.Redemption) (orders.Record, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := codes.Parse(redemption.Code); err != nil {
		return orders.Record{}, err
	}
	if r, known := t.records[redemption.OrderID]; known {
		return r, nil
	}
	if err := t.Settings.Refusal(redemption.At); err != nil {
		return orders.Record{}, err
	}
	if err := t.Codes.Take(redemption.Code, redemption.At); err != nil {
		return orders.Record{}, err
	}
	r := orders.Record{ID: redemption.OrderID, Code: redemption.Code, SecretHash: redemption.SecretHash, Salt: redemption.Salt}
	t.put(entering(r, coffee.Requested, redemption.At))
	return t.records[r.ID], nil
}

// GetWithMenu reads an order and the menu.
func (t *Table) GetWithMenu(ctx context.Context, orderID string) (orders.Record, coffee.Menu, error) {
	r, _, _ := t.Get(ctx, orderID)
	menu, err := t.Settings.Menu(ctx)
	return r, menu, err
}

// GiveBack returns the drink of an order to its code, once.
func (t *Table) GiveBack(_ context.Context, order orders.Record, _ time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.records[order.ID]; r.Code != "" && !r.DrinkReturned {
		t.Codes.Return(r.Code)
		r.DrinkReturned = true
		t.put(r)
	}
	return nil
}

// Place says what the customer chose.
func (t *Table) Place(_ context.Context, orderID string, choice coffee.Choice, at time.Time) (orders.Record, error) {
	return t.step(orderID, func(r orders.Record) (orders.Record, error) {
		switch {
		case r.State == coffee.Started:
			text, err := json.Marshal(choice)
			r.Order = string(text)
			return entering(r, coffee.Placed, at), err
		case r.Placed(choice):
			return r, nil
		default:
			return r, orders.WrongState(r)
		}
	})
}

// Claim gives a queued order to a barista.
func (t *Table) Claim(_ context.Context, orderID, barista string, at time.Time) (orders.Record, error) {
	return t.step(orderID, func(r orders.Record) (orders.Record, error) {
		switch {
		case r.State == coffee.Queued:
			r.Barista, r.ReleasedBy = barista, ""
			return entering(r, coffee.Making, at), nil
		case r.State == coffee.Making && r.Barista == barista:
			return r, nil
		default:
			return r, orders.ClaimedByOther(r)
		}
	})
}

// Release gives an order back to the queue, at its old place.
func (t *Table) Release(_ context.Context, orderID, barista string, at time.Time) (orders.Record, error) {
	return t.step(orderID, func(r orders.Record) (orders.Record, error) {
		switch {
		case r.State == coffee.Making && r.Barista == barista:
			queuedAt := cmp.Or(r.QueuedAt, at)
			r = entering(r, coffee.Queued, at)
			r.Since, r.QueuedAt, r.MakingAt = queuedAt, queuedAt, time.Time{}
			r.Barista, r.ReleasedBy = "", barista
			return r, nil
		case r.State == coffee.Queued && r.ReleasedBy == barista:
			return r, nil
		default:
			return r, orders.ClaimedByOther(r)
		}
	})
}

// Complete says that the drink is made.
func (t *Table) Complete(_ context.Context, orderID, barista string, at time.Time) (orders.Record, error) {
	return t.step(orderID, func(r orders.Record) (orders.Record, error) {
		switch {
		case r.State == coffee.Queued, r.State == coffee.Making && r.Barista == barista:
			r.Barista, r.Unconfirmed = barista, true
			return entering(r, coffee.Ready, at), nil
		case r.State == coffee.Ready && r.Barista == barista:
			return r, nil
		default:
			return r, orders.ClaimedByOther(r)
		}
	})
}

// Collect says that the drink was handed over.
func (t *Table) Collect(_ context.Context, orderID string, at time.Time) (orders.Record, error) {
	return t.step(orderID, func(r orders.Record) (orders.Record, error) {
		switch r.State {
		case coffee.Ready:
			return entering(r, coffee.Collected, at), nil
		case coffee.Collected:
			return r, nil
		default:
			return r, orders.WrongState(r)
		}
	})
}

// Cancel gives the order up, if it is in one of the states from.
func (t *Table) Cancel(_ context.Context, orderID, by, reason string, from []coffee.State, at time.Time) (orders.Record, error) {
	return t.step(orderID, func(r orders.Record) (orders.Record, error) {
		switch {
		case slices.Contains(from, r.State):
			r.By, r.Reason, r.Cause, r.Unconfirmed = by, "OrderCancelled", reason, true
			return entering(r, coffee.Cancelled, at), nil
		case r.State == coffee.Cancelled && r.By == by:
			return r, nil
		default:
			return r, orders.WrongState(r)
		}
	})
}

// InState lists the orders in a state, those that have been in it longest first.
func (t *Table) InState(_ context.Context, state coffee.State) ([]orders.Record, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []orders.Record
	for _, r := range t.records {
		if r.State == state {
			all = append(all, listed(r))
		}
	}
	slices.SortFunc(all, func(a, b orders.Record) int { return a.Since.Compare(b.Since) })
	return all, nil
}

// Latest lists the orders that entered a state last, at most so many.
func (t *Table) Latest(ctx context.Context, state coffee.State, most int) ([]orders.Record, error) {
	all, err := t.InState(ctx, state)
	slices.Reverse(all)
	return all[:min(most, len(all))], err
}

// listed is what a list has of an order.
func listed(r orders.Record) orders.Record {
	return orders.Record{
		ID: r.ID, State: r.State, Since: r.Since, Number: r.Number, Order: r.Order, Barista: r.Barista,
		StartedAt: r.StartedAt, QueuedAt: r.QueuedAt, MakingAt: r.MakingAt, ReadyAt: r.ReadyAt,
	}
}

func (t *Table) step(orderID string, take func(orders.Record) (orders.Record, error)) (orders.Record, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, known := t.records[orderID]
	if !known {
		return orders.Record{}, orders.Unknown()
	}
	r, err := take(r)
	t.put(r)
	return r, err
}

func entering(r orders.Record, state coffee.State, at time.Time) orders.Record {
	at = at.UTC().Truncate(time.Millisecond)
	r.State, r.Since, r.Expires = state, at, at.Add(coffee.OrderRetention).Truncate(time.Second)
	*entered(&r, state) = at
	return r
}
