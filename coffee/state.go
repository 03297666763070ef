// Package coffee is the shop's domain: the states of an order, the events about
// it, the menu and the shop's settings. Lambdas, constructs, commands and tests
// share these types. It imports nothing from AWS.
package coffee

import (
	"fmt"
	"slices"
)

// State is the state of an order.
type State string

// The states of an order. The workflow runs from Requested to Ready; after that,
// the barista hands the drink over without it.
const (
	Requested State = "REQUESTED" // created, the workflow has not emitted an event yet
	Started   State = "STARTED"   // admitted: the customer may place the drink
	Placed    State = "PLACED"    // the drink is chosen, the workflow has not confirmed it yet
	Queued    State = "QUEUED"    // waiting for a barista
	Making    State = "MAKING"    // claimed by a barista
	Ready     State = "READY"     // made, to be collected
	Collected State = "COLLECTED" // handed over
	Unclaimed State = "UNCLAIMED" // made, but not collected in time
	Rejected  State = "REJECTED"  // the shop was closed or the queue full
	Cancelled State = "CANCELLED" // by the customer or a barista
	TimedOut  State = "TIMED_OUT" // the customer or the barista took too long
	Failed    State = "FAILED"    // ended by an unexpected error; look into it
)

// next lists, for each state, the states an order may change to. Events may arrive
// out of order, so an order may skip states forwards. Only a barista moves it
// backwards: by releasing a claimed drink or recalling a ready one. An order taken
// by hand is PLACED before the workflow can reject it.
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

// underway lists the states in which the workflow is running, in the order in
// which an order passes through them.
var underway = []State{Requested, Started, Placed, Queued, Making}

// States returns every state.
func States() []State {
	return append(slices.Clone(underway), Ready, Collected, Unclaimed, Rejected, Cancelled, TimedOut, Failed)
}

// CanBecome reports whether an order in s may change to other.
func (s State) CanBecome(other State) bool { return slices.Contains(next[s], other) }

// Terminal reports whether s is final.
func (s State) Terminal() bool { return len(next[s]) == 0 }

// Open reports whether the workflow of an order in s is still running.
func (s State) Open() bool { return slices.Contains(underway, s) }

// Behind returns the states from which an event about s moves an order forwards.
// In every other state the event is late and changes nothing.
func (s State) Behind() []State {
	behind := underway
	if i := slices.Index(underway, s); i >= 0 {
		behind = underway[:i]
	}
	return slices.DeleteFunc(slices.Clone(behind), func(from State) bool { return !from.CanBecome(s) })
}

// ChangeError is the error for a change of state that the life cycle does not
// allow.
type ChangeError struct{ From, To State }

func (e *ChangeError) Error() string {
	return fmt.Sprintf("an order that is %s cannot become %s", e.From, e.To)
}

// Become returns other, or s and a ChangeError if an order in s cannot become
// other. Staying in s is always allowed, so repeating a request is harmless.
func (s State) Become(other State) (State, error) {
	if s != other && !s.CanBecome(other) {
		return s, &ChangeError{From: s, To: other}
	}
	return other, nil
}
