package live

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

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
// version. The states of the result may so differ from those of the list. It also returns
// the indexes of orders in the shop that the list does not have: either the index lags, or they
// have left, and another instance of the function was told.
func (r *recent) overlay(orders []store.Order, now time.Time) (latest []store.Order, unlisted []int) {
	byID := map[string]store.Order{}
	keep := func(order store.Order) {
		if known, ok := byID[order.ID]; !ok || known.Version < order.Version {
			byID[order.ID] = order
		}
	}
	listed := map[string]bool{}
	for _, order := range orders {
		keep(order)
		listed[order.ID] = true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, known := range r.orders {
		if now.Before(known.until) {
			keep(known.order)
		}
	}
	latest = slices.SortedFunc(maps.Values(byID), func(a, b store.Order) int { return a.Since.Compare(b.Since) })
	for i, order := range latest {
		if !listed[order.ID] && !order.State.Terminal() {
			unlisted = append(unlisted, i)
		}
	}
	return latest, unlisted
}

// newest returns the orders of a list from the index, and those that changed a moment
// ago, in their newest version.
func (h *handler) newest(ctx context.Context, listed []store.Order, at time.Time) ([]store.Order, error) {
	orders, unlisted := h.recent.overlay(listed, at)
	var reads errgroup.Group
	for _, i := range unlisted {
		reads.Go(func() error {
			order, found, err := h.store.Order(ctx, orders[i].ID)
			if found && orders[i].Version < order.Version {
				orders[i] = order
				h.recent.add(at, order)
			}
			return err
		})
	}
	return orders, reads.Wait()
}
