package meter

import (
	"context"
	"crypto/rand"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// Step is what is done with a happy order.
type Step string

// The steps of a happy order.
const (
	Scan     Step = "scan"
	Place    Step = "place"
	Claim    Step = "claim"
	Complete Step = "complete"
)

// Order is what an order cost.
type Order struct {
	// Calls is how many requests the HTTP API got.
	Calls       int
	Transitions int
	Events      []string // their detail types
	Invocations []Invocation
	Requests    []Request
}

// Counts are the numbers that are the same for each happy order.
type Counts struct {
	Calls, Transitions, Invocations, Events, Requests int
	Units                                             Units
}

// Counts counts the order. Its requests are those to DynamoDB.
func (o Order) Counts() Counts {
	c := Counts{Calls: o.Calls, Transitions: o.Transitions, Invocations: len(o.Invocations), Events: len(o.Events)}
	for _, r := range o.Requests {
		if r.Service == DynamoDB {
			c.Requests++
			c.Units = c.Units.Plus(r.Units)
		}
	}
	return c
}

// Happy plays an order that a customer scans a code for and places, and that a
// barista claims and completes, and says what it cost. Between the steps it
// waits for the workflow by looking at the orders table, not over the API.
func (m *Meter) Happy(ctx context.Context, customer, barista *client.Client, code string, choice coffee.Choice) (Order, error) {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	if err := m.logs.count(ctx); err != nil {
		return Order{}, err
	}
	m.during(Scan)
	defer m.during("")
	ticket, err := customer.Scan(ctx, code, rand.Text())
	if err != nil {
		return Order{}, err
	}
	for _, next := range []struct {
		once coffee.State
		step Step
		take func() error
	}{
		{coffee.Started, Place, func() error { _, err := customer.Place(ctx, ticket, choice); return err }},
		{coffee.Queued, Claim, func() error { _, err := barista.Claim(ctx, ticket.OrderID); return err }},
		{coffee.Making, Complete, func() error { _, err := barista.Complete(ctx, ticket.OrderID); return err }},
	} {
		if _, err := m.shop.Await(ctx, ticket.OrderID, next.once); err != nil {
			return Order{}, err
		}
		m.during(next.step)
		if err := next.take(); err != nil {
			return Order{}, err
		}
	}
	return m.settled(ctx, ticket.OrderID)
}
