package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"text/tabwriter"
)

// grid is a table, its heading first.
type grid [][]string

func (g *grid) row(cells ...any) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = fmt.Sprint(cell)
	}
	*g = append(*g, row)
}

// perOrder is what an order takes, and what so many cost.
func (r result) perOrder() grid {
	var g grid
	g.row("per order", "counted", "budget", "workshop", "1,000 orders", "the workshop's")
	var ours, theirs float64
	for _, l := range r.lines() {
		g.row(l.What, l.Count, l.Budget, l.Workshop, dollars(l.Price), dollars(l.Theirs))
		ours, theirs = ours+l.Price, theirs+l.Theirs
	}
	g.row("together", "", "", "", dollars(ours), dollars(theirs))
	return g
}

// notes say what the prices are of.
func (r result) notes() string {
	c := r.counts()
	return fmt.Sprintf(`Prices are list prices of us-east-1, of the months that cmd/cost/price.go names,
and not looked up since. DynamoDB bills units rather than requests: an order
takes %v to write and %v to read, and %v to write with the longest task tokens
that AWS may hand out (%s). Which units the workshop's requests take is not
known; they are priced as writes of one unit. Besides, there are
%d requests to the HTTP API (%s), and the functions' time, which would cost
%s if AWS took as long as the emulator did on %s:
%.2f GB-seconds an order. Logs, traces, storage and data transfer are not in it.`,
		c.Units.Write, c.Units.Read, c.Units.WriteAtMost, dollars(priced*(c.Units.WriteAtMost*perWrite+c.Units.Read*perRead)),
		c.Calls, dollars(priced*float64(c.Calls)*perCall), dollars(priced*r.duration()*perGBSecond), machine(), r.duration())
}

// weights is what the functions weigh, and how quickly they start.
func (r result) weights() grid {
	var g grid
	g.row("function", "zip", "budget", "start-up, ms", "quickest", "slowest")
	for _, f := range r.Functions {
		g.row(f.Name, megabytes(f.Zipped), megabytes(mostZipped), f.median(), f.Starts[0], f.Starts[len(f.Starts)-1])
	}
	return g
}

func (r result) weightNotes() string {
	return fmt.Sprintf(`The zips are built for AWS. Start-up is from the start of the process until it
asks for its first request: the median of %d times on %s,
not on AWS.`, len(r.Functions[0].Starts), machine())
}

// requests lists what the first order caused.
func (r result) requests() grid {
	var g grid
	g.row("step", "from", "request", "times", "read units", "write units")
	for _, e := range tally(r.Orders[0]) {
		g.row(e.Step, e.From, e.request(), e.Times, e.Read, e.Write)
	}
	return g
}

func (e entry) request() string {
	if e.Note != "" {
		return fmt.Sprintf("%s %s (%s)", e.Service, e.Operation, e.Note)
	}
	return e.Service + " " + e.Operation
}

// machine is what the times were taken on.
func machine() string {
	return fmt.Sprintf("%d cores (%s/%s)", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
}

func dollars(amount float64) string { return fmt.Sprintf("$%.4f", amount) }

func megabytes(bytes int) string { return fmt.Sprintf("%.2f MB", float64(bytes)/1e6) }

// writeText writes the report for a terminal.
func writeText(w io.Writer, r result, verbose bool) error {
	fmt.Fprintf(w, "\n%d happy orders: a customer scans a code and places, a barista claims and completes.\n\n", len(r.Orders))
	if err := r.perOrder().align(w); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s\n\n", r.notes())
	if err := r.weights().align(w); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%s\n", r.weightNotes())
	if !verbose {
		return nil
	}
	fmt.Fprintln(w)
	return r.requests().align(w)
}

func (g grid) align(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for i, row := range g {
		line := strings.Join(row, "\t")
		if i == 0 {
			line = strings.ToUpper(line)
		}
		fmt.Fprintln(t, line)
	}
	return t.Flush()
}

// writeMarkdown writes the report for the README.
func writeMarkdown(w io.Writer, r result) error {
	_, err := fmt.Fprintf(w, "%s\n%s\n\n%s\n%s\n", r.perOrder().markdown(), r.notes(), r.weights().markdown(), r.weightNotes())
	return err
}

func (g grid) markdown() string {
	var b strings.Builder
	for i, row := range g {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			fmt.Fprintf(&b, "|---|%s\n", strings.Repeat("---:|", len(row)-1))
		}
	}
	return b.String()
}

// writeJSON writes the report for programs.
func writeJSON(w io.Writer, r result) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	c := r.counts()
	return out.Encode(map[string]any{
		"orders":   len(r.Orders),
		"perOrder": r.lines(),
		"prices":   map[string]any{"currency": "USD", "orders": priced, "region": "us-east-1"},
		"units":    map[string]float64{"read": c.Units.Read, "write": c.Units.Write, "writeAtMost": c.Units.WriteAtMost},
		"requests": tally(r.Orders[0]),
		"apiCalls": c.Calls, "functions": r.Functions,
		"here": map[string]any{"machine": machine(), "gigabyteSecondsPerOrder": r.duration()},
	})
}
