package model

import (
	"cmp"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// board is the model of the shop's settings and codes: what was written last.
type board struct {
	open      bool
	menu      coffee.Menu
	limits    coffee.Limits
	fullUntil time.Time
	codes     []qrCode
}

// qrCode is a code that the display has shown.
type qrCode struct {
	text   string
	drinks int
	ends   time.Time
}

// Limits returns the limits of a shop that opens, with room for every order or for a few.
func Limits(roomy bool) coffee.Limits {
	limits := coffee.Limits{
		QueueLimit: 5, DrinksPerCode: 6,
		CodePeriodSeconds: coffee.DefaultCodePeriodSeconds, CollectWithinSeconds: coffee.DefaultCollectWithinSeconds,
	}
	if roomy {
		limits.QueueLimit, limits.DrinksPerCode = coffee.MaxQueueLimit, coffee.MaxDrinksPerCode
	}
	return limits
}

// Menu is what the shop offers, unless something is sold out.
var Menu = coffee.Menu{Drinks: []coffee.Drink{
	{ID: drinks[0], Name: "Espresso", Available: true},
	{ID: drinks[1], Name: "Flat White", Available: true, Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"whole", "oat"}}}},
}}

func (b *board) putOpen(open bool, err error) {
	if err == nil {
		b.open, b.fullUntil = open, time.Time{}
	}
}

func (b *board) putLimits(limits coffee.Limits, err error) {
	if err == nil {
		b.limits, b.fullUntil = limits, time.Time{}
	}
}

func (b *board) putMenu(menu coffee.Menu, err error) {
	if err == nil {
		b.menu = menu
	}
}

func (b *board) noteFull(until time.Time, err error) {
	if err == nil && until.After(b.fullUntil) {
		b.fullUntil = until
	}
}

// show adds a code, or changes how many drinks the last one is good for.
func (b *board) show(code store.QRCode, drinks int) {
	if i := b.find(code.Text); i >= 0 {
		b.codes[i].drinks = drinks
		return
	}
	b.codes = append(b.codes, qrCode{code.Text, drinks, code.ExpiresAt})
}

func (b *board) limitCode(now time.Time, drinks int, err error) {
	if last := b.last(); err == nil && now.Before(last.ends) {
		last.drinks = drinks
	}
}

func (b *board) last() *qrCode { return &b.codes[len(b.codes)-1] }

func (b *board) find(text string) int {
	return slices.IndexFunc(b.codes, func(c qrCode) bool { return c.text == text })
}

// refusal returns the code of the error for an order of the choice, if there is one, at a
// time when that many places in the queue are taken, or "".
func (b *board) refusal(now time.Time, taken int) coffee.ErrorCode {
	switch {
	case !b.open:
		return coffee.ShopIsClosed
	case b.fullUntil.After(now) && taken > 0:
		return coffee.QueueIsFull
	case !slices.ContainsFunc(b.menu.Drinks, func(d coffee.Drink) bool { return d.Available }):
		return coffee.NothingToHave
	default:
		return ""
	}
}

// soldOut returns the code of the error for a choice, or "".
func (b *board) soldOut(choice coffee.Choice) coffee.ErrorCode {
	if drink, ok := b.menu.Drink(choice.Drink); ok && !drink.Available {
		return coffee.SoldOut
	}
	return ""
}

// codeRefusal returns the code of the error for a scan of a QR code from which kept drinks
// are taken, or "".
func (b *board) codeRefusal(text string, now time.Time, kept int) coffee.ErrorCode {
	switch i := b.find(text); {
	case i < 0:
		return coffee.CodeUnknown
	case !now.Before(b.codes[i].ends.Add(store.Grace)):
		return coffee.CodeExpired
	case kept >= b.codes[i].drinks:
		return coffee.CodeUsedUp
	default:
		return ""
	}
}

// scan returns the code of the error for a new order that scans a QR code, or "".
func (b *board) scan(text string, now time.Time, taken, kept int) coffee.ErrorCode {
	return cmp.Or(b.refusal(now, taken), b.codeRefusal(text, now, kept))
}
