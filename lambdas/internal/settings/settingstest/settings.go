// Package settingstest has a stand-in for the config table, and the contract
// that the stand-in and the table in DynamoDB both keep.
package settingstest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
)

// Settings are settings and a menu in memory. The zero value is those of a shop
// that was told nothing: closed, with an empty menu.
type Settings struct {
	mu   sync.Mutex
	shop coffee.ShopSettings
	menu coffee.Menu
	full time.Time
	told bool // anything about open and limits
}

// Shop reads the settings.
func (s *Settings) Shop(context.Context) (coffee.ShopSettings, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	shop := s.shop
	shop.DrinksPerCode = cmp.Or(shop.DrinksPerCode, coffee.DefaultDrinksPerCode)
	shop.CodePeriodSeconds = cmp.Or(shop.CodePeriodSeconds, coffee.DefaultCodePeriodSeconds)
	return shop, nil
}

// NoteFull says that the queue is full, until when the next order may try.
func (s *Settings) NoteFull(_ context.Context, until time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.told && until.After(s.full) {
		s.full = until
	}
	return nil
}

// Refusal returns the error for an order that is not admitted, nil for one that
// is.
func (s *Settings) Refusal(at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shop.Open && !s.full.After(at) {
		return s.menu.CheckServing()
	}
	return settings.Refuse(s.shop.Open, s.full, at)
}

// PutOpen opens or closes the shop, which does not open without a menu.
func (s *Settings) PutOpen(_ context.Context, open bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if open && len(s.menu.Drinks) == 0 {
		return coffee.NewError(coffee.EmptyMenu, "There is no drink on the menu.")
	}
	s.shop.Open, s.told, s.full = open, true, time.Time{}
	return nil
}

// PutLimits sets all limits.
func (s *Settings) PutLimits(_ context.Context, limits coffee.Limits) error {
	if err := limits.Validate(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shop = coffee.ShopSettings{
		Open: s.shop.Open, QueueLimit: limits.QueueLimit,
		DrinksPerCode: limits.DrinksPerCode, CodePeriodSeconds: limits.CodePeriodSeconds,
	}
	s.told, s.full = true, time.Time{}
	return nil
}

// Menu reads the menu.
func (s *Settings) Menu(context.Context) (coffee.Menu, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copied(s.menu), nil
}

// PutMenu replaces the whole menu, of an open shop not by one without drinks.
func (s *Settings) PutMenu(_ context.Context, m coffee.Menu) error {
	if err := m.Validate(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shop.Open && len(m.Drinks) == 0 {
		return coffee.NewError(coffee.EmptyMenu, "The shop is open.")
	}
	s.menu = copied(m)
	return nil
}

// SetAvailable says whether a drink on the menu is available or sold out.
func (s *Settings) SetAvailable(_ context.Context, drink string, available bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.menu.Drinks, func(d coffee.Drink) bool { return d.ID == drink })
	if i < 0 {
		return coffee.NewError(coffee.UnknownDrink, "There is no such drink on the menu.")
	}
	s.menu.Drinks[i].Available = available
	return nil
}

// copied has drinks of its own. Nobody changes the modifiers in place.
func copied(m coffee.Menu) coffee.Menu {
	return coffee.Menu{Drinks: append([]coffee.Drink{}, m.Drinks...)}
}
