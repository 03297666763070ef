package storetest

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const (
	tenDrinks = 10
	period    = 5 * time.Minute
)

var tea = coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true, Modifiers: []coffee.Modifier{}}}}

// shownCode returns the current code, good for ten drinks.
func shownCode(t *testing.T, s Store, at time.Time) store.QRCode {
	t.Helper()
	code, err := s.CurrentCode(t.Context(), at, tenDrinks, period)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// checkRemaining checks how many drinks the current code has left.
func checkRemaining(t *testing.T, s Store, at time.Time, want int) {
	t.Helper()
	if got := shownCode(t, s, at); got.Remaining != want {
		t.Errorf("the code has %d drinks left, want %d", got.Remaining, want)
	}
}

func scan(code store.QRCode, at time.Time) store.Redemption {
	return store.Redemption{Code: code.Text, OrderID: newID(), SecretHash: []byte("a hash"), Salt: []byte("a salt"), At: at}
}

func redeem(t *testing.T, s Store, r store.Redemption) store.Order {
	t.Helper()
	order, err := s.Redeem(t.Context(), r)
	if err != nil {
		t.Fatalf("Redeem(%+v): %v", r, err)
	}
	return order
}

func testRedeem(t *testing.T, s Store) {
	at := now()
	r := scan(shownCode(t, s, at), at)
	want := store.Order{
		ID: r.OrderID, State: coffee.Requested, Since: at, RequestedAt: at,
		Expires: at.Add(coffee.OrderRetention).Truncate(time.Second), Code: r.Code, SecretHash: r.SecretHash, Salt: r.Salt,
	}
	if got := redeem(t, s, r); !got.Equal(want) {
		t.Errorf("Redeem = %+v, want %+v", got, want)
	}
	checkUnchanged(t, s, want)
	checkRemaining(t, s, at, tenDrinks-1)

	want.State, want.Since, want.StartedAt, want.CustomerToken = coffee.Started, at.Add(time.Second), at.Add(time.Second), customerToken
	want.Expires = want.Since.Add(coffee.OrderRetention).Truncate(time.Second)
	if got := walkOn(t, s, r.OrderID, at.Add(time.Second), started); !got.Equal(want) {
		t.Errorf("order after OrderStarted = %+v, want %+v", got, want)
	}
}

func testRedeemAgain(t *testing.T, s Store) {
	at := now()
	r := scan(shownCode(t, s, at), at)
	redeem(t, s, r)
	want := walkOn(t, s, r.OrderID, at.Add(time.Second), started)
	for range tenDrinks - 1 {
		redeem(t, s, scan(shownCode(t, s, at), at))
	}
	checkAgain := func(when string) {
		t.Helper()
		if got := redeem(t, s, r); !got.Equal(want) {
			t.Errorf("Redeem again %s = %+v, want the stored order, %+v", when, got, want)
		}
	}
	checkAgain("when the code is used up")
	if err := s.PutOpen(t.Context(), false, time.Now()); err != nil {
		t.Fatal(err)
	}
	checkAgain("when the shop is closed")
	r.At = at.Add(period + store.Grace)
	checkAgain("when the code has expired")
	checkRemaining(t, s, at, 0)
}

func testOrderAndMenu(t *testing.T, s Store) {
	at := now()
	r := scan(shownCode(t, s, at), at)
	want := redeem(t, s, r)
	unknown := newID()
	menu := coffee.Menu{Drinks: slices.Clone(tea.Drinks)}
	check := func(orderID string, want store.Order) {
		t.Helper()
		got, drinks, err := s.OrderWithMenu(t.Context(), orderID)
		if err != nil || !got.Equal(want) || !reflect.DeepEqual(drinks, menu) {
			t.Errorf("OrderWithMenu = %+v, %+v, %v, want %+v, %+v", got, drinks, err, want, menu)
		}
	}
	check(r.OrderID, want)
	menu.Drinks = append(menu.Drinks, coffee.Drink{ID: "latte", Name: "Latte", Available: true, Modifiers: []coffee.Modifier{}})
	if err := s.PutMenu(t.Context(), menu); err != nil {
		t.Fatal(err)
	}
	check(r.OrderID, want)
	check(unknown, store.Order{})
}

func testGiveBack(t *testing.T, s Store) {
	at := now()
	r := scan(shownCode(t, s, at), at)
	redeem(t, s, r)
	before := walkOn(t, s, r.OrderID, at.Add(time.Second), full)
	want := before
	want.DrinkReturned = true
	for _, record := range []store.Order{before, before, want} {
		if err := s.GiveBack(t.Context(), record, at); err != nil {
			t.Fatal(err)
		}
		checkUnchanged(t, s, want)
		checkRemaining(t, s, at, tenDrinks)
	}
}

func testNothingToGiveBack(t *testing.T, s Store) {
	id, _ := walk(t, s, started, late)
	want := get(t, s, id)
	if err := s.GiveBack(t.Context(), want, now()); err != nil {
		t.Errorf("GiveBack(an order without a code): %v", err)
	}
	checkUnchanged(t, s, want)
}

// The workflow is starting already, so its token still arrives and needs an answer.
func testCancelRequested(t *testing.T, s Store) {
	at := now()
	r := scan(shownCode(t, s, at), at)
	redeem(t, s, r)
	if got := walkOn(t, s, r.OrderID, at.Add(time.Second), "Cancel"); got.State != coffee.Cancelled || !got.Unconfirmed {
		t.Errorf("order after Cancel = %+v, want it cancelled and unconfirmed", got)
	}
	got := walkOn(t, s, r.OrderID, at.Add(2*time.Second), started)
	if got.State != coffee.Cancelled || got.CustomerToken != customerToken || got.StartedAt.IsZero() {
		t.Errorf("order after OrderStarted = %+v, want it cancelled, with the token to answer the workflow with", got)
	}
	got = walkOn(t, s, r.OrderID, at.Add(3*time.Second), cancelled)
	if got.State != coffee.Cancelled || got.Unconfirmed || got.CustomerToken != "" {
		t.Errorf("order after OrderCancelled = %+v, want it confirmed, without a token", got)
	}
}

func testEverythingSoldOut(t *testing.T, s Store) {
	at := now()
	before := scan(shownCode(t, s, at), at)
	redeem(t, s, before)
	sell := func(drink string, available bool) {
		t.Helper()
		if _, err := s.SetAvailable(t.Context(), drink, available); err != nil {
			t.Fatal(err)
		}
	}
	sell("tea", false)
	if _, err := s.Redeem(t.Context(), scan(shownCode(t, s, at), at)); coffee.CodeOf(err) != coffee.NothingToHave {
		t.Errorf("Redeem while everything is sold out = %v, want %s", err, coffee.NothingToHave)
	}
	checkAdmission(t, s, at, coffee.NothingToHave)
	checkRemaining(t, s, at, tenDrinks-1)
	redeem(t, s, before) // a repeat returns the order
	sell("tea", true)
	redeem(t, s, scan(shownCode(t, s, at), at))
	checkRemaining(t, s, at, tenDrinks-2)

	soldOut := coffee.Menu{Drinks: []coffee.Drink{{ID: "latte", Name: "Latte"}}}
	if err := s.PutMenu(t.Context(), soldOut); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Redeem(t.Context(), scan(shownCode(t, s, at), at)); coffee.CodeOf(err) != coffee.NothingToHave {
		t.Errorf("Redeem with a new menu that is sold out = %v, want %s", err, coffee.NothingToHave)
	}
	checkRemaining(t, s, at, tenDrinks-2)
}
