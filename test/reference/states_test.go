package reference

import (
	"bytes"
	"encoding/json"
	"maps"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// object is a JSON object.
type object = map[string]any

// statesOf returns the states of the shop with that capacity strategy, in Amazon States
// Language.
func statesOf(t *testing.T, capacity workflow.Capacity) map[string]object {
	t.Helper()
	text := synth.Text(shops()[capacity].One(t, "AWS::StepFunctions::StateMachine", "").Properties["DefinitionString"])
	var machine struct{ States map[string]object }
	if err := json.Unmarshal([]byte(text), &machine); err != nil {
		t.Fatalf("the definition %s: %v", text, err)
	}
	return machine.States
}

// expression is a JSONata expression of a state.
type expression struct {
	state object
	// field is its path in the definition, such as IsShopOpen/Choices/0/Condition.
	field string
	text  string
}

// expressionsOf lists the expressions of all states by field.
func expressionsOf(states map[string]object) []expression {
	var all []expression
	for _, name := range slices.Sorted(maps.Keys(states)) {
		replaceExpressions(states[name], name, func(field, text string) any {
			all = append(all, expression{states[name], field, text})
			return nil
		})
	}
	return all
}

// replaceExpressions returns a copy of a part of a state, with every expression replaced
// by the result of replace. field is the part's path.
func replaceExpressions(part any, field string, replace func(field, text string) any) any {
	switch part := part.(type) {
	case object:
		replaced := object{}
		for _, name := range slices.Sorted(maps.Keys(part)) {
			replaced[name] = replaceExpressions(part[name], path.Join(field, name), replace)
		}
		return replaced
	case []any:
		replaced := make([]any, len(part))
		for i, member := range part {
			replaced[i] = replaceExpressions(member, path.Join(field, strconv.Itoa(i)), replace)
		}
		return replaced
	case string:
		if text, ok := strings.CutPrefix(part, "{%"); ok {
			return replace(field, strings.TrimSuffix(text, "%}"))
		}
	}
	return part
}

// input lists what an expression can refer to.
type input struct {
	// Execution is $states.context.Execution.
	Execution object
	// Result and ErrorOutput are $states.result and $states.errorOutput.
	Result, ErrorOutput any
	// Variables are the variables that earlier states assigned.
	Variables object
}

const (
	orderID   = "order-1"
	taskToken = "CANARY-TASK-TOKEN"
)

// variables returns the variables that Step Functions gives the expression:
// $states has a result and an error output only where a state has one, and a task
// token only in states that wait for it. (Step Functions developer guide,
// Transforming data with JSONata.)
func (e expression) variables(in input) object {
	parts := strings.Split(e.field, "/")
	execution := object{"Name": orderID, "StartTime": "2026-11-25T08:00:00.500Z"}
	maps.Copy(execution, in.Execution)
	context := object{"Execution": execution}
	if resource, _ := e.state["Resource"].(string); strings.HasSuffix(resource, ".waitForTaskToken") {
		context["Task"] = object{"Token": taskToken}
	}
	states := object{"input": object{}, "context": context}
	switch {
	case parts[1] == "Catch" && in.ErrorOutput != nil:
		states["errorOutput"] = in.ErrorOutput
	case e.state["Type"] == "Task" && slices.Contains([]string{"Assign", "Output"}, parts[1]):
		states["result"] = in.Result
	}
	all := object{"states": states}
	maps.Copy(all, in.Variables)
	return all
}

// question is an expression to evaluate, with its variables.
type question struct {
	Expression string `json:"expression"`
	Variables  object `json:"variables"`
}

// answer is an expression's value as JSON, or "" if the expression fails its state
// because it has no value or an error.
type answer struct {
	Value json.RawMessage
	Error string
}

// evaluate evaluates expressions with the reference implementation of JSONata.
func evaluate(t *testing.T, asked []question) []answer {
	t.Helper()
	text, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	cmd := exec.Command("node", needs.Path("test/reference/evaluate.mjs"))
	cmd.Env, cmd.Stdin, cmd.Stderr = environ.Local(t.TempDir()), bytes.NewReader(text), &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("evaluate.mjs: %v\n%s", err, &stderr)
	}
	var answers []answer
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(asked) {
		t.Fatalf("evaluate.mjs gave %d answers to %d questions: %v", len(answers), len(asked), err)
	}
	return answers
}
