package storetest

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func testFewerDrinks(t *testing.T, s Store) {
	at := now()
	code := shownCode(t, s, at)
	r := scan(code, at)
	redeem(t, s, r)
	for range 4 {
		redeem(t, s, scan(code, at))
	}
	limited := func(drinks, remaining int) {
		t.Helper()
		if err := s.LimitCode(t.Context(), at, drinks); err != nil {
			t.Fatal(err)
		}
		if got, err := s.CurrentCode(t.Context(), at, drinks, period); err != nil || got.Text != code.Text || got.Remaining != remaining {
			t.Errorf("a code of %d drinks, of which five were taken = %+v, %v, want %d to remain", drinks, got, err, remaining)
		}
	}
	limited(3, 0)
	if _, err := s.Redeem(t.Context(), scan(code, at)); coffee.CodeOf(err) != coffee.CodeUsedUp {
		t.Errorf("Redeem of a code that is good for less than was taken = %v, want %s", err, coffee.CodeUsedUp)
	}
	order := walkOn(t, s, r.OrderID, at.Add(time.Second), full)
	if err := s.GiveBack(t.Context(), order, at); err != nil {
		t.Fatal(err)
	}
	limited(3, 0)
	limited(5, 1)
	redeem(t, s, scan(code, at))
	limited(5, 0)
	limited(20, 15)
}
