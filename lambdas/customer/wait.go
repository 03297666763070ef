package customer

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
)

// queueTTL is how long an execution environment caches the queue, which comes from an
// eventually consistent index anyway.
const queueTTL = time.Second / 2

// queue holds the orders that are still to be made.
type queue struct{ queued, making []store.Order }

func (h *Handler) readQueue(ctx context.Context) (queue, error) {
	return h.queue.Get(h.Now(), queueTTL, func() (q queue, err error) {
		var all errgroup.Group
		all.Go(func() (err error) { q.queued, err = h.Store.InState(ctx, coffee.Queued); return err })
		all.Go(func() (err error) { q.making, err = h.Store.InState(ctx, coffee.Making); return err })
		return q, all.Wait()
	})
}

func (h *Handler) placesTaken(ctx context.Context) (int, error) {
	return h.taken.Get(h.Now(), queueTTL, func() (int, error) { return h.Store.PlacesTaken(ctx) })
}

// addWait sets how many orders are ahead of this one, and the estimated wait in
// seconds. An order that is being made has none ahead.
func (h *Handler) addWait(ctx context.Context, order store.Order, shown *api.Order) error {
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
		wait = max(0, wait-h.Now().Sub(order.QueuedAt))
	}
	shown.Ahead, shown.EstimatedWait = &ahead, new(view.Seconds(wait))
	return nil
}

func (h *Handler) usualWait(ctx context.Context) (time.Duration, error) {
	return h.wait.Get(h.Now(), view.WaitTTL, func() (time.Duration, error) { return view.UsualWait(ctx, h.Store.Latest) })
}
