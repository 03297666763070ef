package store

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Order is a stored order. Times are in UTC with millisecond precision, and zero if they
// are not set.
type Order struct {
	ID    string
	State coffee.State
	// Version increases with each change of the order, from 1.
	Version int64
	// Since is when the order entered its state.
	Since time.Time

	RequestedAt, StartedAt, PlacedAt, QueuedAt, MakingAt, ReadyAt, CollectedAt time.Time
	// EndedAt is when the order ended without being collected.
	EndedAt time.Time
	// RecalledAt is when its barista last took it back from READY. Its workflow is over,
	// so later steps change only the table.
	RecalledAt time.Time
	// RemindedAt is when its customer was reminded to collect it.
	RemindedAt time.Time
	// Expires is when DynamoDB may delete the order, with second precision.
	Expires time.Time

	Number int
	// Order is what the customer ordered, as JSON.
	Order string
	// Reason is the name of the event that ended the order early, and Error and Cause are
	// that event's. By is who cancelled it: a barista's name, ByCustomer or ByShop.
	Reason, Error, Cause, By string
	// Barista is the name of the barista who claimed or made it.
	Barista string
	// ReleasedBy is the name of the barista who last released it to the queue.
	ReleasedBy string
	// TakenBy is the name of the barista who took it at the counter, empty for an order
	// that redeemed a QR code.
	TakenBy string

	// Code is the QR code that the order took its drink from. DrinkReturned reports
	// whether the drink went back to the code.
	Code          string
	DrinkReturned bool
	// SecretHash is the SHA-256 of the order's secret, and Salt the salt that the secret
	// was derived from.
	SecretHash, Salt []byte

	// Unconfirmed reports whether a customer, a barista or the shop ended the order and
	// the workflow's own event about that has not arrived yet.
	Unconfirmed bool

	// CustomerToken and BaristaToken are credentials: never log them.
	CustomerToken, BaristaToken string
}

// Equal reports whether two orders have the same content, in whatever version.
func (o Order) Equal(other Order) bool {
	o.Version = other.Version
	return reflect.DeepEqual(o, other)
}

// Placed reports whether the order was placed with this choice and has not been cancelled
// or otherwise ended early.
func (o Order) Placed(choice coffee.Choice) bool {
	return slices.Contains(placedStates, o.State) && o.Chose(choice)
}

var placedStates = []coffee.State{coffee.Placed, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected}

// Chose reports whether the order has this choice, in any state.
func (o Order) Chose(choice coffee.Choice) bool {
	var chosen coffee.Choice
	return json.Unmarshal([]byte(o.Order), &chosen) == nil &&
		chosen.Drink == choice.Drink && maps.Equal(chosen.Modifiers, choice.Modifiers)
}

// LosesDrink reports whether the order ended without a drink and the drink goes back to
// its QR code. It does not go back if the customer cancelled.
func (o Order) LosesDrink() bool { return o.EndedEarly() && o.By != ByCustomer }

// OwesDrink reports whether the order's drink should have gone back to its QR code, and has
// not.
func (o Order) OwesDrink() bool { return o.LosesDrink() && o.Code != "" && !o.DrinkReturned }

// EndedEarly reports whether the order ended without a drink.
func (o Order) EndedEarly() bool {
	return o.State.Terminal() && o.State != coffee.Collected && o.State != coffee.Unclaimed
}

// Values of Order.By other than the name of a barista.
const (
	ByCustomer = "customer"
	ByShop     = "shop"
)

// Failure returns the error name with which a cancelled order's workflow is ended.
func (o Order) Failure() string {
	switch o.By {
	case ByCustomer:
		return "Customer.Cancelled"
	case ByShop:
		return "Shop.Cancelled"
	default:
		return "Barista.Cancelled"
	}
}

func orderKey(id string) item { return item{schema.OrderIDAttribute: text(id)} }

func orderOf(i item) Order {
	return Order{
		ID:            readText(i[schema.OrderIDAttribute]),
		State:         coffee.State(readText(i[schema.StateAttribute])),
		Version:       readNumber(i[schema.VersionAttribute]),
		Since:         readMillis(i[schema.SinceAttribute]),
		RequestedAt:   readMillis(i[schema.RequestedAttribute]),
		StartedAt:     readMillis(i[schema.StartedAttribute]),
		PlacedAt:      readMillis(i[schema.PlacedAttribute]),
		QueuedAt:      readMillis(i[schema.QueuedAttribute]),
		MakingAt:      readMillis(i[schema.MakingAttribute]),
		ReadyAt:       readMillis(i[schema.ReadyAttribute]),
		CollectedAt:   readMillis(i[schema.CollectedAttribute]),
		EndedAt:       readMillis(i[schema.EndedAttribute]),
		RecalledAt:    readMillis(i[schema.RecalledAttribute]),
		RemindedAt:    readMillis(i[schema.RemindedAttribute]),
		Expires:       readSeconds(i[schema.ExpiresAttribute]),
		Number:        int(readNumber(i[schema.NumberAttribute])),
		Order:         readText(i[schema.DrinkAttribute]),
		Reason:        readText(i[schema.ReasonAttribute]),
		Error:         readText(i[schema.ErrorAttribute]),
		Cause:         readText(i[schema.CauseAttribute]),
		By:            readText(i[schema.ByAttribute]),
		Barista:       readText(i[schema.BaristaAttribute]),
		ReleasedBy:    readText(i[schema.ReleasedByAttribute]),
		TakenBy:       readText(i[schema.TakenByAttribute]),
		Code:          readText(i[schema.CodeAttribute]),
		DrinkReturned: i[schema.DrinkReturnedAttribute] != nil,
		SecretHash:    readBinary(i[schema.SecretHashAttribute]),
		Salt:          readBinary(i[schema.SaltAttribute]),
		Unconfirmed:   i[schema.UnconfirmedAttribute] != nil,
		CustomerToken: readText(i[schema.CustomerTokenAttribute]),
		BaristaToken:  readText(i[schema.BaristaTokenAttribute]),
	}
}

// enteredAttribute returns the name of the attribute with the time at which an order
// entered a state.
func enteredAttribute(state coffee.State) string {
	switch state {
	case coffee.Requested:
		return schema.RequestedAttribute
	case coffee.Started:
		return schema.StartedAttribute
	case coffee.Placed:
		return schema.PlacedAttribute
	case coffee.Queued:
		return schema.QueuedAttribute
	case coffee.Making:
		return schema.MakingAttribute
	case coffee.Ready:
		return schema.ReadyAttribute
	case coffee.Collected:
		return schema.CollectedAttribute
	default:
		return schema.EndedAttribute
	}
}

// orderWrite is a write to an order's item.
type orderWrite struct {
	*write
	id string
}

// writeOrder returns a write to an order, which increases its version.
func writeOrder(id string) *orderWrite {
	w := &orderWrite{writeTo(orderKey(id)), id}
	w.count(schema.VersionAttribute)
	return w
}

// enter sets the order's state and the times that go with it.
func (w *orderWrite) enter(state coffee.State, at time.Time) {
	w.set(schema.StateAttribute, text(string(state)))
	w.set(schema.SinceAttribute, millis(at))
	w.set(schema.ExpiresAttribute, number(at.Add(coffee.OrderRetention).Unix()))
	w.set(enteredAttribute(state), millis(at))
}

// in returns the condition that the order is in one of the states, at least one of which
// must be given.
func (w *orderWrite) in(states ...coffee.State) string {
	texts := make([]string, len(states))
	for i, state := range states {
		texts[i] = string(state)
	}
	return w.write.in(schema.StateAttribute, texts...)
}
