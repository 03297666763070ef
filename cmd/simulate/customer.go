package main

import (
	"context"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// How often customers look at their order: soon after something happened, then
// less and less often.
const (
	firstLook = 200 * time.Millisecond
	lastLook  = 2 * time.Second
)

// customer is one customer on one visit.
type customer struct {
	m    *morning
	plan plan
	key  string
	code string

	ticket api.Ticket
	order  api.Order // as they saw it last
	gaveUp bool
	placed time.Time // when they were told that their drink is
	waits  waits
}

// visit is from the scan until the order is over, or patience is.
func (c *customer) visit(ctx context.Context) {
	if err := c.scan(ctx); err != nil {
		c.m.tally.refuse(err)
		return
	}
	if c.plan.repeats {
		c.m.dawdle(ctx, c.plan.repeatAfter)
		c.scanAgain(ctx)
	}
	pause, changed := firstLook, time.Now()
	for time.Since(changed) < c.m.patience {
		before := c.order.State
		c.look(ctx)
		c.act(ctx)
		if c.order.State.Terminal() {
			break
		}
		pause = min(pause*3/2, lastLook)
		if c.order.State != before {
			pause, changed = firstLook, time.Now()
		}
		if !sleep(ctx, pause) {
			break
		}
	}
	c.m.tally.waited(c.waits)
}

// unclaimed are the states in which an order can be cancelled by its customer.
var unclaimed = []coffee.State{coffee.Requested, coffee.Started, coffee.Placed, coffee.Queued}

// act does what the customer planned to, once the order is ready for it.
func (c *customer) act(ctx context.Context) {
	switch {
	case c.gaveUp || !slices.Contains(unclaimed, c.order.State):
	case c.m.isClosing():
		c.cancel(ctx)
	case c.order.State == coffee.Started && c.placed.IsZero():
		c.decide(ctx)
	case c.plan.cancels && !c.placed.IsZero() && time.Since(c.placed) > c.plan.cancelAfter:
		c.cancel(ctx)
	}
}

// decide places a drink, or does not.
func (c *customer) decide(ctx context.Context) {
	if c.plan.abandons {
		return
	}
	c.m.dawdle(ctx, c.plan.thinks)
	if c.m.isClosing() || c.plan.cancels && !c.plan.afterwards {
		c.cancel(ctx)
		return
	}
	c.place(ctx)
}

func (c *customer) look(ctx context.Context) {
	c.ask(ctx, func(ctx context.Context) (api.Order, error) { return c.m.shop.View(ctx, c.ticket) })
}

func (c *customer) place(ctx context.Context) {
	c.m.ledger.choose(c.ticket.OrderID, c.plan.choice)
	c.waits.begin(untilQueued, time.Now())
	err := c.ask(ctx, func(ctx context.Context) (api.Order, error) {
		return c.m.shop.Place(ctx, c.ticket, c.plan.choice)
	})
	if err == nil {
		c.placed = time.Now()
	}
}

// cancel gives the order up. A barista may be quicker: then it is too late.
func (c *customer) cancel(ctx context.Context) {
	c.gaveUp = true
	c.m.ledger.giveUp(c.ticket.OrderID)
	c.ask(ctx, func(ctx context.Context) (api.Order, error) { return c.m.shop.Cancel(ctx, c.ticket) })
}

// ask sends a request about the order, and remembers the answer.
func (c *customer) ask(ctx context.Context, send func(context.Context) (api.Order, error)) error {
	return persist(ctx, func() error {
		asked := time.Now()
		order, err := send(ctx)
		if err == nil {
			c.order = order
			c.m.ledger.look(c.ticket.OrderID, order, asked)
			c.waits.reach(order.State, time.Now())
		}
		return err
	})
}
