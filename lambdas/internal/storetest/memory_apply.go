package storetest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Apply applies a change to its order, which it creates if it does not exist.
func (m *Memory) Apply(_ context.Context, c coffee.Change) (store.Order, store.Outcome, error) {
	unlock, err := m.lock("Apply")
	if err != nil {
		return store.Order{}, "", err
	}
	defer unlock()
	c.At = c.At.UTC().Truncate(time.Millisecond)
	o, known := m.orders[c.OrderID]
	later := m.asked[c.OrderID].Before(c.At)
	o, outcome := nextOrder(o, known, later, c)
	o = m.put(o)
	if outcome != store.Known && o.CustomerToken == c.CustomerToken && o.BaristaToken == c.BaristaToken {
		m.ask(c)
	}
	return o, outcome, nil
}

func (m *Memory) ask(c coffee.Change) {
	if m.asked == nil {
		m.asked = map[string]time.Time{}
	}
	m.asked[c.OrderID] = c.At
}

// nextOrder returns the order after a change, and the outcome. later reports whether
// the change is newer than the token that the order has.
func nextOrder(o store.Order, known, later bool, c coffee.Change) (store.Order, store.Outcome) {
	token := c.CustomerToken != "" || c.BaristaToken != ""
	behind := slices.Contains(c.To.Behind(), o.State) && o.RecalledAt.IsZero()
	missing := entryTime(&o, c.To).IsZero()
	switch {
	case !known || behind:
		return move(o, c), store.Moved
	case token && later && needsToken(o, c) && hasOtherToken(o, c):
		return withTokens(fill(o, c), c), store.Noted
	case c.To.Terminal() && o.Unconfirmed:
		if o.State == c.To && o.Error == "" {
			o.Error = c.Error
		}
		return confirm(o), store.Noted
	case c.To == coffee.Ready && (missing || o.Unconfirmed):
		return confirm(fill(o, c)), store.Noted
	case !c.To.Terminal() && missing:
		return fill(o, c), store.Noted
	default:
		return o, store.Known
	}
}

// needsToken reports whether an order that has already reached the state of c still
// needs its token.
func needsToken(o store.Order, c coffee.Change) bool {
	if c.CustomerToken != "" {
		return o.State == coffee.Started || o.State == coffee.Placed || o.Unconfirmed && o.QueuedAt.IsZero()
	}
	return (o.State == coffee.Queued || o.State == coffee.Making) && o.RecalledAt.IsZero() || o.Unconfirmed
}

// hasOtherToken reports whether the order's token of that kind differs from c's.
func hasOtherToken(o store.Order, c coffee.Change) bool {
	if c.CustomerToken != "" {
		return o.CustomerToken != c.CustomerToken
	}
	return o.BaristaToken != c.BaristaToken
}

func withTokens(o store.Order, c coffee.Change) store.Order {
	o.CustomerToken, o.BaristaToken = c.CustomerToken, c.BaristaToken
	return o
}

func confirm(o store.Order) store.Order {
	o.Unconfirmed, o.CustomerToken, o.BaristaToken = false, "", ""
	return o
}

func move(o store.Order, c coffee.Change) store.Order {
	o.ID, o.State, o.Since = c.OrderID, c.To, c.At
	o.Expires = c.At.Add(coffee.OrderRetention).Truncate(time.Second)
	*entryTime(&o, c.To) = c.At
	o.Number = cmp.Or(c.Number, o.Number)
	if c.Order != nil {
		o.Order = string(c.Order)
	}
	o.Reason, o.Error, o.Cause = c.Reason, c.Error, c.Cause
	o.CustomerToken, o.BaristaToken = c.CustomerToken, c.BaristaToken
	return o
}

// fill returns the order with what the change knows and the order does not.
func fill(o store.Order, c coffee.Change) store.Order {
	if at := entryTime(&o, c.To); at.IsZero() {
		*at = c.At
	}
	o.Number, o.Order = cmp.Or(o.Number, c.Number), cmp.Or(o.Order, string(c.Order))
	return o
}

// entryTime returns the field of the order that holds when it entered the state.
func entryTime(o *store.Order, state coffee.State) *time.Time {
	switch state {
	case coffee.Requested:
		return &o.RequestedAt
	case coffee.Started:
		return &o.StartedAt
	case coffee.Queued:
		return &o.QueuedAt
	case coffee.Placed:
		return &o.PlacedAt
	case coffee.Making:
		return &o.MakingAt
	case coffee.Ready:
		return &o.ReadyAt
	case coffee.Collected:
		return &o.CollectedAt
	default:
		return &o.EndedAt
	}
}
