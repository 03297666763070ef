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
	checkLimited := func(drinks, remaining int) {
		t.Helper()
		if err := s.LimitCode(t.Context(), at, drinks); err != nil {
			t.Fatal(err)
		}
		if got, err := s.CurrentCode(t.Context(), at, drinks, period); err != nil || got.Text != code.Text || got.Remaining != remaining {
			t.Errorf("code of %d drinks after five were taken = %+v, %v, want %d left", drinks, got, err, remaining)
		}
	}
	checkLimited(3, 0)
	if _, err := s.Redeem(t.Context(), scan(code, at)); coffee.CodeOf(err) != coffee.CodeUsedUp {
		t.Errorf("Redeem of a code whose limit is below the drinks taken = %v, want %s", err, coffee.CodeUsedUp)
	}
	order := walkOn(t, s, r.OrderID, at.Add(time.Second), full)
	if err := s.GiveBack(t.Context(), order, at); err != nil {
		t.Fatal(err)
	}
	checkLimited(3, 0)
	checkLimited(5, 1)
	redeem(t, s, scan(code, at))
	checkLimited(5, 0)
	checkLimited(20, 15)
}
