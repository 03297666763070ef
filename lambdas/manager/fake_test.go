package main

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

var (
	start     = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	errBroken = errors.New("dial tcp 10.0.0.1: secret-internal-host refused")
)

// shop is a fake of everything behind the handler.
type shop struct {
	settings  coffee.ShopSettings
	menu      coffee.Menu
	published []coffee.Event
	busErr    error
	broken    error
	limited   int // how many drinks the current code is good for
}

func newShop() *shop {
	return &shop{
		settings: coffee.ShopSettings{QueueLimit: 20, DrinksPerCode: 10, CodePeriodSeconds: 300},
		menu:     coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}},
	}
}

func (s *shop) serve() webtest.Serve {
	h := &handler{codes: s, settings: s, bus: s, now: func() time.Time { return start }}
	return h.serve(webtest.New())
}

func (s *shop) Current(_ context.Context, now time.Time, drinks int, period time.Duration) (codes.QRCode, error) {
	return codes.QRCode{Text: "abc-code", Remaining: drinks, ExpiresAt: now.Add(period)}, s.broken
}

func (s *shop) Limit(_ context.Context, _ time.Time, drinks int) error {
	s.limited = drinks
	return s.broken
}

func (s *shop) Shop(context.Context) (coffee.ShopSettings, error) { return s.settings, s.broken }

func (s *shop) PutOpen(_ context.Context, open bool) error {
	s.settings.Open = open
	return s.broken
}

func (s *shop) PutLimits(_ context.Context, l coffee.Limits) error {
	s.settings.QueueLimit, s.settings.DrinksPerCode, s.settings.CodePeriodSeconds = l.QueueLimit, l.DrinksPerCode, l.CodePeriodSeconds
	return s.broken
}

func (s *shop) Menu(context.Context) (coffee.Menu, error) { return s.menu, s.broken }

func (s *shop) PutMenu(_ context.Context, m coffee.Menu) error {
	s.menu = m
	return s.broken
}

func (s *shop) SetAvailable(_ context.Context, drink string, available bool) error {
	for i, d := range s.menu.Drinks {
		if d.ID == drink {
			s.menu.Drinks[i].Available = available
			return s.broken
		}
	}
	return coffee.NewError(coffee.UnknownDrink, "There is no such drink on the menu.")
}

func (s *shop) Put(_ context.Context, event coffee.Event) error {
	s.published = append(s.published, event)
	return s.busErr
}

func ask(t testing.TB, s *shop, by webtest.Caller, method, path, body string, headers ...string) webtest.Answer {
	t.Helper()
	return webtest.Ask(t, s.serve(), webtest.Request(by, method, path, body, headers...))
}
