package stack_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// Reasons to allow an action on every resource. (Step Functions developer guide,
// "Using CloudWatch Logs to log execution history"; Service Authorization
// Reference, AWS X-Ray.)
const (
	vendedLogs = "Step Functions needs it to deliver its log, and it has no resource-level permissions"
	xray       = "X-Ray has no resource-level permissions for traces"
)

// onEveryResource maps the actions that policies may allow on every resource to the
// reason.
var onEveryResource = map[string]string{
	"logs:CreateLogDelivery":        vendedLogs,
	"logs:DeleteLogDelivery":        vendedLogs,
	"logs:DescribeLogGroups":        vendedLogs,
	"logs:DescribeResourcePolicies": vendedLogs,
	"logs:GetLogDelivery":           vendedLogs,
	"logs:ListLogDeliveries":        vendedLogs,
	"logs:PutResourcePolicy":        vendedLogs,
	"logs:UpdateLogDelivery":        vendedLogs,
	"xray:GetSamplingRules":         xray,
	"xray:GetSamplingTargets":       xray,
	"xray:PutTelemetryRecords":      xray,
	"xray:PutTraceSegments":         xray,
}

// onEveryResourceOfAnEmulator lists the actions that the emulator cannot check by
// resource.
var onEveryResourceOfAnEmulator = []string{"states:SendTaskSuccess", "states:SendTaskFailure"}

func TestPoliciesGrantNoMoreThanNecessary(t *testing.T) {
	used := map[string]bool{}
	eachDeployment(t, func(t *testing.T, d deployment) {
		policies := 0
		for id, resource := range d.Resources {
			for _, statement := range statements(resource.Properties) {
				policies++
				if statement["Effect"] == "Deny" {
					continue
				}
				for _, problem := range excesses(statement, d.Emulated, used) {
					t.Errorf("%s: got permissions %s, want none: %v", id, problem, statement)
				}
			}
			if managed := resource.Properties["ManagedPolicyArns"]; managed != nil {
				t.Errorf("%s: got the managed policies %v, want inline policies only", id, managed)
			}
		}
		if policies == 0 {
			t.Error("got no policies, want some to check")
		}
	})
	for _, action := range slices.Concat(slices.Collect(maps.Keys(onEveryResource)), onEveryResourceOfAnEmulator) {
		if !used[action] {
			t.Errorf("%s may be allowed on every resource but no policy does: remove it from the list", action)
		}
	}
}

// excesses lists what a statement allows too much of, and marks the actions that it
// allows on every resource as used.
func excesses(statement map[string]any, emulated bool, used map[string]bool) []string {
	var problems []string
	for _, inverse := range []string{"NotAction", "NotResource", "NotPrincipal"} {
		if statement[inverse] != nil {
			problems = append(problems, "by "+inverse)
		}
	}
	actions := list(statement["Action"])
	for _, action := range actions {
		if strings.Contains(action, "*") {
			problems = append(problems, "to "+action)
		}
	}
	for _, principal := range list(statement["Principal"]) {
		if principal == "*" {
			problems = append(problems, "for everyone")
		}
	}
	for _, resource := range list(statement["Resource"]) {
		if group, ok := strings.CutSuffix(resource, ":*"); ok && strings.Contains(group, ":log-group:") {
			resource = group // the streams of one log group
		}
		if machine, ok := strings.CutSuffix(resource, ":*"); ok && strings.Contains(machine, ":execution:") {
			resource = machine // the executions of one state machine
		}
		if stage, ok := strings.CutSuffix(resource, "/@connections/*"); ok && strings.Contains(stage, ":execute-api:") {
			resource = stage // the connections of one stage, whose IDs nobody knows before
		}
		if !strings.Contains(resource, "*") {
			continue
		}
		for _, action := range actions {
			known := onEveryResource[action] != "" || emulated && slices.Contains(onEveryResourceOfAnEmulator, action)
			if resource != "*" || !known {
				problems = append(problems, fmt.Sprintf("to %s on %s", action, resource))
			}
			used[action] = true
		}
	}
	return problems
}

// statements returns the statements of all policies anywhere in a value, also of
// policies that are JSON text.
func statements(value any) []map[string]any {
	var found []map[string]any
	switch v := synth.Resolve(value).(type) {
	case string:
		var policy map[string]any
		if json.Unmarshal([]byte(v), &policy) == nil {
			found = statements(policy)
		}
	case []any:
		for _, member := range v {
			found = append(found, statements(member)...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name != "Statement" {
				found = append(found, statements(v[name])...)
				continue
			}
			for _, statement := range v[name].([]any) {
				found = append(found, statement.(map[string]any))
			}
		}
	}
	return found
}

// list returns the strings of a statement's member: one string, a list, or, for
// principals, a map of either.
func list(member any) []string {
	var texts []string
	switch m := member.(type) {
	case string:
		texts = append(texts, m)
	case []any:
		for _, one := range m {
			texts = append(texts, list(one)...)
		}
	case map[string]any:
		for _, one := range m {
			texts = append(texts, list(one)...)
		}
	}
	return texts
}
