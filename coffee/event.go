package coffee

import (
	"encoding/json"
	"time"
)

// Source is the default source of the shop's events. Shops that share a bus
// each need a different one.
const Source = "serverless-coffee"

// Version is the version of the event payloads. Consumers skip events of
// another version.
const Version = 1

// Event is the payload (the detail) of one kind of event.
type Event interface {
	// DetailType returns the event's name on the bus.
	DetailType() string
}

// Detail holds the fields that all payloads have.
type Detail struct {
	// Version is the version of the payload, currently 1.
	Version int `json:"version"`
	// Time is when the event happened, in UTC, to the millisecond.
	Time time.Time `json:"time"`
}

// OrderDetail holds the fields that all payloads about an order have.
type OrderDetail struct {
	Detail
	// OrderID is the order's id, which is also the name of its execution.
	OrderID string `json:"orderId"`
}

// OrderStarted is published when an order is admitted. The customer may now
// place the drink: call SendTaskSuccess with the token and the drink as output.
type OrderStarted struct {
	OrderDetail
	// TaskToken continues the workflow. It is a credential: never log it, show
	// it or store it in plain text.
	TaskToken string `json:"taskToken"`
}

// AwaitingCompletion is published when the customer has placed the drink and a
// barista may make it: SendTaskSuccess with the token completes the order.
type AwaitingCompletion struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
	// Order is the output of the customer's callback, unchanged.
	Order json.RawMessage `json:"order"`
	// TaskToken continues the workflow. It is a credential: never log it, show
	// it or store it in plain text.
	TaskToken string `json:"taskToken"`
}

// OrderCompleted is published when the drink is ready to be collected.
type OrderCompleted struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
}

// ShopClosed is published when an order is rejected because the shop is closed.
type ShopClosed struct {
	OrderDetail
}

// QueueFull is published when an order is rejected because the queue is full.
type QueueFull struct {
	OrderDetail
	// QueueLimit is the maximum number of orders in progress at once.
	QueueLimit int `json:"queueLimit"`
}

// CustomerTimedOut is published when the customer did not place the drink in time.
type CustomerTimedOut struct {
	OrderDetail
}

// BaristaTimedOut is published when the drink was not made in time.
type BaristaTimedOut struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
}

// OrderCancelled is published when the customer or a barista cancels the order:
// SendTaskFailure with the task token.
type OrderCancelled struct {
	OrderDetail
	// Error is the error of the callback, empty if it had none.
	Error string `json:"error"`
	// Cause is the cause of the callback, empty if it had none.
	Cause string `json:"cause"`
}

// OrderFailed is published when an unexpected error ends the order.
type OrderFailed struct {
	OrderDetail
	// Error is the name of the error.
	Error string `json:"error"`
	// Cause describes the error, empty if unknown.
	Cause string `json:"cause"`
}

// BaristaDetail holds the fields that all payloads about a barista's action have.
type BaristaDetail struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
	// Barista is the user name of the barista who did it.
	Barista string `json:"barista"`
}

// OrderClaimed is published when a barista claims an order to make the drink.
type OrderClaimed struct {
	BaristaDetail
}

// OrderReleased is published when a barista puts a claimed order back into the queue.
type OrderReleased struct {
	BaristaDetail
}

// OrderRecalled is published when a barista takes back an order that was READY. Its
// workflow has ended, so completing the order again publishes no second OrderCompleted.
type OrderRecalled struct {
	BaristaDetail
}

// OrderCollected is published when the drink is handed over.
type OrderCollected struct {
	BaristaDetail
}

// OrderUnclaimed is published when nobody collected the drink in time.
type OrderUnclaimed struct {
	OrderDetail
	// OrderNumber is the number to call out, unique within the shop.
	OrderNumber int `json:"orderNumber"`
}

// ShopDetail holds the fields that all payloads about the shop itself have.
type ShopDetail struct {
	Detail
	// By is the user name of the member of staff who made the change, or "hours" if the
	// opening hours did.
	By string `json:"by"`
}

// ShopStatusChanged is published when the shop is opened or closed.
type ShopStatusChanged struct {
	ShopDetail
	// Open is true if the shop is now open.
	Open bool `json:"open"`
}

// ByHours is the ShopDetail.By of a change that the opening hours made.
const ByHours = "hours"

// MenuChanged is published when the menu or a drink's availability changes.
type MenuChanged struct {
	ShopDetail
	// Menu is the whole menu after the change.
	Menu Menu `json:"menu"`
}

// HoursChanged is published when the opening hours change. They do not open or close the
// shop before their next switch.
type HoursChanged struct {
	ShopDetail
	// Hours are the opening hours after the change.
	Hours Hours `json:"hours"`
}

// SettingsChanged is published when the limits or the time zone change.
type SettingsChanged struct {
	ShopDetail
	// Limits are all limits and the time zone after the change.
	Limits Limits `json:"limits"`
}

// DetailType returns the event's name on the bus.
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
func (HoursChanged) DetailType() string       { return "HoursChanged" }
func (SettingsChanged) DetailType() string    { return "SettingsChanged" }

// WorkflowEvents returns a zero value of every event that the order workflow
// emits, in the order in which they can happen to an order.
func WorkflowEvents() []Event {
	return []Event{
		OrderStarted{}, AwaitingCompletion{}, OrderCompleted{},
		ShopClosed{}, QueueFull{}, CustomerTimedOut{}, BaristaTimedOut{},
		OrderCancelled{}, OrderFailed{},
	}
}

// ShopEvents returns a zero value of every event that the functions publish. They
// report changes that are already stored, so consumers need not store them again.
func ShopEvents() []Event {
	return []Event{
		OrderClaimed{}, OrderReleased{}, OrderRecalled{}, OrderCollected{}, OrderUnclaimed{},
		ShopStatusChanged{}, MenuChanged{}, HoursChanged{}, SettingsChanged{},
	}
}
