package main

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/cost"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// scaledTo returns steps, the orders of which wait as many milliseconds as their number.
func scaledTo(steps ...int) scaled {
	var r scaled
	for _, times := range steps {
		st := &step{times: times, messages: 30}
		for i := range 10 {
			st.add(cost.Played{}, cost.Waits{Page: time.Duration(i+1) * time.Millisecond}, nil)
			st.orders = append(st.orders, order(cost.Counts{Calls: 5, Transitions: 8, Requests: 12, Live: cost.Live{Messages: 8, Pages: 2}}))
		}
		r.steps = append(r.steps, st)
	}
	return r
}

func TestScaleShowsAColumnForEachStep(t *testing.T) {
	r := scaledTo(1, 30)
	r.steps[1].orders[0].Requests = 22
	text := r.table().markdown(1)
	for _, want := range []string{
		"| per order | x1 | x30 | x30 / x1 |\n|---|---:|---:|---:|\n",
		"| orders a minute | 2 | 60 | 30 |\n",
		"| HTTP API requests | 7 | 7 | 1 |\n",
		"| DynamoDB requests | 12 | 13 | 1.08 |\n",
		"| live updates: WebSocket messages | 11 | 11 | 1 |\n",
		"| from ready to the page, p50, in ms | 5 | 5 | 1 |\n",
		"| from ready to the page, p95, in ms | 10 | 10 | 1 |\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the table lacks %q:\n%s", want, text)
		}
	}
}

// The numbers differ from run to run, so that only their names are compared.
func TestTheScaleDocumentHasTheTablesForm(t *testing.T) {
	text, err := os.ReadFile(needs.Path(scaleDoc))
	if err != nil {
		t.Fatal(err)
	}
	_, block, _, err := cutBlock(string(text))
	if err != nil {
		t.Fatal(err)
	}
	names := func(table string) string {
		var all []string
		for line := range strings.Lines(table) {
			if cells := strings.Split(line, "|"); len(cells) > 2 {
				all = append(all, strings.TrimSpace(cells[1]))
			}
		}
		return strings.Join(all, "\n")
	}
	if got, want := names(block), names(scaledTo(1, 3, 10, 30, 100).table().markdown(1)); got != want {
		t.Errorf("the table of %s has the rows\n%s\nwant\n%s\nmake scale ARGS=-write replaces it", scaleDoc, got, want)
	}
}

func TestScaleFailsForALostOrderAndADearOne(t *testing.T) {
	for name, row := range map[string]struct {
		spoil func(*step)
		want  string
	}{
		"all well":    {func(*step) {}, ""},
		"a lost one":  {func(st *step) { st.add(cost.Played{}, cost.Waits{}, errors.New("no READY")) }, "x3: no READY"},
		"dear boards": {func(st *step) { st.messages = 10_000 }, "x3: 1,000 orders cost $1.2"},
	} {
		t.Run(name, func(t *testing.T) {
			r := scaledTo(1, 3)
			row.spoil(r.steps[1])
			err := r.verdict()
			if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
				t.Errorf("verdict = %v, want %q", err, row.want)
			}
		})
	}
}
