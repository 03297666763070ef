package workflow_test

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

var (
	expression = regexp.MustCompile(`^\{%.*%\}$`)
	name       = regexp.MustCompile(`\$(\w+)(\s*\(|\s*:=)?`)
	otherwise  = regexp.MustCompile(` : (\d+) %\}$`)
	attribute  = regexp.MustCompile(`\$states\.result\.(?:Item|Attributes)\.(\w+)\.(\w+)`)
)

// A state fails on a variable that no state before it assigned.
func TestVariablesAreAssignedOnEveryWayToTheirUse(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		missing := map[string]bool{}
		for _, way := range m.paths(t) {
			assigned := map[string]bool{}
			for _, step := range way {
				for _, variable := range step.variables() {
					if !assigned[variable] {
						missing[fmt.Sprintf("%s uses $%s", step.from.name, variable)] = true
					}
				}
				for variable := range step.assign {
					assigned[variable] = true
				}
			}
		}
		for _, use := range slices.Sorted(maps.Keys(missing)) {
			t.Errorf("%s, which is not assigned on every way there", use)
		}
	})
}

func TestEveryExpressionIsMarkedAsOne(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		for _, s := range m.States {
			for _, text := range texts(s.all) {
				if strings.Contains(text, "$") && !strings.Contains(text, "${") && !expression.MatchString(text) {
					t.Errorf("%s has the text %q, want an expression between {%% and %%}", s.name, text)
				}
			}
		}
	})
}

func TestTheShopsItemIsReadAsItsGoTypeIsWritten(t *testing.T) {
	want := map[string]string{}
	for settings, i := reflect.TypeFor[coffee.ShopSettings](), 0; i < settings.NumField(); i++ {
		field := settings.Field(i)
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		want[tag] = map[reflect.Kind]string{reflect.Bool: "BOOL", reflect.Int: "N"}[field.Type.Kind()]
	}
	for _, others := range []string{schema.DrinksPerCodeAttribute, schema.CodePeriodSecondsAttribute} {
		delete(want, others) // what the workflow has no need of
	}
	eachMachine(t, func(t *testing.T, m machine) { expectRead(t, m.States["CheckShopStatus"], want) })
}

func TestTheOrderNumberIsReadFromTheCounterThatWasUpdated(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		generate := m.States["GenerateOrderNumber"]
		expectRead(t, generate, map[string]string{schema.CounterAttribute: "N"})
		if got := generate.Arguments["ExpressionAttributeNames"].(map[string]any)["#value"]; got != schema.CounterAttribute {
			t.Errorf("GenerateOrderNumber updates %v, want %s", got, schema.CounterAttribute)
		}
	})
}

// expectRead compares the attributes of an item that s reads with want: their
// types by their names.
func expectRead(t *testing.T, s *state, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for _, text := range texts(s.Assign) {
		for _, match := range attribute.FindAllStringSubmatch(text, -1) {
			got[match[1]] = match[2]
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("%s reads %v, want %v", s.name, got, want)
	}
}

// variables lists the workflow's variables that a step uses: not what the
// state itself is given ($states), nor functions, nor the expression's own.
func (s step) variables() []string {
	used := maps.Clone(s.from.all)
	delete(used, "Catch")
	if s.caught {
		delete(used, "Assign")
		used["assign"] = s.assign
	}
	var variables []string
	for _, text := range texts(used) {
		if !expression.MatchString(text) {
			continue
		}
		known := map[string]bool{"states": true}
		for _, match := range name.FindAllStringSubmatch(text, -1) {
			call := strings.HasSuffix(match[2], "(")
			if strings.HasSuffix(match[2], ":=") {
				known[match[1]] = true
			} else if !call && !known[match[1]] {
				variables = append(variables, match[1])
			}
		}
	}
	return variables
}

// texts lists all strings within a value.
func texts(value any) []string {
	var all []string
	switch v := value.(type) {
	case string:
		all = append(all, v)
	case map[string]any:
		for _, member := range v {
			all = append(all, texts(member)...)
		}
	case []any:
		for _, member := range v {
			all = append(all, texts(member)...)
		}
	}
	return all
}
