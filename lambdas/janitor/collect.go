package janitor

import (
	"context"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// collect reminds customers of drinks that are ready, and closes orders that nobody
// collects.
func (r *run) collect(ctx context.Context) error {
	shop, err := r.Store.Shop(ctx)
	if err != nil {
		return err
	}
	orders, err := r.Store.InState(ctx, coffee.Ready)
	if err == nil {
		r.counts[metrics.ReadyOrders] = float64(len(orders))
	}
	for _, order := range orders {
		r.try(r.remindOrUnclaim(ctx, order, shop.CollectWithin()))
	}
	return err
}

// remindOrUnclaim stores a reminder for an order that has been READY for the time
// within, and makes it UNCLAIMED after twice that time.
func (r *run) remindOrUnclaim(ctx context.Context, order store.Order, within time.Duration) error {
	switch age := r.now.Sub(order.Since); {
	case age >= 2*within:
		return r.unclaim(ctx, order)
	case age >= within && order.RemindedAt.IsZero():
		_, err := r.Store.Remind(ctx, order.ID, order.Since, r.now)
		return err
	default:
		return nil
	}
}

func (r *run) unclaim(ctx context.Context, order store.Order) error {
	if _, err := r.Store.Unclaim(ctx, order.ID, order.Since, r.now); err != nil {
		return err
	}
	r.Log.InfoContext(ctx, "nobody collected an order", "orderId", order.ID, "orderNumber", order.Number)
	return r.Bus.Put(ctx, coffee.OrderUnclaimed{
		OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: r.now}, OrderID: order.ID},
		OrderNumber: order.Number,
	})
}
