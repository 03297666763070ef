// Package coffee is the shop's domain: the life of an order, the events that
// tell of it, and the settings that bound it. Lambdas, constructs, commands
// and tests all speak these types. It imports nothing from AWS.
package coffee

import (
	"fmt"
	"slices"
)

// State is where an order is in its life.
type State string

// The states of an order. The workflow accompanies it from Requested to Ready;
// collecting is between barista and customer.
const (
	Requested State = "REQUESTED" // accepted, the workflow has not spoken yet
	Started   State = "STARTED"   // admitted: the customer may place the drink
	Placed    State = "PLACED"    // the customer chose, the workflow does not know yet
	Queued    State = "QUEUED"    // waits for a barista
	Making    State = "MAKING"    // a barista claimed it
	Ready     State = "READY"     // made, to be collected
	Collected State = "COLLECTED" // handed over
	Unclaimed State = "UNCLAIMED" // made, and not collected
	Rejected  State = "REJECTED"  // the shop was closed or its queue full
	Cancelled State = "CANCELLED" // by the customer or the barista
	TimedOut  State = "TIMED_OUT" // the customer or the barista took too long
	Failed    State = "FAILED"    // something broke; worth a look
)

// next lists, for each state, the states an order may change to. Events
// overtake one another, so an order may skip states forwards. The only ways back are
// a barista's: the release of a claimed drink, and the recall of a ready one. An order
// taken by hand is PLACED before the workflow may turn it away.
var next = map[State][]State{
	Requested: {Started, Placed, Queued, Making, Ready, Rejected, Cancelled, TimedOut, Failed},
	Started:   {Placed, Queued, Making, Ready, Cancelled, TimedOut, Failed},
	Placed:    {Queued, Making, Ready, Rejected, Cancelled, TimedOut, Failed},
	Queued:    {Making, Ready, Cancelled, TimedOut, Failed},
	Making:    {Queued, Ready, Cancelled, TimedOut, Failed},
	Ready:     {Making, Collected, Unclaimed},
	Collected: nil,
	Unclaimed: nil,
	Rejected:  nil,
	Cancelled: nil,
	TimedOut:  nil,
	Failed:    nil,
}

// underway lists the states in which the workflow still runs, in the order in
// which an order passes through them.
var underway = []State{Requested, Started, Placed, Queued, Making}

// States lists every state.
func States() []State {
	return append(slices.Clone(underway), Ready, Collected, Unclaimed, Rejected, Cancelled, TimedOut, Failed)
}

// CanBecome reports whether an order in s may change to other.
func (s State) CanBecome(other State) bool { return slices.Contains(next[s], other) }

// Terminal reports whether nothing can happen to an order in s any more.
func (s State) Terminal() bool { return len(next[s]) == 0 }

// Open reports whether an order in s still has a running workflow.
func (s State) Open() bool { return slices.Contains(underway, s) }

// Behind lists the states from which news of s moves an order forwards. An
// order that is already further stays where it is when late news arrives.
func (s State) Behind() []State {
	behind := underway
	if i := slices.Index(underway, s); i >= 0 {
		behind = underway[:i]
	}
	return slices.DeleteFunc(slices.Clone(behind), func(from State) bool { return !from.CanBecome(s) })
}

// ChangeError says that an order cannot change the way it was asked to.
type ChangeError struct{ From, To State }

func (e *ChangeError) Error() string {
	return fmt.Sprintf("an order that is %s cannot become %s", e.From, e.To)
}

// Become returns other, or a ChangeError where an order in s cannot become it.
// An order may always stay as it is, so a repeated request is harmless.
func (s State) Become(other State) (State, error) {
	if s != other && !s.CanBecome(other) {
		return s, &ChangeError{From: s, To: other}
	}
	return other, nil
}
