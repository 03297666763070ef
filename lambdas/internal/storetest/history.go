package storetest

import (
	"encoding/json"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

const (
	customerToken = "FAKE-CUSTOMER-TOKEN"
	baristaToken  = "FAKE-BARISTA-TOKEN"
)

// The events of an order, without its ID and the times.
var (
	started   = coffee.OrderStarted{TaskToken: customerToken}
	awaiting  = coffee.AwaitingCompletion{OrderNumber: 7, Order: json.RawMessage(`{"drink":"latte"}`), TaskToken: baristaToken}
	completed = coffee.OrderCompleted{OrderNumber: 7}
	closed    = coffee.ShopClosed{}
	full      = coffee.QueueFull{QueueLimit: 20}
	late      = coffee.CustomerTimedOut{}
	slow      = coffee.BaristaTimedOut{OrderNumber: 7}
	cancelled = coffee.OrderCancelled{Error: "Customer.Left", Cause: "the bus came"}
	failed    = coffee.OrderFailed{Error: "States.Runtime", Cause: "no such field"}
)

// history lists what happens to one order, oldest event first.
type history struct {
	name   string
	events []coffee.Event
}

// histories lists every history that the workflow can give an order.
var histories = []history{
	{"rejected because the shop is closed", []coffee.Event{closed}},
	{"rejected because the queue is full", []coffee.Event{full}},
	{"failed before it was admitted", []coffee.Event{failed}},
	{"waiting for the customer", []coffee.Event{started}},
	{"customer timed out", []coffee.Event{started, late}},
	{"cancelled by the customer", []coffee.Event{started, cancelled}},
	{"failed before it was queued", []coffee.Event{started, failed}},
	{"waiting for the barista", []coffee.Event{started, awaiting}},
	{"barista timed out", []coffee.Event{started, awaiting, slow}},
	{"cancelled by the barista", []coffee.Event{started, awaiting, cancelled}},
	{"failed while it was made", []coffee.Event{started, awaiting, failed}},
	{"completed", []coffee.Event{started, awaiting, completed}},
}

// changes returns the changes of the events, one second apart.
func (h history) changes(start time.Time) []coffee.Change {
	changes := make([]coffee.Change, len(h.events))
	for i, event := range h.events {
		changes[i] = coffee.ChangeOf(event)
		changes[i].At = start.Add(time.Duration(i) * time.Second)
	}
	return changes
}

// reemit returns the change of an event that the workflow emits a second time, 500 ms
// later and with a new token, because it did not learn that the first attempt
// succeeded. The first token is void then.
func reemit(c coffee.Change) coffee.Change {
	c.At = c.At.Add(500 * time.Millisecond)
	if c.CustomerToken != "" {
		c.CustomerToken += "-2"
	}
	if c.BaristaToken != "" {
		c.BaristaToken += "-2"
	}
	return c
}

// executionReport returns the change of the status event for an execution whose order
// the last change ended. It has no order number, and can have the same millisecond.
func executionReport(last coffee.Change, after time.Duration) coffee.Change {
	last.At, last.Number = last.At.Add(after), 0
	return last
}

// now returns the time to the millisecond, the precision of events. Histories begin
// now, because a table deletes old orders.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
