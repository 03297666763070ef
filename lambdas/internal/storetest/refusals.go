package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func testRefusals(t *testing.T, s Store) {
	at := now()
	code := shownCode(t, s, at)
	for range tenDrinks - 1 {
		redeem(t, s, scan(code, at))
	}
	for name, row := range map[string]struct {
		text string
		at   time.Time
		want coffee.ErrorCode
	}{
		"empty":             {"", at, coffee.CodeMalformed},
		"shorter":           {code.Text[:len(code.Text)-1], at, coffee.CodeMalformed},
		"longer":            {code.Text + "A", at, coffee.CodeMalformed},
		"other random bits": {code.Text[:len(code.Text)-26] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ", at, coffee.CodeUnknown},
		"of another period": {"1" + code.Text, at, coffee.CodeUnknown},
		"expired":           {code.Text, code.ExpiresAt.Add(store.Grace), coffee.CodeExpired},
	} {
		t.Run(name, func(t *testing.T) {
			r := scan(store.QRCode{Text: row.text}, row.at)
			if got, err := s.Redeem(t.Context(), r); codeOf(err) != row.want {
				t.Errorf("Redeem(%s) = %+v, %v, want %s", row.text, got, err, row.want)
			}
			if _, exists, err := s.Order(t.Context(), r.OrderID); exists || err != nil {
				t.Errorf("Redeem(%s) created an order, %v", row.text, err)
			}
		})
	}
	checkRemaining(t, s, at, 1)
	redeem(t, s, scan(code, code.ExpiresAt.Add(store.Grace-time.Millisecond))) // the last drink, within store.Grace

	for when, want := range map[time.Time]time.Duration{
		code.ExpiresAt.Add(-90 * time.Second):        90 * time.Second,
		code.ExpiresAt.Add(-1500 * time.Millisecond): 2 * time.Second,
		code.ExpiresAt.Add(time.Second):              time.Second,
	} {
		_, err := s.Redeem(t.Context(), scan(code, when))
		if known, ok := errors.AsType[*coffee.Error](err); !ok || known.Code != coffee.CodeUsedUp || known.RetryAfter != want {
			t.Errorf("Redeem of a used-up code = %+v, want %s and RetryAfter %v", err, coffee.CodeUsedUp, want)
		}
	}
}

func testClosedShop(t *testing.T, s Store) {
	at := now()
	code := shownCode(t, s, at)
	if err := s.PutOpen(t.Context(), false, time.Now()); err != nil {
		t.Fatal(err)
	}
	r := scan(code, at)
	if got, err := s.Redeem(t.Context(), r); codeOf(err) != coffee.ShopIsClosed {
		t.Errorf("Redeem in a closed shop = %+v, %v, want %s", got, err, coffee.ShopIsClosed)
	}
	checkAdmission(t, s, at, coffee.ShopIsClosed)
	if _, exists, err := s.Order(t.Context(), r.OrderID); exists || err != nil {
		t.Errorf("Redeem in a closed shop created an order, %v", err)
	}
	checkRemaining(t, s, at, tenDrinks)
}

func testFullQueue(t *testing.T, s Store) {
	at := now()
	code := shownCode(t, s, at)
	full := func(until time.Time) {
		t.Helper()
		if err := s.NoteFull(t.Context(), until); err != nil {
			t.Fatal(err)
		}
	}
	full(at.Add(4 * time.Second))
	full(at.Add(2 * time.Second)) // an older event
	checkAdmission(t, s, at, "")  // every place is free by now
	for i, event := range []coffee.Event{started, awaiting, closed} {
		walk(t, s, event)
		if got, err := s.PlacesTaken(t.Context()); err != nil || got != min(i+1, 2) {
			t.Errorf("PlacesTaken after %s = %d, %v, want %d", event.DetailType(), got, err, min(i+1, 2))
		}
	}
	r := scan(code, at)
	_, err := s.Redeem(t.Context(), r)
	if known, ok := errors.AsType[*coffee.Error](err); !ok || known.Code != coffee.QueueIsFull || known.RetryAfter != 4*time.Second {
		t.Errorf("Redeem while the queue is full = %+v, want %s and RetryAfter 4s", err, coffee.QueueIsFull)
	}
	checkAdmission(t, s, at, coffee.QueueIsFull)
	checkAdmission(t, s, at.Add(4*time.Second), "")
	checkRemaining(t, s, at, tenDrinks)
	redeem(t, s, scan(code, at.Add(4*time.Second)))
	for name, change := range map[string]func() error{
		"opening": func() error { return s.PutOpen(t.Context(), true, time.Now()) },
		"new limits": func() error {
			return s.PutLimits(t.Context(), coffee.Limits{DrinksPerCode: 1, CodePeriodSeconds: 1})
		},
	} {
		full(at.Add(time.Minute))
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if order, err := s.Redeem(t.Context(), scan(code, at)); err != nil {
			t.Errorf("Redeem after %s = %+v, %v, want an order", name, order, err)
		}
	}
}

func checkAdmission(t *testing.T, s Store, at time.Time, want coffee.ErrorCode) {
	t.Helper()
	menu, err := s.CheckAdmission(t.Context(), at)
	if codeOf(err) != want || len(menu.Drinks) != 1 {
		t.Errorf("CheckAdmission = %+v, %v, want the menu and the error code %q", menu, err, want)
	}
}
