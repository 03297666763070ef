package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

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
	r.printEstimates(table)
	r.printLive(table)
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

func (r report) printEstimates(table io.Writer) {
	e := r.Estimates
	fmt.Fprintln(table, "ESTIMATE\tORDERS\tP50\tP90")
	fmt.Fprintf(table, "the estimated wait was off by\t%d\t%.1f s\t%.1f s\n\n", e.Count, e.P50/1e3, e.P90/1e3)
}

func (r report) printLive(table io.Writer) {
	if r.Live == nil {
		return
	}
	fmt.Fprintln(table, "LIVE UPDATES\tCOUNT")
	fmt.Fprintf(table, "messages to customers\t%d\nchanges without a message\t%d\nlost connections\t%s\n\n",
		r.Live.Messages, r.Live.Missed, cmp.Or(countsInWords(r.Live.Reconnections), "0"))
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
