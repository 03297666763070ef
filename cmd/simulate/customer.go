package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Customers who poll look at their order firstLook after a change, then at growing
// intervals up to lastLook.
const (
	firstLook = 200 * time.Millisecond
	lastLook  = 2 * time.Second
)

// freshScans is how often a customer scans again with another key when the order of
// a scan has ended already.
const freshScans = 3

// errLeft is the error for customers who leave without an order because the shop is
// closing.
var errLeft = errors.New("left")

// customer is one customer on one visit.
type customer struct {
	m    *morning
	plan plan
	key  string // the idempotency key of their scan
	code string // the QR code that they scanned

	ticket api.Ticket
	order  api.Order // the newest version that they saw
	gaveUp bool
	placed time.Time // when the shop confirmed their drink
	waits  waits
	// boardWait is the estimated wait on the board in seconds, nil if not known.
	boardWait *int
}

func newCustomer(m *morning, i int, p plan) *customer {
	return &customer{m: m, plan: p, key: fmt.Sprintf("simulated-%s-%d", m.run, i)}
}

// visit plays a customer from the scan until the order has ended, or has stayed in one
// state for longer than the customer's patience.
func (c *customer) visit(ctx context.Context) {
	if err := c.scan(ctx); err != nil {
		c.m.tally.countRefusal(err)
		return
	}
	if c.plan.repeats {
		c.m.linger(ctx, c.plan.repeatAfter)
		c.scanAgain(ctx)
	}
	if c.plan.abandons {
		defer c.m.tally.awaitTimeout(c.ticket.PlaceBy)()
	}
	c.stay(ctx)
	c.m.tally.countWaits(c.waits)
}

// stay follows the order until it has ended, and carries out the plan.
func (c *customer) stay(ctx context.Context) {
	news := c.follow(ctx)
	defer news.end()
	changed := time.Now()
	for pause := time.Duration(0); time.Since(changed) < c.m.patience; {
		before := c.order.State
		if !news.await(ctx, pause) {
			return
		}
		c.act(ctx)
		if c.order.State.Terminal() {
			break
		}
		pause = min(max(firstLook, pause*3/2), lastLook)
		if c.order.State != before {
			pause, changed = firstLook, time.Now()
		}
	}
	if !c.m.poll {
		c.askInTheEnd(ctx)
	}
}

// askInTheEnd asks for the order once, which shows whether the pushes were right.
func (c *customer) askInTheEnd(ctx context.Context) {
	before := c.order
	c.look(ctx)
	if c.order.Version > before.Version && !before.State.Terminal() {
		c.m.tally.countMissed()
	}
}

// scan redeems the code on display. When all its drinks are taken, the customer
// waits for the next code.
func (c *customer) scan(ctx context.Context) error {
	arrived := time.Now()
	for again := 0; ; {
		if c.m.isClosing() || ctx.Err() != nil {
			return errLeft
		}
		sent := time.Now()
		err := c.redeem(ctx)
		if err == nil {
			c.waits.begin(untilStarted, sent)
			return nil
		}
		wait := time.Second
		switch known := new(coffee.Error); {
		case time.Since(arrived) > c.m.patience || !errors.As(err, &known):
			return err
		case known.Code == coffee.CodeUsedUp || known.Code == coffee.CodeExpired:
			wait = max(wait, known.RetryAfter)
		case known.Code == coffee.WrongState && again < freshScans:
			again++ // the same key would get the same answer
			c.key = fmt.Sprintf("%s-%d", c.key, again)
		default:
			return err
		}
		c.m.linger(ctx, wait)
	}
}

// redeem sends the code on display, once there is one.
func (c *customer) redeem(ctx context.Context) error {
	for c.code = c.m.readCode(); c.code == ""; c.code = c.m.readCode() {
		if c.m.isClosing() || !sleep(ctx, firstLook) {
			return errLeft
		}
	}
	var err error
	c.ticket, err = c.sendScan(ctx)
	c.order.State = coffee.Requested
	return err
}

// scanAgain repeats the scan, as a browser does after a broken connection.
func (c *customer) scanAgain(ctx context.Context) {
	_, err := c.sendScan(ctx)
	if _, unclear := retryable(err); err != nil && !unclear {
		c.m.ledger.deny(c.key, coffee.CodeOf(err))
	}
}

func (c *customer) sendScan(ctx context.Context) (ticket api.Ticket, err error) {
	err = persist(ctx, func() (err error) { ticket, err = c.m.shop.Scan(ctx, c.code, c.key); return err })
	if err == nil {
		c.m.ledger.acknowledge(c.key, ticket)
	}
	return ticket, err
}

// cancellable lists the states in which customers may cancel: no barista has claimed
// the order.
var cancellable = []coffee.State{coffee.Requested, coffee.Started, coffee.Placed, coffee.Queued}

// act takes the next step of the plan, if the order's state allows it.
func (c *customer) act(ctx context.Context) {
	switch {
	case c.gaveUp || !slices.Contains(cancellable, c.order.State):
	case c.m.isClosing():
		c.cancel(ctx)
	case c.order.State == coffee.Started && c.placed.IsZero() && !c.plan.abandons:
		c.decide(ctx)
	case c.plan.cancels && !c.placed.IsZero() && time.Since(c.placed) > c.plan.cancelAfter:
		c.cancel(ctx)
	}
}

// decide places a drink or cancels, after a look at the menu.
func (c *customer) decide(ctx context.Context) {
	c.m.linger(ctx, c.plan.thinks)
	if c.m.isClosing() || c.plan.cancels && !c.plan.afterwards {
		c.cancel(ctx)
		return
	}
	c.place(ctx)
}

func (c *customer) look(ctx context.Context) {
	_ = c.ask(ctx, func() (api.Order, error) { return c.m.shop.View(ctx, c.ticket) }) // the next look follows
}

func (c *customer) place(ctx context.Context) {
	c.m.ledger.choose(c.ticket.OrderID, c.plan.choice)
	c.waits.begin(untilQueued, time.Now())
	if err := c.ask(ctx, func() (api.Order, error) { return c.m.shop.Place(ctx, c.ticket, c.plan.choice) }); err == nil {
		c.placed = time.Now()
	}
}

// cancel tries to cancel the order. It is too late if a barista has claimed it.
func (c *customer) cancel(ctx context.Context) {
	c.gaveUp = true
	c.m.ledger.giveUp(c.ticket.OrderID)
	_ = c.ask(ctx, func() (api.Order, error) { return c.m.shop.Cancel(ctx, c.ticket) }) // the next look shows the result
}

// ask sends a request about the order by persist, and records the answer.
func (c *customer) ask(ctx context.Context, send func() (api.Order, error)) error {
	return persist(ctx, func() error {
		asked := time.Now()
		order, err := send()
		if err == nil {
			c.see(order, asked)
		}
		return err
	})
}

// see records what an answer to a request sent at asked, or a push, says about the
// order.
func (c *customer) see(order api.Order, asked time.Time) {
	c.m.ledger.look(c.ticket.OrderID, order, asked)
	if order.Version < c.order.Version {
		return // it was overtaken
	}
	c.order = order
	now := time.Now()
	if estimate := cmp.Or(order.EstimatedWait, c.boardWait); estimate != nil {
		c.waits.expect(order.State, now.Add(time.Duration(*estimate)*time.Second))
	}
	c.waits.reach(order.State, now)
}
