package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// take takes an order by hand, and tracks it.
func (c *counter) take(key string) (api.QueuedOrder, error) {
	order, err := c.barista.Take(c.ctx, flatWhite, key)
	if err == nil {
		c.track(order.OrderID)
	}
	return order, err
}

// takeByHand takes an order by hand, and retries while the shop is busy.
func (c *counter) takeByHand(key string) (order api.QueuedOrder, err error) {
	err = c.insist(func() (err error) { order, err = c.take(key); return err })
	return order, err
}

// awaitQueued waits until the order is in the barista's queue, and returns it.
func (c *counter) awaitQueued(orderID string) (api.QueuedOrder, error) {
	var found api.QueuedOrder
	err := eventually(c.ctx, func(ctx context.Context) error {
		queue, err := c.barista.Queue(ctx)
		if err != nil {
			return err
		}
		for _, found = range queue.Orders {
			if found.OrderID == orderID && found.State == coffee.Queued {
				return nil
			}
		}
		return fmt.Errorf("the queue is %+v, want order %s in it", queue, orderID)
	})
	return found, err
}

func TestARepeatedOrderByHandIsCreatedOnce(t *testing.T) {
	const key = "an-order-at-the-counter"
	c := staffedShop(t, listing)
	orders := make([]api.QueuedOrder, 10)
	c.must(atOnce(numbers(len(orders)), len(orders), func(i int) (err error) {
		orders[i], err = c.takeByHand(key)
		return err
	}))
	id := orders[0].OrderID
	queued, err := c.awaitQueued(id)
	c.must(err)
	if queued.Number == 0 || queued.Choice == nil || queued.Choice.Drink != flatWhite.Drink {
		t.Errorf("an order taken by hand = %+v, want a flat white with a number", queued)
	}
	for _, order := range orders {
		if known := order.Number != 0; order.OrderID != id || known && order.Number != queued.Number {
			t.Errorf("a concurrent repeat of the order = %+v, want %+v", order, queued)
		}
	}
	if again, err := c.takeByHand(key); err != nil || again.OrderID != id || again.Number != queued.Number {
		t.Errorf("a later repeat of the order = %+v, %v, want %+v", again, err, queued)
	}
	queue, err := c.barista.Queue(c.ctx)
	c.must(err)
	waiting := slices.DeleteFunc(queue.Orders, func(o api.QueuedOrder) bool { return o.State == coffee.Ready }) // left by other tests
	if len(waiting) != 1 {
		t.Errorf("the queue = %+v, want one order", waiting)
	}
	if _, err := c.barista.Take(c.ctx, espresso, key); codeOf(err) != coffee.KeyReused {
		t.Errorf("another drink with the same key = %v, want %s", err, coffee.KeyReused)
	}
	other, err := c.takeByHand("another-order-at-the-counter")
	c.must(err)
	if other.OrderID == id {
		t.Errorf("an order with another key has the same ID, %s", id)
	}
	_, err = c.barista.Complete(c.ctx, id)
	c.must(err)
	c.must(order{c.shop, id}.ends("SUCCEEDED", "EmitOrderCompleted"))
}

// The baristas see an order that the workflow rejected. For a few seconds after that,
// the API refuses the next one at once.
func TestAnOrderByHandIsRejectedWhenTheQueueIsFull(t *testing.T) {
	c := staffedShop(t, seating)
	c.limitQueue(1)
	first, err := c.takeByHand("")
	c.must(err)
	_, err = c.awaitQueued(first.OrderID)
	c.must(err)
	second, err := c.take("")
	c.must(err)
	c.must(eventually(c.ctx, func(ctx context.Context) error {
		queue, err := c.barista.Queue(ctx)
		if err != nil {
			return err
		}
		for _, order := range queue.Finished {
			if order.OrderID == second.OrderID && order.State == coffee.Rejected && order.Reason == (coffee.QueueFull{}).DetailType() {
				return nil
			}
		}
		return fmt.Errorf("finished orders are %+v, want %s among them, rejected because the queue is full", queue.Finished, second.OrderID)
	}))
	if _, err := c.take(""); codeOf(err) != coffee.QueueIsFull {
		t.Errorf("an order by hand after QueueFull = %v, want %s", err, coffee.QueueIsFull)
	}
	c.must(c.manager.SetOpen(c.ctx, false))
	if _, err := c.take(""); codeOf(err) != coffee.ShopIsClosed {
		t.Errorf("an order by hand in a closed shop = %v, want %s", err, coffee.ShopIsClosed)
	}
}

func TestAnInterruptedOrderByHandContinuesWhenRepeated(t *testing.T) {
	c := staffedShop(t, listing)
	const key = "an-interrupted-order"
	var err error
	c.forbid(baristaFunction, toStart, func() { _, err = c.take(key) })
	if problem := busy(err); problem != nil {
		t.Errorf("an order by hand without %s: %v", toStart, problem)
	}
	order, err := c.takeByHand(key)
	c.must(err)
	_, err = c.awaitQueued(order.OrderID)
	c.must(err)
}
