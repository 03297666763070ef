package main

import (
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// stage is one of the things that customers wait for.
type stage int

const (
	untilStarted stage = iota // from the scan until a drink may be placed
	untilQueued               // from placing the drink until it is in the queue
	untilReady                // from then until it is made
	stages       = iota
)

// reachedIn lists the states in which the wait for a stage is over.
var reachedIn = [stages][]coffee.State{
	untilStarted: {coffee.Started, coffee.Placed, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected},
	untilQueued:  {coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected},
	untilReady:   {coffee.Ready, coffee.Collected},
}

// waits holds one customer's waits. Each ends when the customer sees its end.
type waits struct {
	began [stages]time.Time
	took  [stages]time.Duration // 0 until the wait is over

	// expected is when the drink was to be ready, by the first estimate after it was
	// queued. Once it is ready, judged is true and off says how far the estimate was off,
	// in either direction.
	expected time.Time
	off      time.Duration
	judged   bool
}

// expect records when the shop expects the drink of an order in a state to be ready.
func (w *waits) expect(state coffee.State, at time.Time) {
	if w.expected.IsZero() && (state == coffee.Queued || state == coffee.Making) {
		w.expected = at
	}
}

func (w *waits) begin(s stage, at time.Time) { w.began[s] = at }

// reach records that the customer saw the order in a state.
func (w *waits) reach(state coffee.State, at time.Time) {
	if !w.judged && !w.expected.IsZero() && slices.Contains(reachedIn[untilReady], state) {
		w.off, w.judged = at.Sub(w.expected).Abs(), true
	}
	for s := range stages {
		if w.began[s].IsZero() || w.took[s] > 0 || !slices.Contains(reachedIn[s], state) {
			continue
		}
		w.took[s] = max(at.Sub(w.began[s]), 1)
		if next := stage(s) + 1; next == untilReady {
			w.begin(untilReady, at)
		}
	}
}
