package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/serverless-coffee/coffeeshop/internal/cost"
)

// result holds the counted orders.
type result struct {
	unwatched []cost.Order
	watched   cost.Order
	zips      map[string]int64 // bytes of code, by function
}

// verdict returns an error if unwatched orders differ, or if one of them or the code
// of a function is over the budget.
func (r result) verdict() error {
	var errs []error
	first := r.unwatched[0].WithoutLive()
	for i, order := range r.unwatched {
		counts := order.WithoutLive()
		if counts != first {
			errs = append(errs, fmt.Errorf("order %d takes %+v, but the first %+v", i+1, counts, first))
		}
		if over := order.Over(cost.Budget); over != nil && (i == 0 || counts != first) {
			errs = append(errs, fmt.Errorf("order %d takes %s", i+1, strings.Join(over, "; ")))
		}
	}
	if price := cost.Total(r.watched.Counts); price > cost.WatchedBudget {
		errs = append(errs, fmt.Errorf("1,000 watched orders cost %s, over the budget of %s", dollars(price), dollars(cost.WatchedBudget)))
	}
	for name, size := range r.zips {
		if size > cost.MaxZip {
			errs = append(errs, fmt.Errorf("the zipped code of %s is %d bytes, over the budget of %d", name, size, cost.MaxZip))
		}
	}
	return errors.Join(errs...)
}

// table is a header row and the rows below it.
type table [][]string

func (t *table) row(cells ...any) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = fmt.Sprint(cell)
	}
	*t = append(*t, row)
}

// counts returns the table in the README.
func (r result) counts() table {
	var t table
	one, watched := r.unwatched[0].Counts, r.watched.Counts
	t.row("per order", "not watched", "watched", "budget", "the workshop")
	t.row("state transitions", one.Transitions, watched.Transitions, cost.Budget.Transitions, cost.Workshop.Transitions)
	t.row("Lambda invocations", one.Invocations, watched.Invocations, cost.Budget.Invocations, cost.Workshop.Invocations)
	t.row("events", one.Events, watched.Events, cost.Budget.Events, cost.Workshop.Events)
	t.row("DynamoDB requests", one.Requests, watched.Requests, cost.Budget.Requests, cost.Workshop.Requests)
	t.row("live updates: requests for the page", one.Live.Pages, watched.Live.Pages, "", "")
	t.row("live updates: Lambda invocations", one.Live.Invocations, watched.Live.Invocations, "", "")
	t.row("live updates: DynamoDB requests", one.Live.Requests, watched.Live.Requests, "", "")
	t.row("live updates: WebSocket messages", one.Live.Messages, watched.Live.Messages, "", "")
	t.row("1,000 orders", dollars(cost.Total(one)), dollars(cost.Total(watched)), dollars(cost.WatchedBudget), dollars(cost.Total(cost.Workshop)))
	return t
}

// prices returns the table of each item's price.
func (r result) prices() table {
	var t table
	t.row("per 1,000 orders", "price per million", "not watched", "price", "watched", "price", "the workshop", "price")
	all := []cost.Counts{r.unwatched[0].Counts, r.watched.Counts, cost.Workshop}
	for _, i := range cost.Items {
		cells := []any{i.What, fmt.Sprintf("$%g (%s)", i.Price, i.Month)}
		for _, c := range all {
			cells = append(cells, cost.Priced*i.Count(c), dollars(i.PriceOf(c)))
		}
		t.row(cells...)
	}
	t.row("total", "", "", dollars(cost.Total(all[0])), "", dollars(cost.Total(all[1])), "", dollars(cost.Total(all[2])))
	return t
}

// requests returns the table of the requests of one unwatched and one watched order.
func (r result) requests() table {
	type sums struct {
		unwatched, watched int
		read, write        float64
	}
	found := map[cost.Request]*sums{}
	each := func(order cost.Order, add func(*sums, cost.Request)) {
		for _, request := range order.All {
			key := request
			key.ReadUnits, key.WriteUnits = 0, 0
			if found[key] == nil {
				found[key] = new(sums)
			}
			add(found[key], request)
		}
	}
	each(r.unwatched[0], func(s *sums, r cost.Request) { s.unwatched++; s.read += r.ReadUnits; s.write += r.WriteUnits })
	each(r.watched, func(s *sums, _ cost.Request) { s.watched++ })
	var rows table
	for request, s := range found {
		rows.row(request.From, name(request), s.unwatched, s.watched, s.read, s.write)
	}
	slices.SortFunc(rows, func(a, b []string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var t table
	t.row("from", "request", "not watched", "watched", "read units, not watched", "write units, not watched")
	return append(t, rows...)
}

func name(r cost.Request) string {
	name := r.Service + " " + r.Operation
	if r.Retry {
		name += ", retry"
	}
	if r.Error != "" {
		name += ", " + r.Error
	}
	return name
}

// duration says what Lambda's duration costs. It differs from run to run.
func (r result) duration() string {
	average := func(orders []cost.Order) float64 {
		sum := 0.0
		for _, order := range orders {
			sum += order.GigabyteSeconds
		}
		return sum / float64(len(orders))
	}
	one, watched := average(r.unwatched), average([]cost.Order{r.watched})
	return fmt.Sprintf("Lambda bills %.2f GB-seconds for an unwatched order and %.2f for a watched one: %s and %s for 1,000 orders.",
		one, watched, dollars(cost.Priced*one*cost.PerGBSecond), dollars(cost.Priced*watched*cost.PerGBSecond))
}

// sizes lists the size of each function's code.
func (r result) sizes() string {
	var sizes []string
	for _, name := range slices.Sorted(maps.Keys(r.zips)) {
		sizes = append(sizes, fmt.Sprintf("%s %.2f MB", name, float64(r.zips[name])/1e6))
	}
	return "Zipped code: " + strings.Join(sizes, ", ") + "."
}

func dollars(amount float64) string { return fmt.Sprintf("$%.3f", amount) }

// writeText writes the report for a terminal.
func writeText(w io.Writer, r result, verbose bool) error {
	tables := []table{r.counts(), r.prices()}
	if verbose {
		tables = append(tables, r.requests())
	}
	for _, t := range tables {
		text, err := t.text()
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "\n%s", text)
	}
	_, err := fmt.Fprintf(w, "\n%s\n%s\n", r.duration(), r.sizes())
	return err
}

// text returns the table for a terminal.
func (t table) text() (string, error) {
	var b strings.Builder
	out := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	for i, row := range t {
		line := strings.Join(row, "\t")
		if i == 0 {
			line = strings.ToUpper(line)
		}
		fmt.Fprintln(out, line)
	}
	err := out.Flush()
	return b.String(), err
}

// writeMarkdown writes the table of the README, then those of docs/cost.md.
func writeMarkdown(w io.Writer, r result) error {
	_, err := fmt.Fprintf(w, "%s\n%s\n%s\n%s\n%s\n",
		r.counts().markdown(1), r.prices().markdown(2), r.requests().markdown(2), r.duration(), r.sizes())
	return err
}

// markdown returns the table in Markdown. The first columns, as many as text, are
// left-aligned.
func (t table) markdown(text int) string {
	var b strings.Builder
	for i, row := range t {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			b.WriteString("|" + strings.Repeat("---|", text) + strings.Repeat("---:|", len(row)-text) + "\n")
		}
	}
	return b.String()
}
