package main

import (
	"cmp"
	"errors"
	"fmt"
	"sync"
	"time"

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
	offs     []time.Duration   // how far the estimated waits were off
	requests map[string]*calls // by route
	live     liveCounts

	allCame  bool // no more customers come in
	idle     int  // customers inside who only wait for their order to time out
	idleEnds time.Time
	saidIdle bool

	changed func(came, left int) // is called after each change
	say     func(string)         // shows a line to the person at the terminal
}

// liveCounts counts what customers got over WebSockets.
type liveCounts struct {
	messages int
	// missed counts changes of orders that no message told in time: customers found them
	// by subscribing or asking again.
	missed int
	// reconnections counts lost connections by error code, noAnswer where there was none.
	reconnections map[coffee.ErrorCode]int
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
	return &tally{
		refusals: map[coffee.ErrorCode]int{}, requests: map[string]*calls{}, live: liveCounts{reconnections: map[coffee.ErrorCode]int{}},
		changed: func(int, int) {}, say: func(string) {},
	}
}

func (t *tally) countCustomers(came, left int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.came, t.left = t.came+came, t.left+left
	t.changed(t.came, t.left)
	t.sayIdle()
}

// lastCame records that no more customers come in.
func (t *tally) lastCame() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.allCame = true
	t.sayIdle()
}

// awaitTimeout records that a customer only waits until the order times out, which it
// does soon after at. The customer calls the returned function on leaving.
func (t *tally) awaitTimeout(at time.Time) (leave func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.idle++
	if at.After(t.idleEnds) {
		t.idleEnds = at
	}
	t.sayIdle()
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.idle--
	}
}

// sayIdle says once that nothing but time-outs is left to wait for.
func (t *tally) sayIdle() {
	if t.saidIdle || !t.allCame || t.idle == 0 || t.came-t.left != t.idle {
		return
	}
	t.saidIdle = true
	t.say(fmt.Sprintf("Waiting until %s for %d orders to time out, whose customers chose no drink.",
		t.idleEnds.Local().Format(time.TimeOnly), t.idle))
}

func (t *tally) countMessage() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.messages++
}

func (t *tally) countMissed() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.missed++
}

// countReconnection counts a connection that was lost or not made.
func (t *tally) countReconnection(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.reconnections[codeOf(err)]++
}

// codeOf returns the code of a request's error, noAnswer if it has none.
func codeOf(err error) coffee.ErrorCode {
	if known := new(coffee.Error); errors.As(err, &known) {
		return known.Code
	}
	return noAnswer
}

// countRefusal counts a customer who got no order, by the code of the last error.
func (t *tally) countRefusal(err error) {
	code := codeOf(err)
	if errors.Is(err, errLeft) {
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
	if w.judged {
		t.offs = append(t.offs, w.off)
	}
}
