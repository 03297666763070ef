// Package storetest provides the shop's tables in memory, for the tests of handlers,
// and the contract that both they and the tables in DynamoDB pass.
package storetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Memory is a Store in memory. The zero value is ready to use: no orders, no codes,
// and a closed shop with an empty menu.
type Memory struct {
	// Err, if set, is called with the name of each operation before it runs, side by side
	// if operations are. The operation returns its error.
	Err func(operation string) error
	// NewCode, if set, returns the text of the next QR code, in place of the period's
	// NewText.
	NewCode func(store.Period) string

	mu     sync.Mutex
	orders map[string]store.Order
	asked  map[string]time.Time // by order ID: the time of the event that brought its token

	codes map[string]*code // by text
	shown *code

	shop  coffee.ShopSettings
	menu  coffee.Menu
	full  time.Time
	isSet bool // whether the shop was switched, or PutLimits or PutHours called

	hours       coffee.Hours
	switchedAt  time.Time
	unpublished bool

	seats map[string]bool

	connections map[string]map[string]bool // by channel: the connections
}

// lock begins an operation: it locks m, or returns the error of m.Err.
func (m *Memory) lock(operation string) (unlock func(), err error) {
	if m.Err != nil {
		if err := m.Err(operation); err != nil {
			return nil, err
		}
	}
	m.mu.Lock()
	return m.mu.Unlock, nil
}

// Put stores an order, replacing any with the same ID, to set up a test.
func (m *Memory) Put(o store.Order) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(o)
}

// put stores an order, in a new version if it has changed, and returns it.
func (m *Memory) put(o store.Order) store.Order {
	if m.orders == nil {
		m.orders = map[string]store.Order{}
	}
	before := m.orders[o.ID]
	o.Version = before.Version
	if !o.Equal(before) {
		o.Version++
	}
	m.orders[o.ID] = o
	return o
}

// Shop reads the settings.
func (m *Memory) Shop(context.Context) (coffee.ShopSettings, error) {
	unlock, err := m.lock("Shop")
	if err != nil {
		return coffee.ShopSettings{}, err
	}
	defer unlock()
	return m.settings(), nil
}

func (m *Memory) settings() coffee.ShopSettings {
	shop := m.shop
	shop.DrinksPerCode = cmp.Or(shop.DrinksPerCode, coffee.DefaultDrinksPerCode)
	shop.CodePeriodSeconds = cmp.Or(shop.CodePeriodSeconds, coffee.DefaultCodePeriodSeconds)
	shop.CollectWithinSeconds = cmp.Or(shop.CollectWithinSeconds, coffee.DefaultCollectWithinSeconds)
	shop.TimeZone = cmp.Or(shop.TimeZone, coffee.DefaultTimeZone)
	return shop
}

// NoteFull records that the queue is full. Redeem refuses orders before until.
func (m *Memory) NoteFull(_ context.Context, until time.Time) error {
	unlock, err := m.lock("NoteFull")
	if err != nil {
		return err
	}
	defer unlock()
	if m.isSet && until.After(m.full) {
		m.full = until
	}
	return nil
}

// CheckAdmission returns the menu, and the error with which Redeem would refuse an
// order at that time.
func (m *Memory) CheckAdmission(_ context.Context, at time.Time) (coffee.Menu, error) {
	unlock, err := m.lock("CheckAdmission")
	if err != nil {
		return coffee.Menu{}, err
	}
	defer unlock()
	return cloneMenu(m.menu), m.refuseOrder(at)
}

// refuseOrder returns the error for an order that the shop does not accept, or nil.
func (m *Memory) refuseOrder(at time.Time) error {
	full := m.full
	if m.placesTaken() == 0 {
		full = time.Time{}
	}
	return cmp.Or(store.RefuseOrder(m.shop.Open, full, at), m.menu.CheckServing())
}

