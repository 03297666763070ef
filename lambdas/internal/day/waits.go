package day

import (
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/percentile"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// span is a part of an order's life: the time from one moment to another.
type span func(store.Order) (from, to time.Time)

// An order that was taken at the counter was placed when it was requested, so nobody
// waited.
func scanToPlaced(o store.Order) (from, to time.Time) {
	if o.TakenBy != "" {
		return time.Time{}, time.Time{}
	}
	return o.RequestedAt, o.PlacedAt
}

func placedToReady(o store.Order) (from, to time.Time)    { return o.PlacedAt, o.ReadyAt }
func readyToCollected(o store.Order) (from, to time.Time) { return o.ReadyAt, o.CollectedAt }

// of returns how long the span of an order took, and whether both its ends are known and
// the drink was made. Clocks that differ do not make it negative.
func (s span) of(o store.Order) (time.Duration, bool) {
	from, to := s(o)
	return max(0, to.Sub(from)), made(o) && !from.IsZero() && !to.IsZero()
}

func waits(orders []store.Order) api.Waits {
	return api.Waits{
		ScanToPlaced: wait(orders, scanToPlaced), PlacedToReady: wait(orders, placedToReady), ReadyToCollected: wait(orders, readyToCollected),
	}
}

func wait(orders []store.Order, s span) api.Wait {
	var all []time.Duration
	for _, o := range orders {
		if took, known := s.of(o); known {
			all = append(all, took)
		}
	}
	slices.Sort(all)
	return api.Wait{Orders: len(all), P50: seconds(percentile.At(all, 0.5)), P95: seconds(percentile.At(all, 0.95))}
}

func seconds(d time.Duration) int { return int(d.Round(time.Second).Seconds()) }
