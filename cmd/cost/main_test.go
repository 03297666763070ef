package main

import (
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/meter"
)

func TestMistakesGetOneMessageWithTheWayOut(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"no orders":            {[]string{"-orders", "0"}, "-orders must be from 1 to 1000"},
		"more than a code has": {[]string{"-orders", "1001"}, "-orders must be from 1 to 1000"},
		"a number that is not": {[]string{"-orders", "many"}, "invalid value"},
		"no starts":            {[]string{"-starts", "0"}, "-starts must be from 1"},
		"two formats":          {[]string{"-json", "-markdown"}, "choose one"},
		"an unknown flag":      {[]string{"-cheap"}, "not defined: -cheap"},
		"what is no flag":      {[]string{"dev"}, `"dev" is not a flag`},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), test.args)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("run(%q) = %v, want one line with %q", test.args, err, test.want)
			}
		})
	}
}

// happy is an order that just keeps to the budget, plus what is given.
func happy(more ...meter.Request) meter.Order {
	o := meter.Order{
		Calls: 4, Transitions: meter.Budget.Transitions,
		Events: make([]string, meter.Budget.Events), Invocations: make([]meter.Invocation, meter.Budget.Invocations),
	}
	for range meter.Budget.Requests {
		o.Requests = append(o.Requests, meter.Request{Step: meter.Scan, From: "customer", Service: meter.DynamoDB, Operation: "GetItem"})
	}
	o.Requests = append(o.Requests, more...)
	return o
}

func TestTheVerdictIsOnCountsAndSizes(t *testing.T) {
	request := meter.Request{Service: meter.DynamoDB, Operation: "GetItem"}
	small, large := function{Name: "barista", Zipped: mostZipped}, function{Name: "customer", Zipped: mostZipped + 1}
	for name, row := range map[string]struct {
		result result
		want   []string // none if all is well
	}{
		"just kept":             {result{[]meter.Order{happy(), happy()}, []function{small}}, nil},
		"a request too many":    {result{[]meter.Order{happy(request)}, nil}, []string{"order 1 takes 11 DynamoDB requests"}},
		"orders that differ":    {result{[]meter.Order{happy(), happy(request)}, nil}, []string{"order 2 is not like the first", "order 2 takes 11"}},
		"a function too large":  {result{[]meter.Order{happy()}, []function{small, large}}, []string{"the code of customer"}},
		"slowly, but within it": {result{[]meter.Order{happy()}, []function{{Starts: []milliseconds{9000}}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			err := row.result.verdict()
			if (err == nil) != (row.want == nil) {
				t.Fatalf("verdict = %v, want %q", err, row.want)
			}
			for _, want := range row.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("verdict = %v, want %q in it", err, want)
				}
			}
		})
	}
}

func TestRequestsOfAKindAreOneLine(t *testing.T) {
	refused := meter.Request{Step: meter.Place, From: "tracker", Service: meter.DynamoDB, Operation: "UpdateItem", Refused: true, Units: meter.Units{Write: 2}}
	got := tally(happy(refused, refused))
	want := entry{Step: meter.Place, From: "tracker", Service: meter.DynamoDB, Operation: "UpdateItem", Note: "refused", Times: 2, Write: 4}
	if len(got) != 2 || got[0].Times != meter.Budget.Requests || got[1] != want {
		t.Errorf("tally = %+v, want %d reads and %+v", got, meter.Budget.Requests, want)
	}
}

func TestAReportSaysWhatDiffers(t *testing.T) {
	r := result{
		Orders:    []meter.Order{happy(), happy(meter.Request{Service: meter.DynamoDB})},
		Functions: []function{{Name: "barista", Zipped: 4_190_000, Starts: []milliseconds{4, 5, 60}}},
	}
	var text, markdown strings.Builder
	if err := writeText(&text, r, true); err != nil {
		t.Fatal(err)
	}
	if err := writeMarkdown(&markdown, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"10 to 11", "$0.7000", "4.19 MB", "DynamoDB GetItem"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, text.String())
		}
	}
	for _, want := range []string{"| state transitions | 8 | 8 | 28 |", "| barista | 4.19 MB | 5.00 MB | 5 | 4 | 60 |"} {
		if !strings.Contains(markdown.String(), want) {
			t.Errorf("the README's tables lack %q:\n%s", want, markdown.String())
		}
	}
}
