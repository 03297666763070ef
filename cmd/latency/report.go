package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/percentile"
)

// result is what the clients of a channel heard.
type result struct {
	clients int
	// took holds the time of each message. It is sorted.
	took []time.Duration
	// missing counts the messages that did not arrive.
	missing int
}

// resultsOf adds up what the clients heard, by channel.
func resultsOf(clients []*listener) map[channel]result {
	results := map[channel]result{}
	for _, client := range clients {
		missing := client.missing()
		for _, s := range client.subscriptions {
			r := results[s.channel]
			r.clients++
			r.missing += missing[s.channel]
			client.mu.Lock()
			r.took = append(r.took, client.took[s.channel]...)
			client.mu.Unlock()
			results[s.channel] = r
		}
	}
	for _, r := range results {
		slices.Sort(r.took)
	}
	return results
}

// report prints the results as a table. It returns an error if nothing arrived.
func report(out io.Writer, results map[channel]result) error {
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "CHANNEL\tCLIENTS\tMESSAGES\tMISSING\tP50\tP95\tP99\tMAX")
	arrived := 0
	for _, c := range api.Channels() {
		r, followed := results[c]
		if !followed {
			continue
		}
		arrived += len(r.took)
		fmt.Fprintf(table, "%s\t%d\t%d\t%d", c, r.clients, len(r.took), r.missing)
		for _, share := range []float64{0.50, 0.95, 0.99, 1} {
			fmt.Fprintf(table, "\t%d ms", percentile.At(r.took, share).Round(time.Millisecond).Milliseconds())
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if arrived == 0 {
		return errors.New("no message arrived")
	}
	return nil
}
