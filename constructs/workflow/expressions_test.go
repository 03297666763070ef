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
	pattern    = regexp.MustCompile(`^\{% \$contains\(\$error & ' ' & \$cause, /(.*)/i\) %\}$`)
	attribute  = regexp.MustCompile(`\$states\.result\.(?:Item|Attributes)\.(\w+)\.(\w+)`)
)

// A state fails if it uses a variable that no earlier state assigned.
func TestVariablesAreAssignedOnEveryPathToTheirUse(t *testing.T) {
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
			t.Errorf("%s, which is not assigned on every path there", use)
		}
	})
}

func TestEveryExpressionIsDelimited(t *testing.T) {
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

// The causes are those of the AWS SDKs for Java, which Step Functions uses.
func TestIsTransientMatchesOnlyTransientErrors(t *testing.T) {
	for name, test := range map[string]struct {
		error, cause string
		want         bool
	}{
		"a throttled listing": {"Sfn.SfnException",
			"Rate exceeded (Service: Sfn, Status Code: 400, Request ID: 6d1c)", true},
		"a throttled listing, by its name": {"Sfn.ThrottlingException", "", true},
		"too many writes to an item": {"DynamoDB.ProvisionedThroughputExceededException",
			"The level of configured provisioned throughput for the table was exceeded. (Service: AmazonDynamoDBv2; Status Code: 400)", true},
		"a table that is growing": {"DynamoDB.AmazonDynamoDBException",
			"Throughput exceeds the current capacity of your table. (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ThrottlingException)", true},
		"the account's request limit":      {"DynamoDB.RequestLimitExceededException", "", true},
		"an internal error of the service": {"DynamoDB.InternalServerErrorException", "", true},
		"no answer":                        {"Sfn.SdkClientException", "Unable to execute HTTP request", true},
		"an unavailable service":           {"Sfn.SfnException", "null (Service: Sfn, Status Code: 503, Request ID: 429)", true},
		"a missing right": {"Sfn.SfnException",
			"User: arn:aws:sts::123456789012:assumed-role/Role/500 is not authorized to perform: states:ListExecutions (Service: Sfn, Status Code: 400, Request ID: 429)", false},
		"a missing right on the table": {"DynamoDB.AmazonDynamoDBException",
			"User is not authorized to perform: dynamodb:UpdateItem (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: AccessDeniedException)", false},
		"a table that is gone":       {"DynamoDB.ResourceNotFoundException", "Requested resource not found (Status Code: 400)", false},
		"an expression that fails":   {"States.QueryEvaluationError", "The JSONata expression returned nothing", false},
		"a result that is too large": {"States.DataLimitExceeded", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			eachMachine(t, func(t *testing.T, m machine) {
				condition := m.States["IsTransient"].Choices[0].Condition
				match := pattern.FindStringSubmatch(condition)
				if match == nil {
					t.Fatalf("got the condition %s, want one that matches a pattern against error and cause", condition)
				}
				if got := regexp.MustCompile("(?i)" + match[1]).MatchString(test.error + " " + test.cause); got != test.want {
					t.Errorf("%s: %s is transient: %v, want %v", test.error, test.cause, got, test.want)
				}
			})
		})
	}
}

func TestTheWorkflowReadsTheShopsItemAsItsGoTypeIsStored(t *testing.T) {
	want := map[string]string{}
	for settings, i := reflect.TypeFor[coffee.ShopSettings](), 0; i < settings.NumField(); i++ {
		field := settings.Field(i)
		tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		want[tag] = map[reflect.Kind]string{reflect.Bool: "BOOL", reflect.Int: "N"}[field.Type.Kind()]
	}
	for _, others := range []string{schema.DrinksPerCodeAttribute, schema.CodePeriodSecondsAttribute, schema.CollectWithinSecondsAttribute, schema.TimeZoneAttribute} {
		delete(want, others) // the workflow does not read these
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

// expectRead fails the test unless s reads the attributes in want, which maps their
// names to their DynamoDB types.
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

// variables returns the workflow variables that a step uses: not $states, functions
// or the expression's local variables.
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

// texts returns all strings within a value.
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
