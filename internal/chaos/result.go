package chaos

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Columns lists the columns of findings, in the table's order.
var columns = []Column{Lost, Doubled, Stuck, Unbalanced}

// Err returns an error if something was wrong after the janitor's run, or if a fault was
// never injected.
func (r Result) Err() error {
	for _, kind := range r.Fault.kinds() {
		if r.Injected[kind] == 0 {
			return fmt.Errorf("%s, %s: no %s were injected, so nothing was tried", r.Env, r.Fault.Name, kind)
		}
	}
	if r.Orders == 0 {
		return fmt.Errorf("%s, %s: no customer got an order", r.Env, r.Fault.Name)
	}
	if len(r.Findings) == 0 {
		return nil
	}
	const most = 10
	var text []string
	for _, f := range r.Findings[:min(most, len(r.Findings))] {
		text = append(text, string(f.Column)+": "+f.Text)
	}
	if more := len(r.Findings) - most; more > 0 {
		text = append(text, fmt.Sprintf("and %d more", more))
	}
	return fmt.Errorf("%s, %s:\n  %s", r.Env, r.Fault.Name, strings.Join(text, "\n  "))
}

// Print prints results as a table in Markdown, which also reads well on a terminal.
func Print(out io.Writer, results []Result) error {
	table := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "| environment\t| fault\t| injected\t| orders\t| served\t| repairs\t| lost\t| doubled\t| stuck\t| unbalanced\t|")
	fmt.Fprintln(table, "|---\t|---\t|---\t|--:\t|--:\t|--:\t|--:\t|--:\t|--:\t|--:\t|")
	for _, r := range results {
		fmt.Fprintf(table, "| %s\t| %s\t| %s\t| %d\t| %d\t| %d", r.Env, r.Fault.Text, r.injected(), r.Orders, r.Outcomes["collected"], r.Repairs)
		for _, column := range columns {
			fmt.Fprintf(table, "\t| %d", r.count(column))
		}
		fmt.Fprintln(table, "\t|")
	}
	return table.Flush()
}

// injected returns how often each kind was injected, in words.
func (r Result) injected() string {
	var parts []string
	for _, kind := range r.Fault.kinds() {
		parts = append(parts, fmt.Sprint(r.Injected[kind], " ", kind))
	}
	if parts == nil {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

func (r Result) count(column Column) int {
	return len(r.Findings) - len(slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return f.Column == column }))
}
