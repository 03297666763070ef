// Package orderstest has a stand-in for the orders table, and the contract
// that the stand-in and the table in DynamoDB both keep.
package orderstest

import (
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
	r, outcome := applied(r, known, c)
	t.put(r)
	return r, outcome, nil
}

// applied is the order after a change.
func applied(r orders.Record, known bool, c coffee.Change) (orders.Record, orders.Outcome) {
	forwards := slices.Contains(c.To.Behind(), r.State)
	token := c.CustomerToken != "" || c.BaristaToken != ""
	again := r.State == c.To && (r.Since.Before(c.At) || !token && r.Unconfirmed)
	later := entered(&r, c.To).Before(c.At)
	switch {
	case !known || forwards || again:
		return moved(noted(r, c), c), orders.Moved
	case token && later && waits(r, c):
		return answerable(noted(r, c), c), orders.Noted
	case c.To.Terminal() && r.Unconfirmed:
		return confirmed(r), orders.Noted
	case c.To == coffee.Ready && (later || r.Unconfirmed):
		return confirmed(noted(r, c)), orders.Noted
	case !c.To.Terminal() && later:
		return noted(r, c), orders.Noted
	default:
		return r, orders.Known
	}
}

// waits reports whether an order that is further than c still needs its token.
func waits(r orders.Record, c coffee.Change) bool {
	if c.CustomerToken != "" {
		return r.State == coffee.Placed || r.Unconfirmed && r.QueuedAt.IsZero()
	}
	return r.State == coffee.Making || r.Unconfirmed
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
	r.CustomerToken, r.BaristaToken = c.CustomerToken, c.BaristaToken
	r.Reason, r.Error, r.Cause = c.Reason, c.Error, c.Cause
	if c.CustomerToken+c.BaristaToken == "" {
		r.Unconfirmed = false
	}
	return r
}

func noted(r orders.Record, c coffee.Change) orders.Record {
	*entered(&r, c.To) = c.At
	if c.Number != 0 {
		r.Number = c.Number
	}
	if c.Order != nil {
		r.Order = string(c.Order)
	}
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
