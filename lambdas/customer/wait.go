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
	// defaultWait is the estimated wait when there are no recent orders.
	defaultWait = 3 * time.Minute
	// waitTTL and queueTTL say how long an execution environment caches the average
	// wait and the queue. The queue comes from an eventually consistent index anyway.
	waitTTL  = time.Minute
	queueTTL = time.Second / 2
	// recentOrders is how many orders of each state (READY and COLLECTED) go into the
	// average.
	recentOrders = 20
)

// queue holds the orders that are still to be made.
type queue struct{ queued, making []store.Order }

func (h *handler) readQueue(ctx context.Context) (queue, error) {
	return h.queue.get(h.now(), queueTTL, func() (q queue, err error) {
		var all errgroup.Group
		all.Go(func() (err error) { q.queued, err = h.store.InState(ctx, coffee.Queued); return err })
		all.Go(func() (err error) { q.making, err = h.store.InState(ctx, coffee.Making); return err })
		return q, all.Wait()
	})
}

func (h *handler) placesTaken(ctx context.Context) (int, error) {
	return h.taken.get(h.now(), queueTTL, func() (int, error) { return h.store.PlacesTaken(ctx) })
}

// addWait sets how many orders are ahead of this one, and the estimated wait in
// seconds. An order that is being made has none ahead.
func (h *handler) addWait(ctx context.Context, order store.Order, shown *api.Order) error {
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

// usualWait returns the average time from QUEUED to READY of the recent orders.
func (h *handler) usualWait(ctx context.Context) (time.Duration, error) {
	return h.wait.get(h.now(), waitTTL, func() (time.Duration, error) {
		var sum, count time.Duration
		for _, state := range []coffee.State{coffee.Ready, coffee.Collected} {
			latest, err := h.store.Latest(ctx, state, time.Time{}, recentOrders)
			if err != nil {
				return 0, err
			}
			for _, order := range latest {
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
