package meter

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
)

func entered(state string) types.HistoryEvent {
	return types.HistoryEvent{StateEnteredEventDetails: &types.StateEnteredEventDetails{Name: &state}}
}

var scheduled = types.HistoryEvent{Type: types.HistoryEventTypeTaskScheduled}

func TestTransitionsAreStatesAndWhatIsTriedAgain(t *testing.T) {
	for name, row := range map[string]struct {
		events []types.HistoryEvent
		want   execution
	}{
		"a task and a choice": {
			[]types.HistoryEvent{entered("Check"), scheduled, entered("IsOpen")},
			execution{2, []string{"Check"}}},
		"a task that is tried again": {
			[]types.HistoryEvent{entered("Check"), scheduled, scheduled, scheduled, entered("Emit"), scheduled},
			execution{4, []string{"Check", "Check", "Check", "Emit"}}},
		"none": {nil, execution{}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := readHistory(row.events); !reflect.DeepEqual(got, row.want) {
				t.Errorf("readHistory = %+v, want %+v", got, row.want)
			}
		})
	}
}

// machine is a state machine's definition, as the CDK writes it.
const machine = `{"States": {
	"Get": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
		"Arguments": {"TableName": "config", "Key": {"pk": {"S": "config"}}, "ConsistentRead": true}},
	"List": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:listExecutions", "Arguments": {}},
	"Wait": {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents.waitForTaskToken", "Arguments": {"Entries": [{}]}},
	"Two": {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "Arguments": {"Entries": [{}, {}]}},
	"Any": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:updateItem",
		"Arguments": {"TableName": "orders", "Key": {"id": {"S": "{% $id %}"}}}},
	"Choose": {"Type": "Choice"}
}}`

func TestTheDefinitionTellsWhatAStateAsksFor(t *testing.T) {
	var d definition
	if err := json.Unmarshal([]byte(machine), &d); err != nil {
		t.Fatal(err)
	}
	for state, want := range map[string]Request{
		"Get":  {From: "workflow, Get", Service: DynamoDB, Operation: "GetItem"},
		"List": {From: "workflow, List", Service: StepFunctions, Operation: "ListExecutions"},
		"Wait": {From: "workflow, Wait", Service: EventBridge, Operation: "PutEvents", Events: 1},
		"Two":  {From: "workflow, Two", Service: EventBridge, Operation: "PutEvents", Events: 2},
	} {
		if got := d.request(state); got != want {
			t.Errorf("%s asks for %+v, want %+v", state, got, want)
		}
	}
	if body, err := d.tableRequest("Get"); err != nil || !strings.Contains(string(body), `"ConsistentRead": true`) {
		t.Errorf("Get sends %s (%v), want its arguments", body, err)
	}
	if _, err := d.tableRequest("Any"); err == nil {
		t.Error("the item of a key that is an expression is known, want an error")
	}
}
