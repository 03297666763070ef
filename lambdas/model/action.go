package model

import (
	"fmt"
	"strings"
)

// Kind is what happens in an action.
type Kind string

// What people do. Each is one request to the shop's API, by a customer, a barista or the
// manager.
const (
	Scan      Kind = "scan"       // a customer redeems a QR code
	Rescan    Kind = "scan again" // with the same key
	Look      Kind = "look"       // at the order
	Place     Kind = "place"
	Cancel    Kind = "cancel"
	Steal     Kind = "steal" // use an order with another order's secret
	ByHand    Kind = "take by hand"
	AgainHand Kind = "take by hand again" // with the same key
	Claim     Kind = "claim"
	Release   Kind = "release"
	Complete  Kind = "complete"
	Recall    Kind = "recall"
	Collect   Kind = "collect"
	Refuse    Kind = "refuse" // a barista cancels the order
	Watch     Kind = "watch"  // the queue, the board or the shop
	Open      Kind = "open"
	Close     Kind = "close"
	Limit     Kind = "limit"    // change the limits
	Write     Kind = "write"    // replace the menu
	SellOut   Kind = "sell out" // or offer a drink again
)

// What happens without people.
const (
	Deliver   Kind = "deliver"     // an event
	Repeat    Kind = "repeat"      // deliver an event, and keep it for another delivery
	Flush     Kind = "deliver all" // events, in some sequence
	Lose      Kind = "lose"        // an event for good
	Pass      Kind = "pass"        // time
	Sweep     Kind = "sweep"       // the janitor's scheduled run
	Resume    Kind = "resume"      // a function that paused
	Retry     Kind = "retry"       // the workflow repeats the event of a wait, with a new task token
	Break     Kind = "break"       // the workflow fails by itself
	Stop      Kind = "stop"        // somebody stops the execution
	KeepSeat  Kind = "keep seats"  // the next attempts to give back a seat will fail
	KeepDrink Kind = "keep drinks" // or a drink
	KeepQuiet Kind = "keep quiet"  // the workflow will fail to publish its next end
)

// Harm is what a fault does to an operation.
type Harm string

// The harms.
const (
	None    Harm = ""
	Refused Harm = "is refused"              // it fails, and is not done
	Lost    Harm = "loses its answer"        // it is done, and its caller gets an error
	Dies    Harm = "finds the function dead" // neither it nor any later one is done
	Pauses  Harm = "pauses the function"     // before it, until Resume

	// Outage is the harm of a function that could not give back a seat or a drink because
	// of KeepSeat or KeepDrink.
	Outage Harm = "cannot give back"
)

// Fault harms one operation of a function on the tables, the workflow or the bus.
type Fault struct {
	Harm Harm
	At   int // which operation, from 1
}

// Action is one thing that happens in a shop. Numbers select what it is about among what
// there is at that time, so that every sequence of actions is a trace.
type Action struct {
	Kind  Kind
	Order int // the order, among all of the trace
	Who   int // the barista
	N     int // the drink, the limit, the event, the duration
	Fault Fault
}

func (a Action) String() string {
	text := fmt.Sprintf("%s (order %d, who %d, n %d)", a.Kind, a.Order, a.Who, a.N)
	if a.Fault.Harm != None {
		text += fmt.Sprintf(": operation %d %s", a.Fault.At, a.Fault.Harm)
	}
	return text
}

// Trace is what happens in a shop from its opening on.
type Trace struct {
	// Seats is whether the workflow reserves seats. If not, it counts executions.
	Seats bool
	// Calm is whether nothing fails and every event arrives before much time passes. The
	// actions that would change that do nothing.
	Calm bool
	// Roomy is whether the queue and the QR codes have room for every order.
	Roomy   bool
	Actions []Action
}

func (t Trace) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "reserved seats %t, calm %t", t.Seats, t.Calm)
	for i, a := range t.Actions {
		fmt.Fprintf(&text, "\n%3d %v", i, a)
	}
	return text.String()
}
