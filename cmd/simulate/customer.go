package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Customers look at their order firstLook after a change, then at growing intervals
// up to lastLook.
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
	order  api.Order // as they saw it last
	gaveUp bool
	placed time.Time // when the shop confirmed their drink
	waits  waits
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
	c.m.tally.countWaits(c.waits)
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
			c.order = order
			c.m.ledger.look(c.ticket.OrderID, order, asked)
			c.waits.reach(order.State, time.Now())
		}
		return err
	})
}

const (
	persistFor = time.Minute
	firstPause = 200 * time.Millisecond
	lastPause  = 5 * time.Second
)

// persist sends a request, and retries it after a lost connection, an internal error, or
// an answer that the shop or API Gateway is busy, as a front end would. Pauses double
// from firstPause to lastPause, and are at least the answer's RetryAfter. It returns the
// last error after persistFor.
func persist(ctx context.Context, send func() error) error {
	deadline := time.Now().Add(persistFor)
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := send()
		advised, again := retryable(err)
		// The jitter spreads the retries. It does not come from the seed, since the
		// number of retries depends on the shop.
		wait := advised + pause/2 + rand.N(pause/2)
		if !again || time.Now().Add(wait).After(deadline) || !sleep(ctx, wait) {
			return err
		}
	}
}

// retryable reports whether to retry a request after err, and the least time to wait
// first.
func retryable(err error) (wait time.Duration, again bool) {
	if err == nil {
		return 0, false
	}
	known := new(coffee.Error)
	if !errors.As(err, &known) {
		return 0, true // no answer, or an incomplete one
	}
	again = known.Code == coffee.Busy || known.Code == coffee.Internal ||
		known.Code == "http_429" || strings.HasPrefix(string(known.Code), "http_5") // API Gateway's own answers
	return known.RetryAfter, again
}

// sleep waits for d. It returns false as soon as ctx ends.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
