package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// report is the result of a simulation, which -json prints. Durations are in
// milliseconds unless the name says seconds.
type report struct {
	Environment string  `json:"environment"`
	URL         string  `json:"url"`
	Seed        uint64  `json:"seed"`
	Interrupted bool    `json:"interrupted"`
	Seconds     float64 `json:"seconds"`

	// Customers is how many came in. Each has one of the orders or was refused.
	// Refused counts by the code of the last error: one of the API's, http_ and a
	// status where API Gateway answered without one, no_answer, or left_early.
	Customers int                      `json:"customers"`
	Refused   map[coffee.ErrorCode]int `json:"refused"`
	Orders    int                      `json:"orders"`
	// Outcomes counts the orders by outcome, with 0 for outcomes that did not occur:
	// collected, cancelled, cancelledByShop, customerTimedOut, baristaTimedOut,
	// queueFull, shopClosed, failed, stuck, unfinished.
	Outcomes map[outcome]int `json:"outcomes"`
	// Lost lists the orders that are stuck, and those with answers that cannot all be
	// true.
	Lost []loss `json:"lost"`

	// Waits has untilStarted (from the scan until a drink may be placed),
	// untilQueued (from placing it until it is in the queue) and untilReady (from
	// then until it is made), as customers see it, who look every 0.2 to 2 seconds.
	Waits map[string]percentiles `json:"waits"`
	// Requests counts all requests by route, including each retry.
	Requests []requests `json:"requests"`
}

// loss is a lost order.
type loss struct {
	OrderID string       `json:"orderId"`
	Number  int          `json:"number,omitempty"`
	State   coffee.State `json:"state"` // the last one that the customer saw
	// Because lists what is wrong, in words.
	Because []string `json:"because"`
}

// requests summarizes the requests of one route.
type requests struct {
	Route string `json:"route"`
	percentiles
	// Errors counts the error answers by code. Some are expected: when several
	// baristas claim the same drink, all but one get an error.
	Errors map[coffee.ErrorCode]int `json:"errors"`
}

// percentiles summarizes durations, in milliseconds. All are 0 without durations.
type percentiles struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50Ms"`
	P95   float64 `json:"p95Ms"`
	P99   float64 `json:"p99Ms"`
	Max   float64 `json:"maxMs"`
}

// percentilesOf returns percentiles by nearest rank: each is one of the durations.
func percentilesOf(durations []time.Duration) percentiles {
	if len(durations) == 0 {
		return percentiles{}
	}
	sorted := slices.Sorted(slices.Values(durations))
	at := func(share float64) float64 {
		rank := max(1, int(math.Ceil(share*float64(len(sorted)))))
		return math.Round(sorted[rank-1].Seconds()*1e6) / 1e3
	}
	return percentiles{Count: len(sorted), P50: at(0.50), P95: at(0.95), P99: at(0.99), Max: at(1)}
}

var stageNames = [stages]string{untilStarted: "untilStarted", untilQueued: "untilQueued", untilReady: "untilReady"}

// report summarizes the morning. took is how long the customers took.
func (m *morning) report(url string, took time.Duration) report {
	m.tally.mu.Lock()
	defer m.tally.mu.Unlock()
	r := report{
		Environment: m.env.Name, URL: url, Seed: m.seed, Interrupted: m.interrupted, Seconds: math.Round(took.Seconds()*10) / 10,
		Customers: m.tally.came, Refused: m.tally.refusals,
		Outcomes: map[outcome]int{}, Lost: []loss{}, Waits: map[string]percentiles{}, Requests: []requests{},
	}
	for _, o := range outcomes {
		r.Outcomes[o.outcome] = 0
	}
	for _, v := range m.ledger.judge(r.Interrupted) {
		r.Orders++
		r.Outcomes[v.outcome]++
		if len(v.wrong) > 0 {
			r.Lost = append(r.Lost, loss{v.ticket.OrderID, v.number, v.last.State, v.wrong})
		}
	}
	for stage, durations := range m.tally.waits {
		r.Waits[stageNames[stage]] = percentilesOf(durations)
	}
	for _, route := range slices.Sorted(maps.Keys(m.tally.requests)) {
		calls := m.tally.requests[route]
		r.Requests = append(r.Requests, requests{route, percentilesOf(calls.took), calls.errors})
	}
	return r
}

// verdict returns an error if the simulation failed.
func (r report) verdict() error {
	switch {
	case len(r.Lost) > 0:
		return fmt.Errorf("%d of %d orders were lost", len(r.Lost), r.Orders)
	case r.Interrupted:
		return errors.New("interrupted")
	case r.Orders == 0:
		return errors.New("no customer got an order")
	default:
		return nil
	}
}

// printJSON prints the report as one JSON document.
func (r report) printJSON(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// print prints the report as tables.
func (r report) print(out io.Writer) error {
	fmt.Fprintf(out, "\n%d customers came in %.0f s, and %d orders were taken.\n\n", r.Customers, r.Seconds, r.Orders)
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	r.printOutcomes(table)
	r.printWaits(table)
	r.printRequests(table)
	if err := table.Flush(); err != nil {
		return err
	}
	r.printLost(out)
	return nil
}

func (r report) printOutcomes(table io.Writer) {
	fmt.Fprintln(table, "OUTCOME\tORDERS")
	for _, o := range outcomes {
		if n := r.Outcomes[o.outcome]; n > 0 {
			fmt.Fprintf(table, "%s\t%d\n", o.words, n)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(r.Refused)) {
		fmt.Fprintf(table, "no order for: %s\t%d\n", code, r.Refused[code])
	}
	fmt.Fprintln(table)
}

func (r report) printWaits(table io.Writer) {
	words := [stages]string{
		untilStarted: "from the scan to the menu", untilQueued: "from the order to the queue", untilReady: "from the queue to the cup",
	}
	fmt.Fprintln(table, "WAIT\tORDERS\tP50\tP95\tP99\tMAX")
	for stage, name := range stageNames {
		w := r.Waits[name]
		fmt.Fprintf(table, "%s\t%d\t%.1f s\t%.1f s\t%.1f s\t%.1f s\n",
			words[stage], w.Count, w.P50/1e3, w.P95/1e3, w.P99/1e3, w.Max/1e3)
	}
	fmt.Fprintln(table)
}

func (r report) printRequests(table io.Writer) {
	fmt.Fprintln(table, "REQUEST\tCOUNT\tP50\tP95\tP99\tMAX\tERRORS")
	for _, route := range r.Requests {
		fmt.Fprintf(table, "%s\t%d\t%.0f ms\t%.0f ms\t%.0f ms\t%.0f ms\t%s\n",
			route.Route, route.Count, route.P50, route.P95, route.P99, route.Max, cmp.Or(countsInWords(route.Errors), "-"))
	}
}

func (r report) printLost(out io.Writer) {
	if len(r.Lost) == 0 {
		fmt.Fprintln(out, "\nNo order was lost.")
		return
	}
	fmt.Fprintf(out, "\nLOST: %d of %d orders\n", len(r.Lost), r.Orders)
	for _, l := range r.Lost {
		fmt.Fprintf(out, "  %s (number %d): %s\n", l.OrderID, l.Number, strings.Join(l.Because, "; "))
	}
}

func countsInWords(counts map[coffee.ErrorCode]int) string {
	parts := []string{}
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprint(code, " ", counts[code]))
	}
	return strings.Join(parts, ", ")
}
