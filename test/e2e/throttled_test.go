package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
)

// broken lists ways in which the first check of the queue fails: errors by state, and
// the path that an order then takes.
var broken = []struct {
	path
	errors map[string]map[string]string
}{
	{
		path{
			name: "throttled", events: []string{"QueueFull"},
			status: "SUCCEEDED", final: "QueueFull",
			record: map[string]string{"state": "REJECTED", "reason": "QueueFull"},
		},
		failing("Sfn.SfnException", "Rate exceeded (Service: Sfn, Status Code: 400)", "ListRunningOrders", "TakeSeat"),
	},
	{
		path{
			name: "not allowed", events: []string{"OrderFailed"},
			status: "FAILED", final: "OrderFailed",
			record: map[string]string{"state": "FAILED", "error": "Sfn.SfnException", "cause": notAllowed},
		},
		failing("Sfn.SfnException", notAllowed, "ListRunningOrders", "TakeSeat"),
	},
}

const notAllowed = "Somebody is not authorized to perform this (Service: Sfn, Status Code: 400)"

func TestThrottlingRejectsAnOrderAndOtherErrorsFailIt(t *testing.T) {
	for strategy, get := range map[string]func() (*stack, error){"ListExecutions": listing, "ReservedSeats": seating} {
		t.Run(strategy, func(t *testing.T) {
			s := open(t, get, openDoors)
			for _, b := range broken {
				t.Run(b.name, func(t *testing.T) {
					if err := b.check(s.startWithErrors(b.errors)); err != nil {
						t.Error(err)
					}
				})
			}
		})
	}
}

// The OrderFailed event comes from the tracker, since the workflow cannot emit it.
func TestAnOrderWhoseFailureCannotBeEmittedKeepsItsCause(t *testing.T) {
	s := open(t, listing, openDoors)
	failures := failing("Sfn.SfnException", notAllowed, "ListRunningOrders")
	failures["EmitOrderFailed"] = map[string]string{"Error": "EventBridge.EventBridgeException", "Cause": "no such bus"}
	o := s.startWithErrors(failures)
	s.must(path{
		events: []string{"OrderFailed"}, status: "FAILED", final: "FailedUnheard",
		record: map[string]string{"state": "FAILED"},
	}.check(o))
	out, err := s.Executions.DescribeExecution(s.ctx, &sfn.DescribeExecutionInput{ExecutionArn: new(s.ExecutionARN(o.id))})
	s.must(err)
	want := "Sfn.SfnException: " + notAllowed + "; no event says so: EventBridge.EventBridgeException: no such bus"
	if got := *out.Cause; got != want {
		t.Errorf("the execution failed because of %q, want %q", got, want)
	}
}

// failing returns errors for startWithErrors: each state fails at every attempt.
func failing(name, cause string, states ...string) map[string]map[string]string {
	errors := map[string]map[string]string{}
	for _, state := range states {
		errors[state] = map[string]string{"Error": name, "Cause": cause}
	}
	return errors
}

// startWithErrors starts an order in which these states fail instead of running, by the
// mock configuration of Step Functions Local.
func (s *shop) startWithErrors(failures map[string]map[string]string) order {
	machine := s.Outputs["StateMachineArn"]
	states, responses := map[string]string{}, map[string]any{}
	for state, failure := range failures {
		states[state], responses[state] = state, map[string]any{"0": map[string]any{"Throw": failure}}
	}
	s.mock(map[string]any{
		"StateMachines":   map[string]any{machine[strings.LastIndex(machine, ":")+1:]: map[string]any{"TestCases": map[string]any{"Broken": states}}},
		"MockedResponses": responses,
	})
	s.t.Cleanup(func() { s.mock(nil) })
	o := s.newOrder()
	_, err := s.Executions.StartExecution(s.ctx, &sfn.StartExecutionInput{
		StateMachineArn: new(machine + "#Broken"), Name: &o.id, Input: new("{}"),
	})
	s.must(err)
	return o
}

// mock sets the emulator's mock configuration. It affects only executions that name one
// of its test cases.
func (s *shop) mock(configuration map[string]any) {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"stepfunctions._sfn_mock_config": configuration})
	s.must(err)
	request, err := http.NewRequestWithContext(context.WithoutCancel(s.ctx), http.MethodPost, running.URL()+"/_ministack/config", bytes.NewReader(body))
	s.must(err)
	answer, err := http.DefaultClient.Do(request)
	s.must(err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		s.must(fmt.Errorf("configuring the emulator: %s", answer.Status))
	}
}
