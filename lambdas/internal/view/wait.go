package view

import (
	"context"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const (
	// defaultWait is the usual wait when there are no recent orders.
	defaultWait = 3 * time.Minute
	// WaitTTL is how long a usual wait may be cached.
	WaitTTL = time.Minute
	// recentOrders is how many orders of each state (READY and COLLECTED) go into the
	// average.
	recentOrders = 20
)

// Latest lists orders like store.Store's method of that name.
type Latest func(ctx context.Context, state coffee.State, since time.Time, most int) ([]store.Order, error)

// UsualWait returns the average time from QUEUED to READY of the recent orders.
func UsualWait(ctx context.Context, latest Latest) (time.Duration, error) {
	var sum, count time.Duration
	for _, state := range []coffee.State{coffee.Ready, coffee.Collected} {
		orders, err := latest(ctx, state, time.Time{}, recentOrders)
		if err != nil {
			return 0, err
		}
		for _, order := range orders {
			if !order.QueuedAt.IsZero() && order.ReadyAt.After(order.QueuedAt) {
				sum, count = sum+order.ReadyAt.Sub(order.QueuedAt), count+1
			}
		}
	}
	if count == 0 {
		return defaultWait, nil
	}
	return sum / count, nil
}
