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

// The events of an order, less what differs from order to order: its id and
// the times.
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

// history is what happens to one order, in the order in which it happens.
type history struct {
	name   string
	events []coffee.Event
}

// histories lists every history that the workflow can give an order.
var histories = []history{
	{"turned away from a closed shop", []coffee.Event{closed}},
	{"turned away from a full queue", []coffee.Event{full}},
	{"failed before it was admitted", []coffee.Event{failed}},
	{"waiting for its customer", []coffee.Event{started}},
	{"forgotten by its customer", []coffee.Event{started, late}},
	{"cancelled by its customer", []coffee.Event{started, cancelled}},
	{"failed before it was queued", []coffee.Event{started, failed}},
	{"waiting for its barista", []coffee.Event{started, awaiting}},
	{"forgotten by its barista", []coffee.Event{started, awaiting, slow}},
	{"cancelled by its barista", []coffee.Event{started, awaiting, cancelled}},
	{"failed while it was made", []coffee.Event{started, awaiting, failed}},
	{"completed", []coffee.Event{started, awaiting, completed}},
}

// changes returns what the events do to their order, a second apart.
func (h history) changes(start time.Time) []coffee.Change {
	changes := make([]coffee.Change, len(h.events))
	for i, event := range h.events {
		changes[i] = coffee.ChangeOf(event)
		changes[i].At = start.Add(time.Duration(i) * time.Second)
	}
	return changes
}

// again is what an event does that the workflow emits a second time, since it
// did not hear that the first was taken: the token of the first is void.
func again(c coffee.Change) coffee.Change {
	c.At = c.At.Add(500 * time.Millisecond)
	if c.CustomerToken != "" {
		c.CustomerToken += "-2"
	}
	if c.BaristaToken != "" {
		c.BaristaToken += "-2"
	}
	return c
}

// reported is what the end of its execution does to an order that the last
// change ended. The report has no order number, and may be of the same
// millisecond.
func reported(last coffee.Change, after time.Duration) coffee.Change {
	last.At, last.Number = last.At.Add(after), 0
	return last
}

// now is the time to the millisecond, as events have it. Histories begin now,
// because a table forgets old orders.
func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
