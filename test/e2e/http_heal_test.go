package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// interruption is a request that fails after it was stored, and a later one that
// completes it.
type interruption struct {
	name string
	// from returns an order in the state in which the request is made.
	from            func(code string) (api.Ticket, error)
	function, right string
	request         func(api.Ticket) error
	// stored is the order's state after the failed request, waits the state in which the
	// workflow still waits.
	stored coffee.State
	waits  string
	again  func(api.Ticket) error
	end    coffee.State
}

func (c *counter) interruptions() []interruption {
	place := func(o api.Ticket) error { _, err := c.customer.Place(c.ctx, o, flatWhite); return err }
	cancel := func(o api.Ticket) error { _, err := c.customer.Cancel(c.ctx, o); return err }
	turnDown := func(o api.Ticket) error { _, err := c.barista.TurnDown(c.ctx, o.OrderID, "no milk"); return err }
	complete := func(o api.Ticket) error { _, err := c.barista.Complete(c.ctx, o.OrderID); return err }
	collect := func(o api.Ticket) error { _, err := c.barista.Collect(c.ctx, o.OrderID); return err }
	placeAndComplete := func(o api.Ticket) error {
		if err := place(o); err != nil {
			return err
		}
		if _, err := c.sees(o, coffee.Queued); err != nil {
			return err
		}
		return complete(o)
	}
	const customer, barista = "EmitOrderStarted", "EmitAwaitingCompletion"
	return []interruption{
		{"placing", c.admit, customerFunction, toSucceed, place, coffee.Placed, customer, placeAndComplete, coffee.Ready},
		{"cancelling at once", c.admit, customerFunction, toFail, cancel, coffee.Cancelled, customer, cancel, coffee.Cancelled},
		{"cancelling", c.enqueue, customerFunction, toFail, cancel, coffee.Cancelled, barista, cancel, coffee.Cancelled},
		{"turning down", c.enqueue, baristaFunction, toFail, turnDown, coffee.Cancelled, barista, turnDown, coffee.Cancelled},
		{"completing", c.enqueue, baristaFunction, toSucceed, complete, coffee.Ready, barista, complete, coffee.Ready},
		{"completing, then collecting", c.enqueue, baristaFunction, toSucceed, complete, coffee.Ready, barista, collect, coffee.Collected},
	}
}

func TestARepeatedRequestAnswersTheWorkflow(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	for _, i := range c.interruptions() {
		t.Run(i.name, func(t *testing.T) {
			if err := c.playInterrupted(i, code); err != nil {
				t.Error(err)
			}
		})
	}
}

func (c *counter) playInterrupted(i interruption, code string) error {
	ticket, err := i.from(code)
	if err != nil {
		return err
	}
	for range 2 { // a repeat fails in the same way
		c.forbid(i.function, i.right, func() { err = busy(i.request(ticket)) })
		if err != nil {
			return err
		}
	}
	if order, err := c.Order(c.ctx, ticket.OrderID); err != nil || order.State() != i.stored {
		return fmt.Errorf("the order is %s, %v, want %s", order.State(), err, i.stored)
	}
	if status, state, err := c.executionStatus(ticket.OrderID); err != nil || status != "RUNNING" || state != i.waits {
		return fmt.Errorf("the workflow is %s in %s, %v, want RUNNING in %s", status, state, err, i.waits)
	}
	if err := i.again(ticket); err != nil {
		return err
	}
	return c.over(ticket, i.end)
}

func TestARepeatedRequestPublishesTheMissingEvent(t *testing.T) {
	c := staffedShop(t, listing)
	ticket, err := c.enqueue(c.newCode(1))
	c.must(err)
	o := order{c.shop, ticket.OrderID}
	interrupt := func(step func(context.Context, string) (api.QueuedOrder, error), stored coffee.State) {
		t.Helper()
		c.forbid(baristaFunction, toPublish, func() { _, err = step(c.ctx, ticket.OrderID) })
		c.must(busy(err))
		c.must(o.checkRecord(map[string]string{schema.StateAttribute: string(stored)}))
		again, err := step(c.ctx, ticket.OrderID)
		c.must(err)
		if again.State != stored {
			t.Errorf("repeated = %+v, want %s", again, stored)
		}
	}
	interrupt(c.barista.Claim, coffee.Making)
	interrupt(c.barista.Release, coffee.Queued)
	_, err = c.barista.Complete(c.ctx, ticket.OrderID)
	c.must(err)
	_, err = o.hear(coffee.OrderCompleted{})
	c.must(err)
	interrupt(c.barista.Collect, coffee.Collected)
	c.must(o.emits("OrderStarted", "AwaitingCompletion", "OrderClaimed", "OrderReleased", "OrderCompleted", "OrderCollected"))
}

func TestAScanWhoseWorkflowDoesNotStartReturnsTheDrink(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	var err error
	c.forbid(customerFunction, toStart, func() { _, err = c.scan(code, "") })
	c.must(busy(err))
	c.must(c.awaitRemaining(10))
	_, err = c.admit(code)
	c.must(err)
	c.must(c.awaitRemaining(9))
}

// The bus delivers BaristaTimedOut for this order, while the table says READY. Both are
// right, so the test does not track the order.
func TestACompletedOrderStaysReadyWhenTheWorkflowTimesOut(t *testing.T) {
	c := staffedShop(t, hasty)
	ticket, err := c.customer.Scan(c.ctx, c.newCode(2), "")
	c.must(err)
	made := order{c.shop, ticket.OrderID}
	c.must(made.becomes(coffee.Started))
	_, err = c.customer.Place(c.ctx, ticket, flatWhite)
	c.must(err)
	c.must(made.becomes(coffee.Queued))
	c.forbid(baristaFunction, toSucceed, func() { _, err = c.barista.Complete(c.ctx, ticket.OrderID) })
	c.must(busy(err))

	c.must(made.ends("FAILED", "BaristaTimedOut"))
	c.must(eventually(c.ctx, func(context.Context) error { // the tracker has handled BaristaTimedOut
		return made.checkRecord(map[string]string{schema.StateAttribute: string(coffee.Ready), schema.BaristaTokenAttribute: ""})
	}))
	_, err = c.barista.Complete(c.ctx, ticket.OrderID)
	c.must(err)
	_, err = c.sees(ticket, coffee.Ready)
	c.must(err)
	c.must(c.awaitRemaining(1)) // the drink is not returned to the code
}
