package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// The old code has drinks left when the new one is shown, and stays valid for
// store.Grace after that. The contract of the store (storetest) checks how long.
func TestAThousandScansAcrossARolloverTakeEachCodesDrinks(t *testing.T) {
	const early = 3
	c := staffedShop(t, seating)
	old := c.mint(8, newPeriod(5*time.Second, 8*time.Second))
	for range early {
		_, err := c.scan(old.Code, "")
		c.must(err)
	}
	c.changeLimits(func(l *coffee.Limits) { l.DrinksPerCode = 10 })
	c.must(c.awaitRemaining(10 - early)) // the new limit applies to the current code, too
	codes := [2]string{old.Code, c.codeAfter(old).Code}
	which := func(i int) int { // 200 scans of the old code among 1,000 of the new one
		if i < 400 {
			return i % 2
		}
		return 1
	}
	var answers [2][]error
	scan := func(i int) error {
		return c.insist(func() error { _, err := c.scan(codes[which(i)], fmt.Sprintf("customer-%08d", i)); return err })
	}
	for i, err := range c.ask(1200, 100, scan) {
		answers[which(i)] = append(answers[which(i)], err)
	}
	for i, want := range []map[coffee.ErrorCode]int{
		{"": 10 - early, coffee.CodeUsedUp: 200 - 10 + early},
		{"": 10, coffee.CodeUsedUp: 1000 - 10},
	} {
		if got := tally(answers[i]); !maps.Equal(got, want) {
			t.Errorf("scans of the %s code after the rollover = %v, want %v", []string{"old", "new"}[i], got, want)
		}
	}
	c.must(c.awaitRemaining(0))
	_, err := c.scan(codes[1], "")
	if known := new(coffee.Error); !errors.As(err, &known) || known.Code != coffee.CodeUsedUp || known.RetryAfter <= 0 {
		t.Errorf("a scan of a used-up code = %#v, want a RetryAfter until the next code", err)
	}
}

// codeAfter waits until ten displays show a new code, and checks that they show the
// same one.
func (c *counter) codeAfter(old api.QRCode) api.QRCode {
	c.t.Helper()
	shown := make([]api.QRCode, 10)
	c.must(atOnce(numbers(len(shown)), len(shown), func(i int) error {
		return eventually(c.ctx, func(ctx context.Context) (err error) {
			if shown[i], err = c.display.Code(ctx); err == nil && shown[i].Code == old.Code {
				err = fmt.Errorf("a display still shows %+v", old)
			}
			return err
		})
	}))
	for _, other := range shown {
		if other.Code != shown[0].Code {
			c.t.Fatalf("displays show %s and %s at the same time", other.Code, shown[0].Code)
		}
	}
	return shown[0]
}

func TestARepeatedScanReturnsTheSameOrder(t *testing.T) {
	const key = "a-key-of-a-customer-0001"
	c := staffedShop(t, listing)
	code := c.newCode(10)
	tickets := make([]api.Ticket, 50)
	scan := func(i int) (err error) {
		tickets[i], err = c.scan(code, key)
		return err
	}
	last := len(tickets) - 1
	c.must(atOnce(numbers(last), last, scan))
	c.must(order{c.shop, tickets[0].OrderID}.becomes(coffee.Started))
	c.must(scan(last)) // the order is STARTED by now
	for _, ticket := range tickets {
		if ticket != tickets[0] {
			t.Errorf("scans with the same key = %+v and %+v, want the same order", ticket, tickets[0])
		}
	}
	c.must(c.awaitRemaining(9))
}
