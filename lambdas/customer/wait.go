package main

import (
	"context"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

const (
	// defaultWait is what a shop without recent orders tells.
	defaultWait = 3 * time.Minute
	// averageFor is how long an average is told before the orders are read
	// again.
	averageFor = 30 * time.Second
	// recentOrders is of how many orders at the counter, and of how many
	// collected, the average is.
	recentOrders = 20
)

// average is how long drinks took from the queue to the counter.
type average struct {
	sync.Mutex
	wait  time.Duration
	until time.Time
}

// queue lists the orders to be made.
func (h *handler) queue(ctx context.Context) ([]orders.Record, error) {
	queued, err := h.orders.InState(ctx, coffee.Queued)
	if err != nil {
		return nil, err
	}
	making, err := h.orders.InState(ctx, coffee.Making)
	return append(queued, making...), err
}

// showWait adds how many orders are ahead, and how long it may take.
func (h *handler) showWait(ctx context.Context, order orders.Record, shown *api.Order) error {
	queue, err := h.queue(ctx)
	if err != nil {
		return err
	}
	ahead := 0
	for _, other := range queue {
		if other.ID != order.ID && (order.Number == 0 || other.Number < order.Number) {
			ahead++
		}
	}
	wait, err := h.usualWait(ctx)
	if err != nil {
		return err
	}
	if !order.QueuedAt.IsZero() {
		wait = max(0, wait-h.now().Sub(order.QueuedAt))
	}
	shown.Ahead, shown.EstimatedWait = &ahead, new(seconds(wait))
	return nil
}

// usualWait is the average of the recent orders.
func (h *handler) usualWait(ctx context.Context) (time.Duration, error) {
	h.recent.Lock()
	defer h.recent.Unlock()
	if h.now().Before(h.recent.until) {
		return h.recent.wait, nil
	}
	var sum, count time.Duration
	for _, state := range []coffee.State{coffee.Ready, coffee.Collected} {
		made, err := h.orders.Latest(ctx, state, recentOrders)
		if err != nil {
			return 0, err
		}
		for _, order := range made {
			if !order.QueuedAt.IsZero() && order.ReadyAt.After(order.QueuedAt) {
				sum, count = sum+order.ReadyAt.Sub(order.QueuedAt), count+1
			}
		}
	}
	h.recent.wait, h.recent.until = defaultWait, h.now().Add(averageFor)
	if count > 0 {
		h.recent.wait = sum / count
	}
	return h.recent.wait, nil
}

func seconds(d time.Duration) int { return int(d.Round(time.Second).Seconds()) }
