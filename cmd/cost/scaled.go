package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/cost"
	"github.com/serverless-coffee/coffeeshop/internal/percentile"
)

// mean returns what an order of the step took on average.
func (st *step) mean(count func(cost.Order) float64) float64 {
	sum := 0.0
	for _, order := range st.orders {
		sum += count(order)
	}
	return sum / float64(max(1, len(st.orders)))
}

// price returns what 1,000 orders of the step cost at list prices, in US dollars.
func (st *step) price() float64 {
	screens := cost.Counts{Live: cost.Live{Messages: st.messages}}
	return st.mean(func(o cost.Order) float64 { return cost.Total(o.Counts) }) + cost.Total(screens)/float64(max(1, len(st.orders)))
}

// verdict returns an error if an order did not get to its end, or if orders of a step cost
// more than the budget.
func (r scaled) verdict() error {
	var errs []error
	for _, st := range r.steps {
		errs = append(errs, st.failed...)
		if price := st.price(); price > cost.WatchedBudget {
			errs = append(errs, fmt.Errorf("x%d: 1,000 orders cost %s, over the budget of %s", st.times, dollars(price), dollars(cost.WatchedBudget)))
		}
	}
	return errors.Join(errs...)
}

// table returns the table of docs/scale.md: a column for each step, and how the last one
// compares to the first.
func (r scaled) table() table {
	var t table
	header := []any{"per order"}
	for _, st := range r.steps {
		header = append(header, fmt.Sprintf("x%d", st.times))
	}
	first, last := r.steps[0], r.steps[len(r.steps)-1]
	t.row(append(header, fmt.Sprintf("x%d / x%d", last.times, first.times))...)
	r.row(&t, "orders a minute", 0, func(st *step) float64 { return float64(st.times) * busyShop })
	r.row(&t, "orders played", 0, func(st *step) float64 { return float64(len(st.orders)) })
	for _, c := range counted {
		r.row(&t, c.what, 1, func(st *step) float64 { return st.mean(c.of) })
	}
	r.row(&t, "live updates: WebSocket messages", 1, func(st *step) float64 {
		return st.mean(func(o cost.Order) float64 { return float64(o.Live.Messages) }) + float64(st.messages)/float64(max(1, len(st.orders)))
	})
	r.row(&t, "1,000 orders, in dollars", 3, (*step).price)
	r.row(&t, "Lambda, GB-seconds", 2, func(st *step) float64 { return st.mean(func(o cost.Order) float64 { return o.GigabyteSeconds }) })
	for _, w := range waited {
		for _, p := range []struct {
			name  string
			share float64
		}{{"p50", 0.5}, {"p95", 0.95}} {
			r.row(&t, w.what+", "+p.name+", in ms", 0, func(st *step) float64 { return st.percentile(w.of, p.share) })
		}
	}
	return t
}

// row adds a row with a number for each step, and the ratio of the last to the first.
func (r scaled) row(t *table, what string, digits int, of func(*step) float64) {
	cells := []any{what}
	for _, st := range r.steps {
		cells = append(cells, decimal(of(st), digits))
	}
	first, last := of(r.steps[0]), of(r.steps[len(r.steps)-1])
	t.row(append(cells, decimal(last/cmp.Or(first, 1), 2))...)
}

// decimal rounds to a number of digits after the point, without trailing zeros.
func decimal(n float64, digits int) string {
	text := strconv.FormatFloat(n, 'f', digits, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// counted are the counts in the table. Those of the live updates are apart, since one
// invocation may read several changes from the stream.
var counted = []struct {
	what string
	of   func(cost.Order) float64
}{
	{"HTTP API requests", func(o cost.Order) float64 { return float64(o.Calls + o.Live.Pages) }},
	{"state transitions", func(o cost.Order) float64 { return float64(o.Transitions) }},
	{"Lambda invocations", func(o cost.Order) float64 { return float64(o.Invocations) }},
	{"events", func(o cost.Order) float64 { return float64(o.Events) }},
	{"DynamoDB requests", func(o cost.Order) float64 { return float64(o.Requests) }},
	{"DynamoDB write units", func(o cost.Order) float64 { return o.WriteUnits }},
	{"DynamoDB read units", func(o cost.Order) float64 { return o.ReadUnits }},
	{"live updates: Lambda invocations", func(o cost.Order) float64 { return float64(o.Live.Invocations) }},
	{"live updates: DynamoDB requests", func(o cost.Order) float64 { return float64(o.Live.Requests) }},
}

// waited are the waits in the table.
var waited = []struct {
	what string
	of   func(cost.Waits) time.Duration
}{
	{"scan, the request", func(w cost.Waits) time.Duration { return w.Scan }},
	{"place, the request", func(w cost.Waits) time.Duration { return w.Place }},
	{"claim, the request", func(w cost.Waits) time.Duration { return w.Claim }},
	{"from the scan to the menu", func(w cost.Waits) time.Duration { return w.Menu }},
	{"from the order to QUEUED on the page", func(w cost.Waits) time.Duration { return w.Queue }},
	{"from ready to the page", func(w cost.Waits) time.Duration { return w.Page }},
}

// percentile returns a percentile of a wait, in milliseconds.
func (st *step) percentile(of func(cost.Waits) time.Duration, share float64) float64 {
	var took []time.Duration
	for _, w := range st.waits {
		took = append(took, of(w))
	}
	slices.Sort(took)
	return float64(percentile.At(took, share)) / float64(time.Millisecond)
}

// write writes the report for a terminal, or in Markdown.
func (r scaled) write(w io.Writer, markdown bool) error {
	text := r.table().markdown(1)
	if !markdown {
		var err error
		if text, err = r.table().text(); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s\nIn an emulator on %d CPUs (%s/%s).\n", text, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	return err
}
