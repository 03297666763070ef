package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// tally counts customers, their waits and all requests. It is safe for concurrent use.
type tally struct {
	mu       sync.Mutex
	came     int // customers who came in
	left     int // customers who left again
	refusals map[coffee.ErrorCode]int
	waits    [stages][]time.Duration
	requests map[string]*calls // by route

	changed func(came, left int) // is called after each change
}

// calls records the requests of one route.
type calls struct {
	took   []time.Duration
	errors map[coffee.ErrorCode]int
}

// Codes for outcomes without an error code of the API.
const (
	noAnswer  coffee.ErrorCode = "no_answer"
	leftEarly coffee.ErrorCode = "left_early" // the simulation was interrupted
)

func newTally() *tally {
	return &tally{refusals: map[coffee.ErrorCode]int{}, requests: map[string]*calls{}, changed: func(int, int) {}}
}

func (t *tally) countCustomers(came, left int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.came, t.left = t.came+came, t.left+left
	t.changed(t.came, t.left)
}

// countRefusal counts a customer who got no order, by the code of the last error.
func (t *tally) countRefusal(err error) {
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

func (t *tally) countRequest(c client.Call) {
	t.mu.Lock()
	defer t.mu.Unlock()
	route := t.requests[c.Route]
	if route == nil {
		route = &calls{errors: map[coffee.ErrorCode]int{}}
		t.requests[c.Route] = route
	}
	route.took = append(route.took, c.Took)
	if c.Status == 0 || c.Code != "" {
		route.errors[cmp.Or(c.Code, noAnswer)]++
	}
}

func (t *tally) countWaits(w waits) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for stage, took := range w.took {
		if took > 0 {
			t.waits[stage] = append(t.waits[stage], took)
		}
	}
}

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

// waits holds one customer's waits. Each ends when a look at the order shows its end.
type waits struct {
	began [stages]time.Time
	took  [stages]time.Duration // 0 until the wait is over
}

func (w *waits) begin(s stage, at time.Time) { w.began[s] = at }

// reach records that the customer saw the order in a state.
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

// lineInterval is how often progress prints a line where there is no terminal.
const lineInterval = 10 * time.Second

// progress returns a function that shows how many customers came in and left again,
// and one that ends the display: a bar on a terminal, otherwise a line every
// lineInterval.
func progress(out io.Writer, customers int) (show func(came, left int), end func()) {
	if file, ok := out.(*os.File); !ok || !term.IsTerminal(int(file.Fd())) {
		return printLines(out, customers), func() {}
	}
	bar := progressbar.NewOptions(customers,
		progressbar.OptionSetWriter(out), progressbar.OptionShowCount(), progressbar.OptionSetWidth(30),
		progressbar.OptionSetPredictTime(false), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetRenderBlankState(true), progressbar.OptionClearOnFinish())
	show = func(came, left int) {
		bar.Describe(fmt.Sprintf("%3d inside, served", came-left))
		_ = bar.Set(left)
	}
	return show, func() { _ = bar.Clear() }
}

func printLines(out io.Writer, customers int) func(came, left int) {
	printed := time.Now()
	return func(came, left int) {
		if time.Since(printed) >= lineInterval {
			printed = time.Now()
			fmt.Fprintf(out, "%d of %d customers served, %d inside\n", left, customers, came-left)
		}
	}
}
