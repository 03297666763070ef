package e2e

import (
	"context"
	"fmt"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// scan redeems a code, and tracks the order.
func (c *counter) scan(code, key string) (api.Ticket, error) {
	ticket, err := c.customer.Scan(c.ctx, code, key)
	if err == nil {
		c.track(ticket.OrderID)
	}
	return ticket, err
}

// admit scans a code and waits until the order is STARTED.
func (c *counter) admit(code string) (api.Ticket, error) {
	ticket, err := c.scan(code, "")
	if err != nil {
		return ticket, err
	}
	return ticket, order{c.shop, ticket.OrderID}.becomes(coffee.Started)
}

// enqueue scans a code, places a flat white and waits until the order is QUEUED.
func (c *counter) enqueue(code string) (api.Ticket, error) {
	ticket, err := c.admit(code)
	if err != nil {
		return ticket, err
	}
	if _, err := c.customer.Place(c.ctx, ticket, flatWhite); err != nil {
		return ticket, err
	}
	return ticket, order{c.shop, ticket.OrderID}.becomes(coffee.Queued)
}

// line returns n QUEUED orders.
func (c *counter) line(n int) []api.Ticket {
	c.t.Helper()
	code, line := c.newCode(n), make([]api.Ticket, n)
	c.must(atOnce(numbers(n), 10, func(i int) (err error) {
		line[i], err = c.enqueue(code)
		return err
	}))
	return line
}

// sees waits until the customer sees the order in a state.
func (c *counter) sees(ticket api.Ticket, state coffee.State) (api.Order, error) {
	var seen api.Order
	err := eventually(c.ctx, func(ctx context.Context) (err error) {
		if seen, err = c.customer.View(ctx, ticket); err == nil && seen.State != state {
			err = fmt.Errorf("the customer of order %s sees %+v, want %s", ticket.OrderID, seen, state)
		}
		return err
	})
	return seen, err
}
