package janitor

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
)

// Limits of one run. What is left over is for the next run, the oldest orders first.
const (
	mostRepairs = 200
	mostLookups = 300  // of executions, which AWS throttles to about 15 a second
	mostRunning = 1000 // executions to list; the others are looked up one by one
	mostEnded   = 500  // orders to check of those that ended in one state
	// reserve is how much of the function's time must be left to begin a repair.
	reserve = 10 * time.Second
)

// The grace of a run is how long it leaves an order alone after something should have
// changed it, for events and requests that are on their way.
const (
	// grace is for everything but the start of the workflow.
	grace = time.Minute
	// startGrace is how long a workflow may take to admit an order. Its own retries take
	// about half a minute.
	startGrace = 5 * time.Minute
)

// Instruction is an optional detail of the event that makes the janitor look at all orders.
type Instruction struct {
	// GraceSeconds replaces the grace and the startGrace of this run.
	GraceSeconds *int `json:"graceSeconds"`
}

// run is one invocation of the Handler.
type run struct {
	*Handler
	now      time.Time
	deadline time.Time // of the function, zero for none

	grace, startGrace time.Duration

	// running has the orders whose executions were running when the run began.
	running map[string]bool
	// open has the open orders, once openOrders has listed them.
	open map[string]bool

	repairs, lookups int
	complete         bool // whether no limit was reached
	failures         []error
	// counts has how many orders are in the shop, as far as they could be listed.
	counts metric.Values
}

func (h *Handler) newRun(ctx context.Context) *run {
	r := &run{Handler: h, now: h.Now().UTC(), grace: grace, startGrace: startGrace, complete: true, open: map[string]bool{}, counts: metric.Values{}}
	r.deadline, _ = ctx.Deadline()
	return r
}

// instruct follows the Instruction in the detail of an event, if there is one.
func (r *run) instruct(detail []byte) error {
	if len(detail) == 0 {
		return nil
	}
	var instruction Instruction
	if err := json.Unmarshal(detail, &instruction); err != nil {
		return fmt.Errorf("instruction: %w", err)
	}
	if seconds := instruction.GraceSeconds; seconds != nil {
		r.grace = time.Duration(*seconds) * time.Second
		r.startGrace = r.grace
	}
	return nil
}

func (r *run) setRunning(orders []string) {
	r.running = make(map[string]bool, len(orders))
	for _, id := range orders {
		r.running[id] = true
	}
}

// more reports whether the run is within its limits.
func (r *run) more() bool {
	late := !r.deadline.IsZero() && time.Until(r.deadline) < reserve
	if r.repairs >= mostRepairs || r.lookups >= mostLookups || late {
		r.complete = false
	}
	return r.complete
}

// waited reports whether the grace since a time is over.
func (r *run) waited(since time.Time) bool { return r.now.Sub(since) >= r.grace }

// kind is a kind of repair, which is a dimension of the metric.
type kind string

const (
	notStarted kind = "NotStarted" // the workflow did not start or did not admit the order
	lostEnd    kind = "LostEnd"    // the event that ended the workflow did not arrive
	abnormal   kind = "Abnormal"   // the workflow was stopped or could not publish its end
	callback   kind = "Callback"   // the workflow did not get an answer
	seat       kind = "Seat"       // a seat was not given back
	drink      kind = "Drink"      // a drink was not given back
	recalled   kind = "Recalled"   // a recalled order was not completed again
)

// repaired logs and counts a repair.
func (r *run) repaired(ctx context.Context, what kind, orderID, why string) {
	r.repairs++
	r.Log.WarnContext(ctx, "repaired an order", "orderId", orderID, "why", why,
		r.Metrics.Record(r.now, metric.Values{metrics.Repairs: 1}, slog.String(metrics.KindDimension, string(what))))
}
