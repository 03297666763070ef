// Package orderstest has a stand-in for the orders table, and the contract
// that the stand-in and the table in DynamoDB both keep.
package orderstest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes/codestest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings/settingstest"
)

// Table is an orders table in memory. Its zero value is empty and ready, but
// redeems no code.
type Table struct {
	// Codes and Settings are what Redeem looks at, which cannot do without.
	Codes    *codestest.Codes
	Settings *settingstest.Settings

	mu      sync.Mutex
	records map[string]orders.Record
	asked   map[string]time.Time // when the workflow asked with the token that an order has
}

// Get reads an order. It reports whether there is one of that id.
func (t *Table) Get(_ context.Context, orderID string) (orders.Record, bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, ok := t.records[orderID]
	return r, ok, nil
}

// Apply brings one change to its order, which is created if it is new.
func (t *Table) Apply(_ context.Context, c coffee.Change) (orders.Record, orders.Outcome, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c.At = c.At.UTC().Truncate(time.Millisecond)
	r, known := t.records[c.OrderID]
	later := t.asked[c.OrderID].Before(c.At)
	r, outcome := applied(r, known, later, c)
	t.put(r)
	if outcome != orders.Known && r.CustomerToken == c.CustomerToken && r.BaristaToken == c.BaristaToken {
		t.ask(c)
	}
	return r, outcome, nil
}

func (t *Table) ask(c coffee.Change) {
	if t.asked == nil {
		t.asked = map[string]time.Time{}
	}
	t.asked[c.OrderID] = c.At
}

// applied is the order after a change. A token of it counts if it is later than
// the one that the order has.
func applied(r orders.Record, known, later bool, c coffee.Change) (orders.Record, orders.Outcome) {
	token := c.CustomerToken != "" || c.BaristaToken != ""
	behind := slices.Contains(c.To.Behind(), r.State)
	missing := entered(&r, c.To).IsZero()
	switch {
	case !known || behind:
		return moved(r, c), orders.Moved
	case token && later && waits(r, c) && isOther(r, c):
		return answerable(filled(r, c), c), orders.Noted
	case c.To.Terminal() && r.Unconfirmed:
		if r.State == c.To && r.Error == "" {
			r.Error = c.Error
		}
		return confirmed(r), orders.Noted
	case c.To == coffee.Ready && (missing || r.Unconfirmed):
		return confirmed(filled(r, c)), orders.Noted
	case !c.To.Terminal() && missing:
		return filled(r, c), orders.Noted
	default:
		return r, orders.Known
	}
}

// waits reports whether an order that is as far as c still needs its token.
func waits(r orders.Record, c coffee.Change) bool {
	if c.CustomerToken != "" {
		return r.State == coffee.Started || r.State == coffee.Placed || r.Unconfirmed && r.QueuedAt.IsZero()
	}
	return r.State == coffee.Queued || r.State == coffee.Making || r.Unconfirmed
}

// isOther reports whether the order has another token of that kind.
func isOther(r orders.Record, c coffee.Change) bool {
	if c.CustomerToken != "" {
		return r.CustomerToken != c.CustomerToken
	}
	return r.BaristaToken != c.BaristaToken
}

func answerable(r orders.Record, c coffee.Change) orders.Record {
	r.CustomerToken, r.BaristaToken = c.CustomerToken, c.BaristaToken
	return r
}

func confirmed(r orders.Record) orders.Record {
	r.Unconfirmed, r.CustomerToken, r.BaristaToken = false, "", ""
	return r
}

func (t *Table) put(r orders.Record) {
	if t.records == nil {
		t.records = map[string]orders.Record{}
	}
	t.records[r.ID] = r
}

func moved(r orders.Record, c coffee.Change) orders.Record {
	r.ID, r.State, r.Since = c.OrderID, c.To, c.At
	r.Expires = c.At.Add(coffee.OrderRetention).Truncate(time.Second)
	*entered(&r, c.To) = c.At
	r.Number = cmp.Or(c.Number, r.Number)
	if c.Order != nil {
		r.Order = string(c.Order)
	}
	r.Reason, r.Error, r.Cause = c.Reason, c.Error, c.Cause
	r.CustomerToken, r.BaristaToken = c.CustomerToken, c.BaristaToken
	return r
}

// filled has what the change knows and the order did not.
func filled(r orders.Record, c coffee.Change) orders.Record {
	if at := entered(&r, c.To); at.IsZero() {
		*at = c.At
	}
	r.Number, r.Order = cmp.Or(r.Number, c.Number), cmp.Or(r.Order, string(c.Order))
	return r
}

// entered is where a record says when its order came into a state.
func entered(r *orders.Record, state coffee.State) *time.Time {
	switch state {
	case coffee.Requested:
		return &r.RequestedAt
	case coffee.Started:
		return &r.StartedAt
	case coffee.Queued:
		return &r.QueuedAt
	case coffee.Placed:
		return &r.PlacedAt
	case coffee.Making:
		return &r.MakingAt
	case coffee.Ready:
		return &r.ReadyAt
	case coffee.Collected:
		return &r.CollectedAt
	default:
		return &r.EndedAt
	}
}
