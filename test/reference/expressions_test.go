package reference

import (
	"encoding/json"
	"fmt"
	"path"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// row is an input of an expression and its expected value.
type row struct {
	name string
	in   input
	// want is JSON, or failure or timestamp.
	want string
}

const (
	failure   = "a failure of the state"
	timestamp = "a time in UTC, to the millisecond"
)

func TestExpressionsHaveTheExpectedValues(t *testing.T) {
	used := make([]bool, len(expectations))
	for capacity := range shops() {
		t.Run(capacity.String(), func(t *testing.T) {
			var asked []question
			var rows []row
			for _, e := range expressionsOf(statesOf(t, capacity)) {
				for _, row := range rowsFor(t, e.field, used) {
					asked = append(asked, question{e.text, e.variables(row.in)})
					row.name = fmt.Sprintf("%s with %s", e.field, row.name)
					rows = append(rows, row)
				}
			}
			for i, answer := range evaluate(t, asked) {
				if got := answer.String(); !rows[i].accepts(got) {
					t.Errorf("%s = %s %s, want %s", rows[i].name, got, answer.Error, rows[i].want)
				}
			}
		})
	}
	for i, e := range expectations {
		if !used[i] {
			t.Errorf("no expression at %s, want its rows removed from the table", e.field)
		}
	}
}

// rowsFor returns the rows of the one entry of the table whose pattern matches the
// field, and marks the entry as used.
func rowsFor(t *testing.T, field string, used []bool) []row {
	t.Helper()
	var rows []row
	entries := 0
	for i, e := range expectations {
		matches, err := path.Match(e.field, field)
		if err != nil {
			t.Fatalf("the pattern %s: %v", e.field, err)
		}
		if matches {
			used[i], rows = true, e.rows
			entries++
		}
	}
	if entries != 1 || len(rows) == 0 {
		t.Errorf("%s has %d entries in the table, with %d rows, want one with at least one row", field, entries, len(rows))
	}
	return rows
}

func (a answer) String() string {
	if a.Value == nil {
		return failure
	}
	return string(a.Value)
}

func (r row) accepts(got string) bool {
	switch r.want {
	case failure:
		return got == failure
	case timestamp:
		_, err := time.Parse(`"2006-01-02T15:04:05.000Z"`, got)
		return err == nil
	}
	return got != failure && synth.Lines(value(got)) == synth.Lines(value(r.want))
}

// value decodes JSON.
func value(text string) any {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		panic(fmt.Errorf("%s: %w", text, err))
	}
	return v
}
