package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// hoarder scans codes and never places a drink, so that each scan holds a place in the
// queue until the customer's timeout.
type hoarder struct {
	shop  *Memory
	codes []store.QRCode
	held  []store.Order
	scans int
}

// scan takes all that is left of a code.
func (h *hoarder) scan(t *testing.T, code store.QRCode, at time.Time) {
	t.Helper()
	for {
		h.scans++
		order, err := h.shop.Redeem(t.Context(), store.Redemption{Code: code.Text, OrderID: fmt.Sprint("order-", h.scans), At: at})
		if known := coffee.CodeOf(err); err != nil && (known == coffee.CodeUsedUp || known == coffee.CodeExpired) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		h.held = append(h.held, order)
	}
}

// timeOut ends the orders that nobody placed in time, and returns their drinks.
func (h *hoarder) timeOut(t *testing.T, at time.Time) {
	t.Helper()
	for len(h.held) > 0 && at.Sub(h.held[0].RequestedAt) >= coffee.DefaultCustomerTimeout {
		order := h.held[0]
		h.held, order.State, order.By = h.held[1:], coffee.TimedOut, ""
		h.shop.Put(order)
		if err := h.shop.GiveBack(t.Context(), order, at); err != nil {
			t.Fatal(err)
		}
	}
}

// docs/security.md states the most places that scans can hold: the codes that can be
// redeemed within the customer's timeout, times their drinks.
func TestUnusedPlacesAreBoundedByTheCodesOfATimeout(t *testing.T) {
	const (
		atOnce = iota // scans each code as soon as it is shown
		late          // scans each code in its last second
		worst         // late for an hour, then at once
	)
	for name, test := range map[string]struct{ strategy, drinks, period, want int }{
		"by default, at once":     {atOnce, 10, 300, 30},
		"by default, late":        {late, 10, 300, 30},
		"by default, at worst":    {worst, 10, 300, 50},
		"three drinks, at once":   {atOnce, 3, 300, 9},
		"three drinks, at worst":  {worst, 3, 300, 15},
		"a quarter, at once":      {atOnce, 10, 900, 20},
		"a quarter, at worst":     {worst, 10, 900, 30},
		"codes of an hour":        {atOnce, 10, 3600, 20},
		"codes of an hour, worst": {worst, 10, 3600, 20},
	} {
		t.Run(name, func(t *testing.T) {
			h := &hoarder{shop: openShop(t)}
			begin := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
			change := begin.Add(time.Hour + store.Grace - time.Second) // the last second of a code
			period, most := time.Duration(test.period)*time.Second, 0
			for at := begin; at.Before(change.Add(coffee.DefaultCustomerTimeout)); at = at.Add(time.Second) {
				h.timeOut(t, at)
				waits := test.strategy == late || test.strategy == worst && !at.After(change)
				for _, code := range h.shown(t, at, test.drinks, period) {
					if !waits || at.Equal(code.ExpiresAt.Add(store.Grace-time.Second)) {
						h.scan(t, code, at)
					}
				}
				most = max(most, len(h.held))
			}
			bound := test.drinks * (1 + int((coffee.DefaultCustomerTimeout+store.Grace+period-1)/period))
			if most != test.want || most > bound || test.strategy == worst && most != bound {
				t.Errorf("%d places are held at once, want %d, and at most %d", most, test.want, bound)
			}
		})
	}
}

// shown returns the code that is shown at a time and the one before it.
func (h *hoarder) shown(t *testing.T, at time.Time, drinks int, period time.Duration) []store.QRCode {
	t.Helper()
	code, err := h.shop.CurrentCode(t.Context(), at, drinks, period)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.codes) == 0 || h.codes[len(h.codes)-1].Text != code.Text {
		h.codes = append(h.codes, code)
	}
	return h.codes[max(0, len(h.codes)-2):]
}

func openShop(t *testing.T) *Memory {
	t.Helper()
	m := new(Memory)
	err := m.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}})
	if err == nil {
		err = m.PutOpen(t.Context(), true, time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}
