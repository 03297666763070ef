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
	mu    sync.Mutex
	made  map[string]*code // by text
	shown *code
}

type code struct {
	text          string
	drinks, taken int
	end           time.Time
}

func (c *code) remaining() int { return max(0, c.drinks-c.taken) }

// Current returns the code that is shown now.
func (c *Codes) Current(_ context.Context, now time.Time, drinks int, period time.Duration) (codes.QRCode, error) {
	if drinks < 1 || period < time.Second {
		return codes.QRCode{}, fmt.Errorf("code for %d drinks in %v: want at least one drink and a second", drinks, period)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shown == nil || !now.Before(c.shown.end) {
		last := ""
		if c.shown != nil {
			last = c.shown.text
		}
		p := codes.Next(last, now, period)
		c.shown = &code{text: p.NewText(), end: p.End()}
		if c.made == nil {
			c.made = map[string]*code{}
		}
		c.made[c.shown.text] = c.shown
	}
	c.shown.drinks = drinks
	return codes.QRCode{Text: c.shown.text, Remaining: c.shown.remaining(), ExpiresAt: c.shown.end}, nil
}

// Limit makes the code that is shown now good for that many drinks in all.
func (c *Codes) Limit(_ context.Context, now time.Time, drinks int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shown != nil && now.Before(c.shown.end) {
		c.shown.drinks = drinks
	}
	return nil
}

// Take takes a drink of a code, as an order's redemption does.
func (c *Codes) Take(text string, at time.Time) error {
	if c == nil {
		return coffee.NewError(coffee.CodeUnknown, "Nobody knows this code.")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	one := c.made[text]
	if one == nil {
		return codes.Refuse(text, "", 0, time.Time{}, at)
	}
	if err := codes.Refuse(text, one.text, one.remaining(), one.end.Add(codes.Grace), at); err != nil {
		return err
	}
	one.taken++
	return nil
}

// Return gives a drink back to a code.
func (c *Codes) Return(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if one := c.made[text]; one != nil {
		one.taken--
	}
}
