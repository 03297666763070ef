package main

import (
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/cost"
)

func TestMistakesGetOneLineThatSaysWhatToDo(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no orders":              {[]string{"-orders", "0"}, "-orders must be from 1 to 9"},
		"more than a code holds": {[]string{"-orders", "10"}, "-orders must be from 1 to 9"},
		"orders as a word":       {[]string{"-orders", "many"}, "invalid value"},
		"an unknown environment": {[]string{"-env", "test"}, "choose one of"},
		"an unknown flag":        {[]string{"-cheap"}, "not defined: -cheap"},
		"an attack on AWS":       {[]string{"-abuse", "10", "-env", "dev"}, "leave out -env"},
		"too large an attack":    {[]string{"-abuse", "100000"}, "-abuse must be from 0 to 10000"},
		"an argument":            {[]string{"dev"}, `unexpected argument "dev"`},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), test.args)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("run(%q) = %v, want one line with %q", test.args, err, test.want)
			}
		})
	}
}

func order(c cost.Counts) cost.Order { return cost.Order{Counts: c} }

func TestVerdictChecksDifferencesAndTheBudget(t *testing.T) {
	within, over, watched := order(cost.Budget), order(cost.Budget), order(cost.Budget)
	over.Requests++
	watched.Requests += 100
	another, dear := within, watched
	another.Live.Invocations = 9
	dear.Live.Messages = 400
	small, large := map[string]int64{"barista": cost.MaxZip}, map[string]int64{"barista": cost.MaxZip + 1}
	for name, row := range map[string]struct {
		result result
		want   string // empty for no error
	}{
		"exactly the budget":    {result{[]cost.Order{within, within}, within, small}, ""},
		"one request too many":  {result{[]cost.Order{over}, within, small}, "order 1 takes 12 DynamoDB requests, over the budget of 11"},
		"orders that differ":    {result{[]cost.Order{within, {}}, within, small}, "order 2 takes"},
		"a function too large":  {result{[]cost.Order{within}, within, large}, "the zipped code of barista is 5500001 bytes"},
		"other live updates":    {result{[]cost.Order{within, another}, within, small}, ""},
		"watched is dear":       {result{[]cost.Order{within}, dear, small}, "1,000 watched orders cost $0.6"},
		"watched has no budget": {result{[]cost.Order{within}, watched, small}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := row.result.verdict()
			if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
				t.Errorf("verdict = %v, want %q", err, row.want)
			}
		})
	}
}

func TestReportHasCountsPricesAndRequests(t *testing.T) {
	one := order(cost.Counts{Calls: 4, Transitions: 8, Invocations: 7, Events: 4, Requests: 3, ReadUnits: 1, WriteUnits: 6})
	write := cost.Request{From: "tracker", Service: "DynamoDB", Operation: "UpdateItem", WriteUnits: 3}
	refused := cost.Request{From: "tracker", Service: "DynamoDB", Operation: "UpdateItem", Error: "ConditionalCheckFailedException"}
	one.All = []cost.Request{write, refused, write}
	watched := one
	watched.Live = cost.Live{Pages: 6, Invocations: 12, Requests: 30, ReadUnits: 16, WriteUnits: 8, Messages: 20, Minutes: 4, QueueRequests: 3}
	r := result{[]cost.Order{one}, watched, map[string]int64{"barista": 4_190_000}}
	var text, markdown strings.Builder
	if err := writeText(&text, r, true); err != nil {
		t.Fatal(err)
	}
	if err := writeMarkdown(&markdown, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| Lambda invocations | 7 | 7 | 8 | 17 |",
		"| live updates: WebSocket messages | 0 | 20 |  |  |",
		"| DynamoDB requests | 3 | 3 | 11 | 10 |",
		// by hand: 0.2 + 0.0014 + 0.004 + 0.004 + 0.00375 + 0.000125, and
		// 0.006 + 0.0036 + 0.005 + 0.002 + 0.02 + 0.001 + 0.0012 more
		"| 1,000 orders | $0.213 | $0.252 | $0.400 | $0.717 |",
		"| HTTP API requests | $1 (May 2025) | 4000 | $0.004 | 10000 | $0.010 | 0 | $0.000 |",
		"| WebSocket messages of up to 32 KB | $1 (May 2025) | 0 | $0.000 | 20000 | $0.020 | 0 | $0.000 |",
		"| tracker | DynamoDB UpdateItem | 2 | 2 | 0 | 6 |",
		"| tracker | DynamoDB UpdateItem, ConditionalCheckFailedException | 1 | 1 | 0 | 0 |",
	} {
		if !strings.Contains(markdown.String(), want) {
			t.Errorf("the tables lack %q:\n%s", want, markdown.String())
		}
	}
	for _, want := range []string{"PER ORDER", "HTTP API requests", "tracker", "barista 4.19 MB"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, text.String())
		}
	}
}
