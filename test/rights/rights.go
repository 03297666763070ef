// Package rights lists what the roles of a shop allow, and reads and writes docs/rights.md,
// which says what fails without each of these rights.
package rights

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Right is one action that a role allows on one resource, by the names that people know.
type Right struct {
	// Role is the construct ID of the function, or Workflow for the state machine.
	Role string
	// Action is the IAM action, or Condition for the statement's condition.
	Action string
	// Resource is what the action is allowed on, such as "orders table".
	Resource string
	// Limit is the statement's condition, empty if it has none.
	Limit string
}

// Condition is the Action of a Right that stands for the condition of a statement. Such a
// right is tested by removing the condition.
const Condition = "(condition)"

func (r Right) String() string {
	return strings.Join(slices.DeleteFunc([]string{r.Role + ":", r.Action, "on the " + r.Resource, r.Limit}, func(s string) bool { return s == "" }), " ")
}

// Place is where a policy of a template has a Right.
type Place struct {
	Right
	// Policy and PolicyName are the policy's logical ID and its name.
	Policy, PolicyName string
	// RoleID is the logical ID of the role.
	RoleID string
	// Statement and On are the indexes of the statement in the policy, and of the
	// resource in the statement.
	Statement, On int
}

// statement is a statement of a policy in a template.
type statement struct {
	Action, Resource any
	Condition        map[string]map[string]any
}

// Of lists the rights in a template, sorted by role.
func Of(template []byte) ([]Place, error) {
	var parsed struct {
		Resources map[string]struct {
			Type       string
			Properties json.RawMessage
		}
	}
	if err := json.Unmarshal(template, &parsed); err != nil {
		return nil, err
	}
	var places []Place
	for _, id := range slices.Sorted(maps.Keys(parsed.Resources)) {
		resource := parsed.Resources[id]
		if resource.Type != "AWS::IAM::Policy" {
			continue
		}
		var policy struct {
			PolicyName     string
			Roles          []struct{ Ref string }
			PolicyDocument struct{ Statement []statement }
		}
		if err := json.Unmarshal(resource.Properties, &policy); err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		for i, s := range policy.PolicyDocument.Statement {
			for _, right := range s.rights() {
				right.Role = roleName(policy.Roles[0].Ref)
				right.Policy, right.PolicyName, right.RoleID, right.Statement = id, policy.PolicyName, policy.Roles[0].Ref, i
				places = append(places, right)
			}
		}
	}
	slices.SortStableFunc(places, func(a, b Place) int { return cmp.Compare(a.Role, b.Role) })
	return places, nil
}

// rights lists the rights of a statement, with their On.
func (s statement) rights() []Place {
	limit := s.limit()
	var places []Place
	for on, resource := range listOf(s.Resource) {
		for _, action := range listOf(s.Action) {
			places = append(places, Place{On: on, Right: Right{
				Action: action.(string), Resource: nameOf(action.(string), resource), Limit: limit,
			}})
		}
	}
	if limit != "" {
		places = append(places, Place{Right: Right{Action: Condition, Resource: places[0].Resource, Limit: limit}})
	}
	return places
}

// limit returns a statement's condition as text, such as "only keys code#*".
func (s statement) limit() string {
	var limits []string
	for _, operator := range slices.Sorted(maps.Keys(s.Condition)) {
		for key, values := range s.Condition[operator] {
			_, key, _ = strings.Cut(key, ":")
			var texts []string
			for _, value := range listOf(values) {
				texts = append(texts, fmt.Sprint(value))
			}
			limits = append(limits, fmt.Sprintf("%s: %s", key, strings.Join(texts, ", ")))
		}
	}
	return strings.Join(limits, "; ")
}

func listOf(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

// hash is what the CDK appends to a logical ID.
var hash = regexp.MustCompile(`[0-9A-F]{8}$`)

func roleName(logicalID string) string {
	name := strings.TrimPrefix(hash.ReplaceAllString(logicalID, ""), "Shop")
	return strings.TrimSuffix(strings.TrimSuffix(name, "Role"), "Function")
}
