package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/serverless-coffee/coffeeshop/internal/abuse"
	"github.com/serverless-coffee/coffeeshop/internal/cost"
	"github.com/serverless-coffee/coffeeshop/internal/percentile"
)

// verdict returns an error for each flood that took more than it may.
func (r abused) verdict() error {
	var errs []error
	for _, f := range r.floods {
		most := abuse.Total{Invocations: r.requests * f.Cost.Invocations, Reads: r.requests * f.Cost.Reads, Writes: r.requests * f.Cost.Writes}
		if f.Live { // with the checks of idle connections
			most.Invocations += r.requests
			most.Writes += r.requests
		}
		if f.took.Invocations > most.Invocations || f.took.Reads > most.Reads || f.took.Writes > most.Writes || f.took.Others > 0 {
			errs = append(errs, fmt.Errorf("%s: took %+v, want at most %+v", f.Name, f.took, most))
		}
	}
	return errors.Join(errs...)
}

// table returns the table of docs/security.md.
func (r abused) table() table {
	var t table
	t.row(fmt.Sprintf("%d made-up requests", r.requests), "Lambda invocations", "DynamoDB reads", "DynamoDB writes", "price")
	for _, f := range r.floods {
		t.row(f.Name, f.took.Invocations, f.took.Reads, f.took.Writes, fmt.Sprintf("$%.4f", f.price(r.requests)))
	}
	return t
}

// unitsPerRead is the most read units that a read of these floods takes: a scan reads an
// order, a code, the settings and the menu, of up to 4 KB each.
const unitsPerRead = 4

// price returns what a flood costs at AWS's list prices, in US dollars.
func (f flooded) price(requests int) float64 {
	counts := cost.Counts{
		Invocations: f.took.Invocations,
		ReadUnits:   float64(unitsPerRead * f.took.Reads),
		WriteUnits:  float64(f.took.Writes),
	}
	if f.Live {
		counts.Live.Messages, counts.Live.QueueRequests = f.took.Posts, 3*f.took.Checks
	} else if f.Paid {
		counts.Calls = requests
	}
	return cost.Total(counts) / cost.Priced
}

// delayed says how long a barista's claim takes.
func (r abused) delayed() string {
	quiet, attacked := percentile.At(r.quiet, 0.5), percentile.At(r.attacked, 0.5)
	return fmt.Sprintf("A barista's claim takes %.1f times as long during the floods as in a quiet shop: %d ms instead of %d ms (p50 of %d), p95 %d ms instead of %d ms.",
		float64(attacked)/float64(cmp.Or(quiet, 1)), attacked.Milliseconds(), quiet.Milliseconds(), claims,
		percentile.At(r.attacked, 0.95).Milliseconds(), percentile.At(r.quiet, 0.95).Milliseconds())
}

// write writes the report for a terminal, or in Markdown.
func (r abused) write(w io.Writer, markdown bool) error {
	text := r.table().markdown(1)
	if !markdown {
		var err error
		if text, err = r.table().text(); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s\nEvents on the bus meanwhile: %d.\n%s\n", text, r.events, r.delayed())
	return err
}
