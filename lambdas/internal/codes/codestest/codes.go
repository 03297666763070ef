// Package codestest has a stand-in for the QR codes, and the contract that the
// stand-in and the codes in DynamoDB both keep.
package codestest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
)

// Codes are QR codes in memory. The zero value has none and is ready; a nil
// pointer knows none.
type Codes struct {
	mu   sync.Mutex
	made map[codes.Period]*codes.Code
}

// Current returns the code of the period that now is in.
func (c *Codes) Current(_ context.Context, now time.Time, drinks int, period time.Duration) (codes.Code, error) {
	if drinks < 1 || period < time.Second {
		return codes.Code{}, fmt.Errorf("code for %d drinks in %v: want at least one drink and a second", drinks, period)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	n := codes.PeriodOf(now, period)
	if c.made[n] == nil {
		if c.made == nil {
			c.made = map[codes.Period]*codes.Code{}
		}
		c.made[n] = &codes.Code{
			Text:      n.NewText(),
			Remaining: drinks,
			ExpiresAt: n.End(),
		}
	}
	return *c.made[n], nil
}

// Take takes a drink of a code, as an order's redemption does.
func (c *Codes) Take(text string, at time.Time) error {
	if c == nil {
		return coffee.NewError(coffee.CodeUnknown, "Nobody knows this code.")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	one := c.find(text)
	if one == nil {
		return codes.Refuse(text, "", 0, time.Time{}, at)
	}
	if err := codes.Refuse(text, one.Text, one.Remaining, one.ExpiresAt.Add(codes.Grace), at); err != nil {
		return err
	}
	one.Remaining--
	return nil
}

// Return gives a drink back to a code.
func (c *Codes) Return(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if one := c.find(text); one != nil {
		one.Remaining++
	}
}

func (c *Codes) find(text string) *codes.Code {
	n, err := codes.Parse(text)
	if one := c.made[n]; err == nil && one != nil && one.Text == text {
		return one
	}
	return nil
}
