package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// errLeft is for customers who left before they had an order, since the shop was
// closing.
var errLeft = errors.New("left")

// freshScans is how often a customer scans anew after a scan came to nothing.
const freshScans = 3

// newCustomer returns a customer with an idempotency key of their own.
func newCustomer(m *morning, i int, p plan) *customer {
	return &customer{m: m, plan: p, key: fmt.Sprintf("simulated-%s-%d", m.run, i)}
}

// scan redeems the code on the board. If its drinks are all taken, the customer
// waits for the next one.
func (c *customer) scan(ctx context.Context) error {
	arrived := time.Now()
	for anew := 0; ; {
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
		case known.Code == coffee.WrongState && anew < freshScans:
			anew++ // this one came to nothing, and will with the same key
			c.key = fmt.Sprintf("%s-%d", c.key, anew)
		default:
			return err
		}
		c.m.dawdle(ctx, wait)
	}
}

// redeem sends the code that hangs on the board.
func (c *customer) redeem(ctx context.Context) error {
	for c.code = c.m.board.read(); c.code == ""; c.code = c.m.board.read() {
		if c.m.isClosing() || !sleep(ctx, firstLook) {
			return errLeft
		}
	}
	return persist(ctx, func() error {
		ticket, err := c.m.shop.Scan(ctx, c.code, c.key)
		if err == nil {
			c.ticket = ticket
			c.m.ledger.acknowledge(c.key, ticket)
		}
		return err
	})
}

// scanAgain sends the same once more, as a browser does whose connection broke.
func (c *customer) scanAgain(ctx context.Context) {
	var ticket api.Ticket
	err := persist(ctx, func() (err error) { ticket, err = c.m.shop.Scan(ctx, c.code, c.key); return err })
	if err == nil {
		c.m.ledger.acknowledge(c.key, ticket)
	} else if _, unclear := advice(err); !unclear {
		c.m.ledger.deny(c.key, coffee.CodeOf(err))
	}
}
