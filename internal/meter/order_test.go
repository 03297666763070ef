package meter

import (
	"testing"
	"time"
)

func TestAnOrderCountsItsRequestsToTables(t *testing.T) {
	o := Order{
		Calls: 4, Transitions: 8, Events: []string{"OrderStarted", "OrderCompleted"}, Invocations: make([]Invocation, 7),
		Requests: []Request{
			{Service: DynamoDB, Operation: "GetItem", Units: Units{Read: 0.5}},
			{Service: StepFunctions, Operation: "StartExecution"},
			{Service: EventBridge, Operation: "PutEvents", Events: 1},
			{Service: DynamoDB, Operation: "UpdateItem", Refused: true, Units: Units{Write: 3, WriteAtMost: 5}},
		},
	}
	want := Counts{Calls: 4, Transitions: 8, Invocations: 7, Events: 2, Requests: 2, Units: Units{Read: 0.5, Write: 3, WriteAtMost: 5}}
	if got := o.Counts(); got != want {
		t.Errorf("Counts = %+v, want %+v", got, want)
	}
}

func TestOverTellsWhatBreaksTheBudget(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*Counts)
		want   int
	}{
		"just kept":            {func(*Counts) {}, 0},
		"a transition more":    {func(c *Counts) { c.Transitions++ }, 1},
		"an invocation more":   {func(c *Counts) { c.Invocations++ }, 1},
		"an event more":        {func(c *Counts) { c.Events++ }, 1},
		"a request more":       {func(c *Counts) { c.Requests++ }, 1},
		"two things at once":   {func(c *Counts) { c.Events++; c.Requests++ }, 2},
		"what has no budget":   {func(c *Counts) { c.Calls, c.Units.Write = 99, 99 }, 0},
		"less than the budget": {func(c *Counts) { c.Requests = 0 }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c := Budget
			row.change(&c)
			if got := c.Over(Budget); len(got) != row.want {
				t.Errorf("Over = %q, want %d", got, row.want)
			}
		})
	}
}

func TestReportsAreReadFromAFunctionsLog(t *testing.T) {
	line := "REPORT RequestId: 4f1c-22\tDuration: 61 ms\tBilled Duration: 62 ms\tMemory Size: 256 MB\tMax Memory Used: 31 MB"
	if id, got, ok := readReport(line, "customer"); !ok || id != "4f1c-22" || got != (Invocation{"customer", 62 * time.Millisecond, 256}) {
		t.Errorf("readReport = %s, %+v, %v", id, got, ok)
	}
	for _, other := range []string{"START RequestId: 4f1c-22 Version: $LATEST", `{"msg":"REPORT RequestId: 4f1c-22"}`, ""} {
		if _, got, ok := readReport(other, "customer"); ok {
			t.Errorf("readReport(%q) = %+v, want none", other, got)
		}
	}
	if got := functionOf("ShopCustomerLog0A1B2C3D"); got != "customer" {
		t.Errorf("functionOf = %q, want customer", got)
	}
}

func TestTheOthersAreWhoWasInvokedToo(t *testing.T) {
	m := &Meter{names: map[string]string{"ASIA1": "customer"}}
	o := Order{
		Invocations: []Invocation{{Function: "customer"}, {Function: "tracker"}, {Function: "tracker"}},
		Requests:    []Request{{From: "customer"}, {From: ""}},
	}
	m.nameOthers(o)
	if o.Requests[0].From != "customer" || o.Requests[1].From != "tracker" {
		t.Errorf("the requests are from %+v, want the customer and the tracker", o.Requests)
	}
}
