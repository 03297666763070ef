package coffee

import (
	"encoding/json"
	"time"
)

// Source is the source of the shop's events, unless a shop that shares its
// bus with another was given one of its own.
const Source = "serverless-coffee"

// Version is the version of the event payloads. A consumer leaves alone what
// it does not know.
const Version = 1

// Event is the payload (the detail) of one kind of event.
type Event interface {
	// DetailType is the event's name on the bus.
	DetailType() string
}

// Detail is what every payload begins with.
type Detail struct {
	// Version of the payload, at present 1.
	Version int `json:"version"`
	// Time is when it happened, in UTC, to the millisecond.
	Time time.Time `json:"time"`
}

// OrderDetail is what every payload about an order begins with.
type OrderDetail struct {
	Detail
	// OrderID is the order's id, which is also the name of its execution.
	OrderID string `json:"orderId"`
}

// OrderStarted says that an order was admitted. The customer may now place the
// drink: SendTaskSuccess with the token and the drink as output.
type OrderStarted struct {
	OrderDetail
	// TaskToken continues the workflow. It is a credential: keep it out of
	// logs, pages and anything that lasts.
	TaskToken string `json:"taskToken"`
}

// AwaitingCompletion says that the customer placed the drink and a barista may
// make it: SendTaskSuccess with the token completes the order.
type AwaitingCompletion struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
	// Order is the output of the customer's callback, as it came.
	Order json.RawMessage `json:"order"`
	// TaskToken continues the workflow. It is a credential: keep it out of
	// logs, pages and anything that lasts.
	TaskToken string `json:"taskToken"`
}

// OrderCompleted says that the drink is ready to be collected.
type OrderCompleted struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
}

// ShopClosed says that an order was turned away because the shop is closed.
type ShopClosed struct {
	OrderDetail
}

// QueueFull says that an order was turned away because too many are underway.
type QueueFull struct {
	OrderDetail
	// QueueLimit is how many orders may be underway at once.
	QueueLimit int `json:"queueLimit"`
}

// CustomerTimedOut says that the customer did not place the drink in time.
type CustomerTimedOut struct {
	OrderDetail
}

// BaristaTimedOut says that the drink was not made in time.
type BaristaTimedOut struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
}

// OrderCancelled says that the customer or a barista gave the order up:
// SendTaskFailure with the task token.
type OrderCancelled struct {
	OrderDetail
	// Error is the error given with the callback, empty where none was.
	Error string `json:"error"`
	// Cause is the reason given with the callback, empty where none was.
	Cause string `json:"cause"`
}

// OrderFailed says that something broke, and the order with it.
type OrderFailed struct {
	OrderDetail
	// Error is the name of the error.
	Error string `json:"error"`
	// Cause says what happened, as far as is known.
	Cause string `json:"cause"`
}

// BaristaDetail is what every payload about a barista's doing begins with.
type BaristaDetail struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
	// Barista is the user name of whoever did it.
	Barista string `json:"barista"`
}

// OrderClaimed says that a barista makes the drink now.
type OrderClaimed struct {
	BaristaDetail
}

// OrderReleased says that a barista left a claimed drink to the others.
type OrderReleased struct {
	BaristaDetail
}

// OrderRecalled says that a barista took an order back that was READY. The workflow is
// over by then: no second OrderCompleted follows.
type OrderRecalled struct {
	BaristaDetail
}

// OrderCollected says that the drink was handed over.
type OrderCollected struct {
	BaristaDetail
}

// OrderUnclaimed says that nobody collected the drink in time.
type OrderUnclaimed struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
}

// ShopDetail is what every payload about the shop itself begins with.
type ShopDetail struct {
	Detail
	// By is the user name of whoever changed it.
	By string `json:"by"`
}

// ShopStatusChanged says that the shop was opened or closed.
type ShopStatusChanged struct {
	ShopDetail
	// Open is whether it is open now.
	Open bool `json:"open"`
}

// MenuChanged says that the menu or a drink's availability changed.
type MenuChanged struct {
	ShopDetail
	// Menu is the whole menu as it is now.
	Menu Menu `json:"menu"`
}

// SettingsChanged says that the limits changed.
type SettingsChanged struct {
	ShopDetail
	// Limits are all of them as they are now.
	Limits Limits `json:"limits"`
}

// DetailType is the event's name on the bus.
func (OrderStarted) DetailType() string       { return "OrderStarted" }
func (AwaitingCompletion) DetailType() string { return "AwaitingCompletion" }
func (OrderCompleted) DetailType() string     { return "OrderCompleted" }
func (ShopClosed) DetailType() string         { return "ShopClosed" }
func (QueueFull) DetailType() string          { return "QueueFull" }
func (CustomerTimedOut) DetailType() string   { return "CustomerTimedOut" }
func (BaristaTimedOut) DetailType() string    { return "BaristaTimedOut" }
func (OrderCancelled) DetailType() string     { return "OrderCancelled" }
func (OrderFailed) DetailType() string        { return "OrderFailed" }
func (OrderClaimed) DetailType() string       { return "OrderClaimed" }
func (OrderReleased) DetailType() string      { return "OrderReleased" }
func (OrderRecalled) DetailType() string      { return "OrderRecalled" }
func (OrderCollected) DetailType() string     { return "OrderCollected" }
func (OrderUnclaimed) DetailType() string     { return "OrderUnclaimed" }
func (ShopStatusChanged) DetailType() string  { return "ShopStatusChanged" }
func (MenuChanged) DetailType() string        { return "MenuChanged" }
func (SettingsChanged) DetailType() string    { return "SettingsChanged" }

// WorkflowEvents lists a zero value of every event that the order workflow
// emits, in the order of an order's life.
func WorkflowEvents() []Event {
	return []Event{
		OrderStarted{}, AwaitingCompletion{}, OrderCompleted{},
		ShopClosed{}, QueueFull{}, CustomerTimedOut{}, BaristaTimedOut{},
		OrderCancelled{}, OrderFailed{},
	}
}

// ShopEvents lists a zero value of every event that a function publishes. They change
// no order: what they say was stored before.
func ShopEvents() []Event {
	return []Event{
		OrderClaimed{}, OrderReleased{}, OrderRecalled{}, OrderCollected{}, OrderUnclaimed{},
		ShopStatusChanged{}, MenuChanged{}, SettingsChanged{},
	}
}
