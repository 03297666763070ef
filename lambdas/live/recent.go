package main

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// recentFor is how long a change of an order is remembered. The orders table's index
// shows it by then: it lags behind the table by a fraction of a second as a rule.
const recentFor = 10 * time.Second

// recent remembers the latest version of each order that changed a moment ago, since the
// index may not list it yet.
type recent struct {
	mu     sync.Mutex
	orders map[string]recentOrder
}

type recentOrder struct {
	order store.Order
	until time.Time
}

// add remembers orders that changed, and forgets those of more than recentFor ago.
func (r *recent) add(now time.Time, orders ...store.Order) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.orders == nil {
		r.orders = map[string]recentOrder{}
	}
	maps.DeleteFunc(r.orders, func(_ string, known recentOrder) bool { return !now.Before(known.until) })
	for _, order := range orders {
		if r.orders[order.ID].order.Version < order.Version {
			r.orders[order.ID] = recentOrder{order, now.Add(recentFor)}
		}
	}
}

// overlay returns the orders of a list and those remembered, each once, in its latest
// version. The states of the result may so differ from those of the list.
func (r *recent) overlay(orders []store.Order, now time.Time) []store.Order {
	latest := map[string]store.Order{}
	keep := func(order store.Order) {
		if known, ok := latest[order.ID]; !ok || known.Version < order.Version {
			latest[order.ID] = order
		}
	}
	for _, order := range orders {
		keep(order)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, known := range r.orders {
		if now.Before(known.until) {
			keep(known.order)
		}
	}
	return slices.SortedFunc(maps.Values(latest), func(a, b store.Order) int { return a.Since.Compare(b.Since) })
}
