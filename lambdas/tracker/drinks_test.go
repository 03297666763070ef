package main

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes/codestest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings/settingstest"
)

func TestADrinkThatWillNotBeMadeGoesBackOnce(t *testing.T) {
	for _, row := range []struct {
		name  string
		steps []string
		left  int
	}{
		{"closed", []string{"shop-closed", "shop-closed"}, 10},
		{"full", []string{"queue-full", "queue-full"}, 10},
		{"the customer was late", []string{"order-started", "customer-timed-out", "execution-failed-customer-timed-out"}, 10},
		{"the barista was late", []string{"order-started", "awaiting-completion", "barista-timed-out", "barista-timed-out"}, 10},
		{"the barista made it all the same", []string{"order-started", "awaiting-completion", "complete", "barista-timed-out"}, 9},
		{"the customer cancelled it", []string{"order-started", "cancel", "order-cancelled"}, 9},
		{"made", []string{"order-started", "awaiting-completion", "complete", "order-completed"}, 9},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, minted, settings := newShop(), new(codestest.Codes), new(settingstest.Settings)
			s.orders.Codes, s.orders.Settings = minted, settings
			if err := settings.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}}); err != nil {
				t.Fatal(err)
			}
			if err := settings.PutOpen(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			code, err := minted.Current(t.Context(), moment, 10, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.orders.Redeem(t.Context(), orders.Redemption{Code: code.Text, OrderID: theOrder, At: moment}); err != nil {
				t.Fatal(err)
			}
			s.take(t, row.steps...)
			if code, err = minted.Current(t.Context(), moment, 10, time.Hour); err != nil || code.Remaining != row.left {
				t.Errorf("the code has %d drinks left, %v, want %d", code.Remaining, err, row.left)
			}
		})
	}
}
