package live

import (
	"context"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// count records the metrics of changes. The stream has each change of each order, whoever
// made it, with the order before and after; so no other function counts orders.
func (h *handler) count(ctx context.Context, changes []change) {
	for _, changed := range changes {
		if values := changed.measure(); len(values) > 0 {
			h.log.InfoContext(ctx, "counted a change", "orderId", changed.after.ID, h.metrics.Record(h.now(), values))
		}
	}
}

// measure returns the metrics of a change: what happened to the order for the first time,
// and how long it had waited for it.
func (c change) measure() metric.Values {
	before, after, values := c.before, c.after, metric.Values{}
	first := func(was, is time.Time) bool { return was.IsZero() && !is.IsZero() }
	waited := func(m metrics.Metric, from, to time.Time) {
		if !from.IsZero() && !to.Before(from) { // events may come out of order
			values[m] = to.Sub(from).Seconds()
		}
	}
	if first(before.StartedAt, after.StartedAt) {
		values[metrics.Of(coffee.OrderStarted{})] = 1
	}
	if first(before.PlacedAt, after.PlacedAt) {
		waited(metrics.WaitToPlace, after.StartedAt, after.PlacedAt)
	}
	if first(before.QueuedAt, after.QueuedAt) {
		values[metrics.Of(coffee.AwaitingCompletion{})] = 1
	}
	if first(before.ReadyAt, after.ReadyAt) {
		values[metrics.Of(coffee.OrderCompleted{})] = 1
		waited(metrics.WaitInQueue, after.QueuedAt, after.MakingAt)
		waited(metrics.WaitWhileMade, after.MakingAt, after.ReadyAt)
		waited(metrics.Wait, after.PlacedAt, after.ReadyAt)
	}
	if first(before.CollectedAt, after.CollectedAt) {
		values[metrics.Of(coffee.OrderCollected{})] = 1
		waited(metrics.WaitToCollect, after.ReadyAt, after.CollectedAt)
	}
	if end, ended := endOf(after); ended && first(before.EndedAt, after.EndedAt) {
		values[end] = 1
	}
	return values
}

// endOf returns the metric of an order that ended without being collected.
func endOf(order store.Order) (metrics.Metric, bool) {
	if order.State == coffee.Unclaimed {
		return metrics.Of(coffee.OrderUnclaimed{}), true
	}
	return metrics.Metric(order.Reason), order.Reason != ""
}
