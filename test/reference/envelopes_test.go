package reference

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// envelope is an event as PutEvents takes it.
type envelope struct {
	Source, DetailType string
	Detail             json.RawMessage
}

// workflowEvents returns the events that the workflow's states put on the bus for one
// order, with the expressions evaluated.
func workflowEvents(t *testing.T) []envelope {
	t.Helper()
	in := input{Variables: object{
		"order":       object{"drink": "latte", "modifiers": object{"milk": "oat"}},
		"orderNumber": 7, "queueLimit": 20,
		"error": `Error."Type"`, "cause": "it's \"odd\"\n\\ and 咖啡",
	}}
	states := statesOf(t, workflow.ReservedSeats)
	var asked []question
	var fields []string
	for _, e := range expressionsOf(states) {
		if isEvent(e.state) && strings.Contains(e.field, "/Arguments/") {
			asked, fields = append(asked, question{e.text, e.variables(in)}), append(fields, e.field)
		}
	}
	values := map[string]any{}
	for i, answer := range evaluate(t, asked) {
		values[fields[i]] = value(answer.String())
	}
	var events []envelope
	for _, name := range slices.Sorted(maps.Keys(states)) {
		state := states[name]
		if !isEvent(state) {
			continue
		}
		arguments := replaceExpressions(state["Arguments"], name+"/Arguments", func(field, _ string) any { return values[field] })
		var event envelope
		if err := json.Unmarshal([]byte(synth.Lines(synth.At(arguments, "Entries", 0))), &event); err != nil {
			t.Fatal(err)
		}
		events = append(events, event)
	}
	return events
}

// isEvent reports whether a state puts an event on the bus.
func isEvent(state object) bool {
	resource, _ := state["Resource"].(string)
	return strings.Contains(resource, "events:putEvents")
}

// staffEvents returns the events that the functions put on the bus for the staff.
func staffEvents(t *testing.T) []envelope {
	t.Helper()
	var events []envelope
	for _, event := range coffee.ShopEvents() {
		detail, err := json.Marshal(event)
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, envelope{coffee.Source, event.DetailType(), detail})
	}
	return events
}

// statusEvent returns the event that Step Functions puts on the account's default bus
// when an execution's status changes. (Step Functions developer guide, Automating event
// delivery.)
func statusEvent(machine, status string) envelope {
	return envelope{"aws.states", "Step Functions Execution Status Change", json.RawMessage(synth.Lines(object{
		"executionArn":    strings.Replace(machine, ":stateMachine:", ":execution:", 1) + ":" + orderID,
		"stateMachineArn": machine, "name": orderID, "status": status,
		"startDate": 1764057600500, "stopDate": nil, "input": "{}", "output": nil,
		"inputDetails": object{"included": true}, "outputDetails": nil,
	}))}
}
