package rights

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Without returns a deployed policy document without a right of its template. The rest of
// the statement stays.
func Without(document string, right Place) (string, error) {
	var policy map[string]any
	if err := json.Unmarshal([]byte(document), &policy); err != nil {
		return "", err
	}
	statements := listOf(policy["Statement"])
	if right.Statement >= len(statements) {
		return "", fmt.Errorf("the policy %s has %d statements, want the one of %s", right.PolicyName, len(statements), right)
	}
	statement := statements[right.Statement].(map[string]any)
	rest, err := reduce(statement, right)
	if err != nil {
		return "", err
	}
	policy["Statement"] = slices.Replace(slices.Clone(statements), right.Statement, right.Statement+1, rest...)
	text, err := json.Marshal(policy)
	return string(text), err
}

// reduce returns the statements that allow what a statement does, except for one right.
func reduce(statement map[string]any, right Place) ([]any, error) {
	if right.Action == Condition {
		rest := maps.Clone(statement)
		delete(rest, "Condition")
		return []any{rest}, nil
	}
	actions, resources := listOf(statement["Action"]), listOf(statement["Resource"])
	if !slices.Contains(actions, any(right.Action)) || right.On >= len(resources) {
		return nil, fmt.Errorf("the statement %v does not allow %s", statement, right)
	}
	var rest []any
	add := func(actions, resources []any) {
		if len(actions) > 0 && len(resources) > 0 {
			one := maps.Clone(statement)
			one["Action"], one["Resource"] = actions, resources
			rest = append(rest, one)
		}
	}
	add(slices.DeleteFunc(slices.Clone(actions), func(a any) bool { return a == right.Action }), resources)
	add([]any{right.Action}, slices.Delete(slices.Clone(resources), right.On, right.On+1))
	return rest, nil
}
