package orderstest

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

// Redeemer is an orders table that redeems codes.
type Redeemer interface {
	Store
	Redeem(context.Context, orders.Redemption) (orders.Record, error)
	GiveBack(ctx context.Context, order orders.Record, at time.Time) error
	GetWithMenu(ctx context.Context, orderID string) (orders.Record, coffee.Menu, error)
}

// Shop is all that it takes to redeem a code.
type Shop struct {
	Orders Redeemer
	Codes  interface {
		Current(ctx context.Context, now time.Time, drinks int, period time.Duration) (codes.QRCode, error)
		Limit(ctx context.Context, now time.Time, drinks int) error
	}
	Settings interface {
		PutOpen(ctx context.Context, open bool) error
		PutLimits(context.Context, coffee.Limits) error
		PutMenu(context.Context, coffee.Menu) error
		SetAvailable(ctx context.Context, drink string, available bool) error
		NoteFull(ctx context.Context, until time.Time) error
	}
}

const (
	tenDrinks = 10
	period    = 5 * time.Minute
)

var tea = coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true, Modifiers: []coffee.Modifier{}}}}

// TestRedeeming checks that an orders table keeps its contract with the codes.
// newShop is called for each part of it, and returns a shop without codes.
func TestRedeeming(t *testing.T, newShop func(*testing.T) Shop) {
	for _, part := range []struct {
		name string
		test func(*testing.T, Shop)
	}{
		{"a code becomes an order", testRedeem},
		{"a redemption may be repeated", testRedeemAgain},
		{"an order is read along with the menu", testOrderAndMenu},
		{"an order may be cancelled before the workflow speaks", testCancelRequested},
		{"a code that cannot be redeemed says why", testRefusals},
		{"a closed shop takes no drink", testClosedShop},
		{"a full queue takes no drink for a while", testFullQueue},
		{"no drink is taken while nothing can be chosen", testNothingToHave},
		{"a drink that is taken stays so when there are fewer", testFewerDrinks},
		{"a drink is given back once", testGiveBack},
		{"an order without a drink gives none back", testNothingToGiveBack},
		{"of 300 scans at once ten are accepted", testManyScans},
		{"one order of one request however often", testOneOrder},
		{"a drink is given back once by many at once", testGiveBackAtOnce},
	} {
		t.Run(part.name, func(t *testing.T) {
			s := newShop(t)
			if err := s.Settings.PutMenu(t.Context(), tea); err != nil {
				t.Fatal(err)
			}
			if err := s.Settings.PutOpen(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			part.test(t, s)
		})
	}
}

// code returns the code of the moment, which is good for ten drinks.
func (s Shop) code(t *testing.T, at time.Time) codes.QRCode {
	t.Helper()
	code, err := s.Codes.Current(t.Context(), at, tenDrinks, period)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// left checks how many drinks the code of the moment is still good for.
func (s Shop) left(t *testing.T, at time.Time, want int) {
	t.Helper()
	if got := s.code(t, at); got.Remaining != want {
		t.Errorf("the code has %d drinks left, want %d", got.Remaining, want)
	}
}

func scan(code codes.QRCode, at time.Time) orders.Redemption {
	return orders.Redemption{Code: code.Text, OrderID: newID(), SecretHash: []byte("a hash"), Salt: []byte("a salt"), At: at}
}

func (s Shop) redeem(t *testing.T, r orders.Redemption) orders.Record {
	t.Helper()
	order, err := s.Orders.Redeem(t.Context(), r)
	if err != nil {
		t.Fatalf("Redeem(%+v): %v", r, err)
	}
	return order
}

func testRedeem(t *testing.T, s Shop) {
	at := now()
	r := scan(s.code(t, at), at)
	want := orders.Record{
		ID: r.OrderID, State: coffee.Requested, Since: at, RequestedAt: at,
		Expires: at.Add(coffee.OrderRetention).Truncate(time.Second), Code: r.Code, SecretHash: r.SecretHash, Salt: r.Salt,
	}
	if got := s.redeem(t, r); !got.Equal(want) {
		t.Errorf("Redeem = %+v, want %+v", got, want)
	}
	unchanged(t, s.Orders, want)
	s.left(t, at, tenDrinks-1)

	want.State, want.Since, want.StartedAt, want.CustomerToken = coffee.Started, at.Add(time.Second), at.Add(time.Second), customerToken
	want.Expires = want.Since.Add(coffee.OrderRetention).Truncate(time.Second)
	if got := walkOn(t, s.Orders, r.OrderID, at.Add(time.Second), started); !got.Equal(want) {
		t.Errorf("order after OrderStarted = %+v, want %+v", got, want)
	}
}

func testRedeemAgain(t *testing.T, s Shop) {
	at := now()
	r := scan(s.code(t, at), at)
	s.redeem(t, r)
	want := walkOn(t, s.Orders, r.OrderID, at.Add(time.Second), started)
	for range tenDrinks - 1 {
		s.redeem(t, scan(s.code(t, at), at))
	}
	again := func(when string) {
		t.Helper()
		if got := s.redeem(t, r); !got.Equal(want) {
			t.Errorf("Redeem again %s = %+v, want the order as it is, %+v", when, got, want)
		}
	}
	again("when the code is used up")
	if err := s.Settings.PutOpen(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	again("when the shop is closed")
	r.At = at.Add(period + codes.Grace)
	again("when the code has expired")
	s.left(t, at, 0)
}

func testOrderAndMenu(t *testing.T, s Shop) {
	at := now()
	r := scan(s.code(t, at), at)
	want := s.redeem(t, r)
	unknown := newID()
	menu := coffee.Menu{Drinks: slices.Clone(tea.Drinks)}
	check := func(orderID string, want orders.Record) {
		t.Helper()
		got, drinks, err := s.Orders.GetWithMenu(t.Context(), orderID)
		if err != nil || !got.Equal(want) || !reflect.DeepEqual(drinks, menu) {
			t.Errorf("GetWithMenu = %+v, %+v, %v, want %+v, %+v", got, drinks, err, want, menu)
		}
	}
	check(r.OrderID, want)
	menu.Drinks = append(menu.Drinks, coffee.Drink{ID: "latte", Name: "Latte", Available: true, Modifiers: []coffee.Modifier{}})
	if err := s.Settings.PutMenu(t.Context(), menu); err != nil {
		t.Fatal(err)
	}
	check(r.OrderID, want)
	check(unknown, orders.Record{})
}

func testGiveBack(t *testing.T, s Shop) {
	at := now()
	r := scan(s.code(t, at), at)
	s.redeem(t, r)
	before := walkOn(t, s.Orders, r.OrderID, at.Add(time.Second), full)
	want := before
	want.DrinkReturned = true
	for _, record := range []orders.Record{before, before, want} {
		if err := s.Orders.GiveBack(t.Context(), record, at); err != nil {
			t.Fatal(err)
		}
		unchanged(t, s.Orders, want)
		s.left(t, at, tenDrinks)
	}
}

func testNothingToGiveBack(t *testing.T, s Shop) {
	byHand, _ := walk(t, s.Orders, started, late)
	want := get(t, s.Orders, byHand)
	if err := s.Orders.GiveBack(t.Context(), want, now()); err != nil {
		t.Errorf("GiveBack(an order without a drink): %v", err)
	}
	unchanged(t, s.Orders, want)
}

// The workflow is on its way, and will ask for an answer all the same.
func testCancelRequested(t *testing.T, s Shop) {
	at := now()
	r := scan(s.code(t, at), at)
	s.redeem(t, r)
	if got := walkOn(t, s.Orders, r.OrderID, at.Add(time.Second), "Cancel"); got.State != coffee.Cancelled || !got.Unconfirmed {
		t.Errorf("order after Cancel = %+v, want it cancelled and unconfirmed", got)
	}
	got := walkOn(t, s.Orders, r.OrderID, at.Add(2*time.Second), started)
	if got.State != coffee.Cancelled || got.CustomerToken != customerToken || got.StartedAt.IsZero() {
		t.Errorf("order after OrderStarted = %+v, want it cancelled, with the token to tell the workflow", got)
	}
	got = walkOn(t, s.Orders, r.OrderID, at.Add(3*time.Second), cancelled)
	if got.State != coffee.Cancelled || got.Unconfirmed || got.CustomerToken != "" {
		t.Errorf("order after OrderCancelled = %+v, want it confirmed, without token", got)
	}
}

func testNothingToHave(t *testing.T, s Shop) {
	at := now()
	before := scan(s.code(t, at), at)
	s.redeem(t, before)
	sell := func(drink string, available bool) {
		t.Helper()
		if err := s.Settings.SetAvailable(t.Context(), drink, available); err != nil {
			t.Fatal(err)
		}
	}
	sell("tea", false)
	if _, err := s.Orders.Redeem(t.Context(), scan(s.code(t, at), at)); coffee.CodeOf(err) != coffee.NothingToHave {
		t.Errorf("Redeem while everything is sold out = %v, want %s", err, coffee.NothingToHave)
	}
	s.left(t, at, tenDrinks-1)
	s.redeem(t, before) // it has its drink
	sell("tea", true)
	s.redeem(t, scan(s.code(t, at), at))
	s.left(t, at, tenDrinks-2)

	soldOut := coffee.Menu{Drinks: []coffee.Drink{{ID: "latte", Name: "Latte"}}}
	if err := s.Settings.PutMenu(t.Context(), soldOut); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Orders.Redeem(t.Context(), scan(s.code(t, at), at)); coffee.CodeOf(err) != coffee.NothingToHave {
		t.Errorf("Redeem with another menu, sold out = %v, want %s", err, coffee.NothingToHave)
	}
	s.left(t, at, tenDrinks-2)
}
