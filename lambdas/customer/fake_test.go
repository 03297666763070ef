package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

const (
	secret = "the-secret-of-order-1"
	other  = "the-secret-of-order-2"
	code   = "abc-goodcode"
)

var (
	start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	owner = webtest.Customer("owner", secret)
	tea   = coffee.Choice{Drink: "tea", Modifiers: map[string]string{"milk": "oat"}}
)

// shop is a fake of everything behind the handler. Its orders are as simple as
// can be: the contract test of package orders is about the real ones.
type shop struct {
	orders map[string]orders.Record
	now    time.Time
	closed bool
	menu   coffee.Menu

	started, givenBack []string
	told               []string // tokens that were used
	outputs            []any

	startErr, callbackErr error
	spent                 map[string]bool
	redeemErr             error
}

func newShop() *shop {
	return &shop{
		now: start.Add(time.Minute), spent: map[string]bool{},
		menu: coffee.Menu{Drinks: []coffee.Drink{
			{ID: "tea", Name: "Tea", Available: true, Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"oat", "cow"}}}},
			{ID: "mocha", Name: "Mocha"},
		}},
		orders: map[string]orders.Record{
			"order-1": {ID: "order-1", State: coffee.Started, Since: start, StartedAt: start,
				SecretHash: web.HashSecret(secret), CustomerToken: "customer-token"},
			"order-2": {ID: "order-2", State: coffee.Queued, Since: start, QueuedAt: start, Number: 7,
				SecretHash: web.HashSecret(other), BaristaToken: "barista-token-2"},
		},
	}
}

func (s *shop) handler() *handler {
	return &handler{orders: s, settings: settingsOf{s}, workflow: s,
		placeWithin: 15 * time.Minute, now: func() time.Time { return s.now }}
}

func (s *shop) serve() webtest.Serve { return s.handler().serve(webtest.New()) }

func (s *shop) put(change func(*orders.Record)) *shop {
	order := s.orders["order-1"]
	change(&order)
	s.orders["order-1"] = order
	return s
}

func (s *shop) Redeem(_ context.Context, r orders.Redemption) (orders.Record, error) {
	if s.redeemErr != nil {
		return orders.Record{}, s.redeemErr
	}
	if !strings.HasPrefix(r.Code, "abc-") {
		return orders.Record{}, coffee.NewError(coffee.CodeMalformed, "This is no code.")
	}
	if order, exists := s.orders[r.OrderID]; exists {
		return order, nil
	}
	if r.Code != code {
		return orders.Record{}, coffee.NewError(coffee.CodeUnknown, "Nobody knows this code.")
	}
	s.orders[r.OrderID] = orders.Record{ID: r.OrderID, State: coffee.Requested, Since: r.At, RequestedAt: r.At,
		Code: r.Code, SecretHash: r.SecretHash, Salt: r.Salt}
	return s.orders[r.OrderID], nil
}

func (s *shop) GiveBack(ctx context.Context, order orders.Record, _ time.Time) error {
	s.givenBack = append(s.givenBack, order.ID)
	order.DrinkReturned = true
	s.orders[order.ID] = order
	return ctx.Err()
}

func (s *shop) Get(_ context.Context, id string) (orders.Record, bool, error) {
	order, exists := s.orders[id]
	return order, exists, nil
}

func (s *shop) GetWithMenu(_ context.Context, id string) (orders.Record, coffee.Menu, error) {
	return s.orders[id], s.menu, nil
}

func (s *shop) Place(_ context.Context, id string, choice coffee.Choice, at time.Time) (orders.Record, error) {
	order := s.orders[id]
	if order.State == coffee.Started {
		order.State, order.Since, order.PlacedAt = coffee.Placed, at, at
		order.Order = `{"drink":"` + choice.Drink + `","modifiers":{"milk":"` + choice.Modifiers["milk"] + `"}}`
		s.orders[id] = order
		return order, nil
	}
	if order.Placed(choice) {
		return order, nil
	}
	return order, coffee.NewError(coffee.WrongState, "Not any more.")
}

func (s *shop) Cancel(_ context.Context, id, by, reason string, from []coffee.State, at time.Time) (orders.Record, error) {
	order := s.orders[id]
	for _, state := range from {
		if order.State == state {
			order.State, order.Since, order.By, order.Cause, order.Unconfirmed = coffee.Cancelled, at, by, reason, true
			s.orders[id] = order
		}
	}
	if order.State != coffee.Cancelled || order.By != by {
		return order, coffee.NewError(coffee.WrongState, "Not any more.")
	}
	return order, nil
}

func (s *shop) InState(_ context.Context, state coffee.State) ([]orders.Record, error) {
	var found []orders.Record
	for _, order := range s.orders {
		if order.State == state {
			found = append(found, order)
		}
	}
	return found, nil
}

func (s *shop) Latest(ctx context.Context, state coffee.State, _ int) ([]orders.Record, error) {
	return s.InState(ctx, state)
}

func (s *shop) Start(_ context.Context, id string) error {
	s.started = append(s.started, id)
	return s.startErr
}

func (s *shop) Succeed(_ context.Context, token string, output any) error {
	s.outputs = append(s.outputs, output)
	return s.answer(token)
}

func (s *shop) Fail(_ context.Context, token, _, _ string) error { return s.answer(token) }

func (s *shop) answer(token string) error {
	s.told = append(s.told, token)
	if s.spent[token] {
		return callback.ErrSpent
	}
	return s.callbackErr
}

// settingsOf is the shop's settings.
type settingsOf struct{ s *shop }

func (s settingsOf) Shop(context.Context) (coffee.ShopSettings, error) {
	return coffee.ShopSettings{Open: !s.s.closed}, nil
}
func (s settingsOf) Menu(context.Context) (coffee.Menu, error) { return s.s.menu, nil }

var errBroken = errors.New("dial tcp 10.0.0.1: secret-internal-host refused")

func ask(t testing.TB, s *shop, by webtest.Caller, method, path, body string, headers ...string) webtest.Answer {
	t.Helper()
	return webtest.Ask(t, s.serve(), webtest.Request(by, method, path, body, headers...))
}
