package orderstest

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
)

func testRefusals(t *testing.T, s Shop) {
	at := now()
	code := s.code(t, at)
	for range tenDrinks - 1 {
		s.redeem(t, scan(code, at))
	}
	for name, row := range map[string]struct {
		text string
		at   time.Time
		want coffee.ErrorCode
	}{
		"empty":                  {"", at, coffee.CodeMalformed},
		"shorter":                {code.Text[:len(code.Text)-1], at, coffee.CodeMalformed},
		"longer":                 {code.Text + "A", at, coffee.CodeMalformed},
		"other random bits":      {code.Text[:len(code.Text)-26] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ", at, coffee.CodeUnknown},
		"of another period":      {"1" + code.Text, at, coffee.CodeUnknown},
		"at the end of its days": {code.Text, code.ExpiresAt.Add(codes.Grace), coffee.CodeExpired},
	} {
		t.Run(name, func(t *testing.T) {
			r := scan(codes.QRCode{Text: row.text}, row.at)
			if got, err := s.Orders.Redeem(t.Context(), r); codeOf(err) != row.want {
				t.Errorf("Redeem(%s) = %+v, %v, want %s", row.text, got, err, row.want)
			}
			if _, exists, err := s.Orders.Get(t.Context(), r.OrderID); exists || err != nil {
				t.Errorf("Redeem(%s) made an order, %v", row.text, err)
			}
		})
	}
	s.left(t, at, 1)
	s.redeem(t, scan(code, code.ExpiresAt.Add(codes.Grace-time.Millisecond))) // the last drink, in the grace

	for when, want := range map[time.Time]time.Duration{
		code.ExpiresAt.Add(-90 * time.Second):        90 * time.Second,
		code.ExpiresAt.Add(-1500 * time.Millisecond): 2 * time.Second,
		code.ExpiresAt.Add(time.Second):              time.Second,
	} {
		_, err := s.Orders.Redeem(t.Context(), scan(code, when))
		if known, ok := err.(*coffee.Error); !ok || known.Code != coffee.CodeUsedUp || known.RetryAfter != want {
			t.Errorf("Redeem of a code that is used up = %+v, want %s and to retry after %v", err, coffee.CodeUsedUp, want)
		}
	}
}

func testClosedShop(t *testing.T, s Shop) {
	at := now()
	code := s.code(t, at)
	if err := s.Settings.PutOpen(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	r := scan(code, at)
	if got, err := s.Orders.Redeem(t.Context(), r); codeOf(err) != coffee.ShopIsClosed {
		t.Errorf("Redeem in a closed shop = %+v, %v, want %s", got, err, coffee.ShopIsClosed)
	}
	if _, exists, err := s.Orders.Get(t.Context(), r.OrderID); exists || err != nil {
		t.Errorf("Redeem in a closed shop made an order, %v", err)
	}
	s.left(t, at, tenDrinks)
}

func testFullQueue(t *testing.T, s Shop) {
	at := now()
	code := s.code(t, at)
	full := func(until time.Time) {
		t.Helper()
		if err := s.Settings.NoteFull(t.Context(), until); err != nil {
			t.Fatal(err)
		}
	}
	full(at.Add(4 * time.Second))
	full(at.Add(2 * time.Second)) // late news
	r := scan(code, at)
	_, err := s.Orders.Redeem(t.Context(), r)
	if known, ok := err.(*coffee.Error); !ok || known.Code != coffee.QueueIsFull || known.RetryAfter != 4*time.Second {
		t.Errorf("Redeem while the queue is full = %+v, want %s and to retry after 4 s", err, coffee.QueueIsFull)
	}
	s.left(t, at, tenDrinks)
	s.redeem(t, scan(code, at.Add(4*time.Second)))
	for name, change := range map[string]func() error{
		"opening": func() error { return s.Settings.PutOpen(t.Context(), true) },
		"new limits": func() error {
			return s.Settings.PutLimits(t.Context(), coffee.Limits{DrinksPerCode: 1, CodePeriodSeconds: 1})
		},
	} {
		full(at.Add(time.Minute))
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if order, err := s.Orders.Redeem(t.Context(), scan(code, at)); err != nil {
			t.Errorf("Redeem after %s = %+v, %v, want an order", name, order, err)
		}
	}
}