// PutLimits sets all limits and, unless it is empty, the time zone.
func (m *Memory) PutLimits(_ context.Context, limits coffee.Limits) error {
	if err := limits.Validate(); err != nil {
		return err
	}
	unlock, err := m.lock("PutLimits")
	if err != nil {
		return err
	}
	defer unlock()
	m.shop = coffee.ShopSettings{
		Open: m.shop.Open, QueueLimit: limits.QueueLimit, DrinksPerCode: limits.DrinksPerCode,
		CodePeriodSeconds: limits.CodePeriodSeconds, CollectWithinSeconds: limits.CollectWithinSeconds,
		TimeZone: cmp.Or(limits.TimeZone, m.shop.TimeZone),
	}
	m.isSet, m.full = true, time.Time{}
	return nil
}

// Menu reads the menu.
func (m *Memory) Menu(context.Context) (coffee.Menu, error) {
	unlock, err := m.lock("Menu")
	if err != nil {
		return coffee.Menu{}, err
	}
	defer unlock()
	return cloneMenu(m.menu), nil
}

// PutMenu replaces the menu. An empty menu is an error while the shop is open.
func (m *Memory) PutMenu(_ context.Context, menu coffee.Menu) error {
	if err := menu.Validate(); err != nil {
		return err
	}
	unlock, err := m.lock("PutMenu")
	if err != nil {
		return err
	}
	defer unlock()
	if m.shop.Open && len(menu.Drinks) == 0 {
		return coffee.NewError(coffee.EmptyMenu, "The shop is open.")
	}
	m.menu = cloneMenu(menu)
	return nil
}

// SetAvailable marks a drink on the menu as available or sold out.
func (m *Memory) SetAvailable(_ context.Context, drink string, available bool) (coffee.Menu, error) {
	unlock, err := m.lock("SetAvailable")
	if err != nil {
		return coffee.Menu{}, err
	}
	defer unlock()
	i := slices.IndexFunc(m.menu.Drinks, func(d coffee.Drink) bool { return d.ID == drink })
	if i < 0 {
		return coffee.Menu{}, coffee.NewError(coffee.UnknownDrink, "This drink is not on the menu.")
	}
	m.menu.Drinks[i].Available = available
	return cloneMenu(m.menu), nil
}

// cloneMenu copies the list of drinks. It shares the modifiers, which are never
// changed in place.
func cloneMenu(menu coffee.Menu) coffee.Menu {
	return coffee.Menu{Drinks: append([]coffee.Drink{}, menu.Drinks...)}
}

type code struct {
	text          string
	drinks, taken int
	end           time.Time
}

func (c *code) remaining() int { return max(0, c.drinks-c.taken) }

// CurrentCode returns the code that the shop shows now, and creates it if needed.
func (m *Memory) CurrentCode(_ context.Context, now time.Time, drinks int, period time.Duration) (store.QRCode, error) {
	if drinks < 1 || period < time.Second {
		return store.QRCode{}, fmt.Errorf("code for %d drinks in %v: want at least one drink and a second", drinks, period)
	}
	unlock, err := m.lock("CurrentCode")
	if err != nil {
		return store.QRCode{}, err
	}
	defer unlock()
	if m.shown == nil || !now.Before(m.shown.end) {
		last := ""
		if m.shown != nil {
			last = m.shown.text
		}
		p := store.NextPeriod(last, now, period)
		newText := store.Period.NewText
		if m.NewCode != nil {
			newText = m.NewCode
		}
		m.shown = &code{text: newText(p), end: p.End()}
		if m.codes == nil {
			m.codes = map[string]*code{}
		}
		m.codes[m.shown.text] = m.shown
	}
	m.shown.drinks = drinks
	return store.QRCode{Text: m.shown.text, Remaining: m.shown.remaining(), ExpiresAt: m.shown.end}, nil
}

// LimitCode sets the total number of drinks of the code that the shop shows now.
func (m *Memory) LimitCode(_ context.Context, now time.Time, drinks int) error {
	unlock, err := m.lock("LimitCode")
	if err != nil {
		return err
	}
	defer unlock()
	if m.shown != nil && now.Before(m.shown.end) {
		m.shown.drinks = drinks
	}
	return nil
}

// refuseCode returns the error for a code that cannot be redeemed, or nil.
func (m *Memory) refuseCode(text string, at time.Time) error {
	known := m.codes[text]
	if known == nil {
		return store.RefuseCode(text, "", 0, time.Time{}, at)
	}
	return store.RefuseCode(text, known.text, known.remaining(), known.end.Add(store.Grace), at)
}
