package main

import (
	"cmp"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// tally counts what happens. It may be used by many goroutines.
type tally struct {
	mu        sync.Mutex
	customers int // who came in
	gone      int // who left again
	refusals  map[coffee.ErrorCode]int
	durations [stages][]time.Duration
	requests  map[string]*calls // by route

	changed func(came, left int) // is called after each
}

// calls are those of one route.
type calls struct {
	took   []time.Duration
	errors map[coffee.ErrorCode]int
}

func newTally() *tally {
	return &tally{
		refusals: map[coffee.ErrorCode]int{}, requests: map[string]*calls{},
		changed: func(int, int) {},
	}
}

func (t *tally) came() { t.count(1, 0) }
func (t *tally) left() { t.count(0, 1) }

func (t *tally) count(came, left int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.customers, t.gone = t.customers+came, t.gone+left
	t.changed(t.customers, t.gone)
}

// refuse counts a customer who got no order, by the code of the last error.
func (t *tally) refuse(err error) {
	code := noAnswer
	if known := new(coffee.Error); errors.As(err, &known) {
		code = known.Code
	} else if err == errLeft {
		code = leftEarly
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refusals[code]++
}

// Codes of what the API did not say.
const (
	noAnswer  coffee.ErrorCode = "no_answer"
	leftEarly coffee.ErrorCode = "left_early" // since the simulation was interrupted
)

// sent counts a request.
func (t *tally) sent(c client.Call) {
	t.mu.Lock()
	defer t.mu.Unlock()
	route := t.requests[c.Route]
	if route == nil {
		route = &calls{errors: map[coffee.ErrorCode]int{}}
		t.requests[c.Route] = route
	}
	route.took = append(route.took, c.Took)
	if code := c.Code; c.Status == 0 || code != "" {
		route.errors[cmp.Or(code, noAnswer)]++
	}
}

// waited counts how long a customer waited.
func (t *tally) waited(w waits) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for stage, took := range w.took {
		if took > 0 {
			t.durations[stage] = append(t.durations[stage], took)
		}
	}
}

// stage is something that customers wait for.
type stage int

const (
	untilStarted stage = iota // from the scan until a drink may be placed
	untilQueued               // from placing it until it is in the queue
	untilReady                // from there until it is made
	stages       = iota
)

// reachedIn lists the states in which the waiting for a stage is over.
var reachedIn = [stages][]coffee.State{
	untilStarted: {coffee.Started, coffee.Placed, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected},
	untilQueued:  {coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected},
	untilReady:   {coffee.Ready, coffee.Collected},
}

// waits are those of one customer, as they saw it: to the moment of the look that
// told them.
type waits struct {
	began [stages]time.Time
	took  [stages]time.Duration // 0 where it is not over
}

func (w *waits) begin(s stage, at time.Time) { w.began[s] = at }

// reach notes that the order was seen in a state.
func (w *waits) reach(state coffee.State, at time.Time) {
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
