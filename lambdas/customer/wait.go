package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const (
	// defaultWait is the estimate of a shop without recent orders.
	defaultWait = 3 * time.Minute
	// waitFor is how long an average is kept, and queueFor the queue. The index that
	// the queue is read from is a moment behind in any case.
	waitFor  = time.Minute
	queueFor = time.Second
	// recentOrders is how many READY orders, and how many COLLECTED ones, the average
	// is of.
	recentOrders = 20
)

// queue is the orders to be made.
type queue struct{ queued, making []store.Order }

func (h *handler) readQueue(ctx context.Context) (queue, error) {
	return h.queue.get(h.now(), queueFor, func() (q queue, err error) {
		var all errgroup.Group
		all.Go(func() (err error) { q.queued, err = h.store.InState(ctx, coffee.Queued); return err })
		all.Go(func() (err error) { q.making, err = h.store.InState(ctx, coffee.Making); return err })
		return q, all.Wait()
	})
}

// showWait adds how many orders are ahead, and how long it may take. Nobody is ahead
// of an order that is being made.
func (h *handler) showWait(ctx context.Context, order store.Order, shown *api.Order) error {
	ahead := 0
	if order.State != coffee.Making {
		queue, err := h.readQueue(ctx)
		if err != nil {
			return err
		}
		for _, other := range append(queue.queued, queue.making...) {
			if other.ID != order.ID && (order.Number == 0 || other.Number < order.Number) {
				ahead++
			}
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

// usualWait is how long the recent drinks took from the queue to the counter, on
// average.
func (h *handler) usualWait(ctx context.Context) (time.Duration, error) {
	return h.wait.get(h.now(), waitFor, func() (time.Duration, error) {
		var sum, count time.Duration
		for _, state := range []coffee.State{coffee.Ready, coffee.Collected} {
			made, err := h.store.Latest(ctx, state, time.Time{}, recentOrders)
			if err != nil {
				return 0, err
			}
			for _, order := range made {
				if !order.QueuedAt.IsZero() && order.ReadyAt.After(order.QueuedAt) {
					sum, count = sum+order.ReadyAt.Sub(order.QueuedAt), count+1
				}
			}
		}
		if count == 0 {
			return defaultWait, nil
		}
		return sum / count, nil
	})
}

func seconds(d time.Duration) int { return int(d.Round(time.Second).Seconds()) }
