package workflow_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// requiredProps returns a workflow's required props: two imported tables and a bus.
func requiredProps(stack awscdk.Stack) workflow.Props {
	return workflow.Props{
		Config:  awsdynamodb.Table_FromTableName(stack, new("Config"), new("config-table")),
		Counter: awsdynamodb.Table_FromTableName(stack, new("Counter"), new("counter-table")),
		Bus:     eventbus.New(stack, "Bus", eventbus.Props{Source: "test"}),
	}
}

// synthesize returns the template of a stack with a Workflow and its required props.
func synthesize(adapt func(*workflow.Props)) synth.Template {
	stack := synth.Stack()
	props := requiredProps(stack)
	adapt(&props)
	workflow.New(stack, "Workflow", props)
	return synth.Of(stack)
}

const customerTimeout, baristaTimeout, limit = 7 * time.Minute, 11 * time.Second, 5

// templates returns the template of a workflow by capacity strategy.
var templates = sync.OnceValue(func() map[workflow.Capacity]synth.Template {
	templates := map[workflow.Capacity]synth.Template{}
	for _, capacity := range []workflow.Capacity{workflow.ListExecutions, workflow.ReservedSeats} {
		templates[capacity] = synthesize(func(p *workflow.Props) {
			p.CustomerTimeout, p.BaristaTimeout, p.QueueLimit, p.Capacity = customerTimeout, baristaTimeout, limit, capacity
		})
	}
	return templates
})

// eachMachine runs a test on the state machine of each capacity strategy.
func eachMachine(t *testing.T, test func(*testing.T, machine)) {
	for capacity, template := range templates() {
		t.Run(capacity.String(), func(t *testing.T) { test(t, machineOf(t, template)) })
	}
}

// machine is a definition in Amazon States Language.
type machine struct {
	StartAt, QueryLanguage string
	States                 map[string]*state
}

type state struct {
	Type, Next, Default, Resource, Error string
	TimeoutSeconds                       float64
	End                                  bool
	Choices                              []struct{ Condition, Next string }
	Retry                                []struct {
		ErrorEquals    []string
		MaxAttempts    float64
		JitterStrategy string
	}
	Catch []struct {
		ErrorEquals []string
		Next        string
		Assign      map[string]any
	}
	Assign    map[string]any
	Arguments map[string]any

	name string
	all  map[string]any // the whole state, undecoded
}

func machineOf(t *testing.T, template synth.Template) machine {
	t.Helper()
	text := synth.Text(template.One(t, "AWS::StepFunctions::StateMachine", "").Properties["DefinitionString"])
	var m machine
	var raw struct{ States map[string]map[string]any }
	for _, target := range []any{&m, &raw} {
		if err := json.Unmarshal([]byte(text), target); err != nil {
			t.Fatalf("got the definition %s, want JSON: %v", text, err)
		}
	}
	for name, s := range m.States {
		s.name, s.all = name, raw.States[name]
	}
	return m
}

// waits reports whether s waits for a callback.
func (s *state) waits() bool {
	return strings.HasSuffix(s.Resource, "events:putEvents.waitForTaskToken")
}

// ends reports whether s is the last state of an execution.
func (s *state) ends() bool { return s.End || s.Type == "Succeed" || s.Type == "Fail" }

// emits returns the name of the event that s puts on the bus, empty if none.
func (s *state) emits() string {
	if !strings.Contains(s.Resource, "events:putEvents") {
		return ""
	}
	return synth.At(s.Arguments, "Entries", 0, "DetailType").(string)
}

// tasks returns the Task states, sorted by name.
func (m machine) tasks() []*state {
	var tasks []*state
	for _, s := range m.States {
		if s.Type == "Task" {
			tasks = append(tasks, s)
		}
	}
	slices.SortFunc(tasks, func(a, b *state) int { return strings.Compare(a.name, b.name) })
	return tasks
}

// nextEvent returns the first event emitted from a state on, following Next only,
// empty if none.
func (m machine) nextEvent(name string) string {
	s := m.States[name]
	for s != nil && s.emits() == "" {
		s = m.States[s.Next]
	}
	if s == nil {
		return ""
	}
	return s.emits()
}
