package workflow_test

import (
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const stateMachine = "AWS::StepFunctions::StateMachine"

func TestDefaultsAreTheWorkshopsLimits(t *testing.T) {
	m := machineOf(t, synthesize(func(*workflow.Props) {}))
	for _, wait := range []string{"EmitOrderStarted", "EmitAwaitingCompletion"} {
		if got := m.States[wait].TimeoutSeconds; got != 900 {
			t.Errorf("%s times out after %v s, want 900", wait, got)
		}
	}
	expectQueueLimit(t, m, "20")
	if m.States["ListRunningOrders"] == nil {
		t.Error("the machine has no ListRunningOrders, want the capacity strategy ListExecutions by default")
	}
}

func TestTheQueueLimitIsThatOfTheProps(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) { expectQueueLimit(t, m, "5") })
}

// expectQueueLimit fails the test unless the default queue limit, for a config table
// without one, is want.
func expectQueueLimit(t *testing.T, m machine, want string) {
	t.Helper()
	text := m.States["CheckShopStatus"].Assign["queueLimit"].(string)
	if match := otherwise.FindStringSubmatch(text); match == nil || match[1] != want {
		t.Errorf("got the queue limit %s, want the default %s", text, want)
	}
}

func TestTheExecutionLogHasNoExecutionData(t *testing.T) {
	template := synthesize(func(p *workflow.Props) { p.LogRetention, p.Retain = 7*props.Day, true })
	group := template.One(t, "AWS::Logs::LogGroup", "Workflow")
	if group.Properties["RetentionInDays"] != 7.0 || group.DeletionPolicy != "Retain" {
		t.Errorf("got a log for %v days with deletion policy %s, want 7 and Retain", group.Properties["RetentionInDays"], group.DeletionPolicy)
	}
	if name := synth.Text(group.Properties["LogGroupName"]); !strings.HasPrefix(name, "/aws/vendedlogs/states/") {
		t.Errorf("got a log named %s, want it in /aws/vendedlogs/states", name)
	}
	template.Has(t, stateMachine, map[string]any{
		"LoggingConfiguration": map[string]any{
			"Level": "ALL", "IncludeExecutionData": false,
			"Destinations": []any{map[string]any{"CloudWatchLogsLogGroup": map[string]any{
				"LogGroupArn": map[string]any{"Fn::GetAtt": []any{group.ID, "Arn"}},
			}}},
		},
		"TracingConfiguration": map[string]any{"Enabled": true},
	})
}

// The definition contains the machine's own ARN, so its name must be set explicitly.
func TestTheMachineListsItsOwnExecutions(t *testing.T) {
	template := templates()[workflow.ListExecutions]
	arguments := machineOf(t, template).States["ListRunningOrders"].Arguments
	synth.Equal(t, "arguments of the listing", arguments, map[string]any{
		"StateMachineArn": ownARN(t, template), "StatusFilter": "RUNNING", "MaxResults": 400,
	})
}

func TestGrants(t *testing.T) {
	stack := synth.Stack()
	w := workflow.New(stack, "Workflow", requiredProps(stack))
	fn := synth.Function(stack)
	w.GrantStart(fn)
	w.GrantCallbacks(fn)
	template := synth.Of(stack)
	machine := "${" + template.One(t, stateMachine, "").ID + "}"
	synth.Equal(t, "rights", template.Rights(t, "Function"), []any{
		allow(machine, "states:SendTaskFailure", "states:SendTaskSuccess", "states:StartExecution"),
	})
	synth.Equal(t, "variables", template.Variables(t, "Function"), map[string]any{
		envvar.StateMachine: machine, envvar.CustomerTimeout: "900",
	})
}

// An emulator cannot map a task token to its state machine.
func TestInAnEmulatorCallbacksAreAllowedOnAllResources(t *testing.T) {
	stack := synth.Stack()
	p := requiredProps(stack)
	p.Emulated = true
	fn := synth.Function(stack)
	workflow.New(stack, "Workflow", p).GrantCallbacks(fn)
	synth.Equal(t, "rights", synth.Of(stack).Rights(t, "Function"), []any{
		allow("*", "states:SendTaskFailure", "states:SendTaskSuccess"),
	})
}

func TestInvalidPropsAreRefused(t *testing.T) {
	stack := synth.Stack()
	complete := requiredProps(stack)
	seconds := "whole seconds, more than 0 and at most a year (8760h0m0s)"
	year := 365 * props.Day
	for name, test := range map[string]struct {
		spoil    func(*workflow.Props)
		property string
		got      any
		want     string
	}{
		"no config table":  {func(p *workflow.Props) { p.Config = nil }, "Config", "nil", "the config table"},
		"no counter table": {func(p *workflow.Props) { p.Counter = nil }, "Counter", "nil", "the counter table"},
		"no bus":           {func(p *workflow.Props) { p.Bus = nil }, "Bus", "nil", "the event bus"},
		"a timeout that is negative": {func(p *workflow.Props) { p.CustomerTimeout = -time.Second },
			"CustomerTimeout", -time.Second, seconds},
		"a timeout with a fraction of a second": {func(p *workflow.Props) { p.BaristaTimeout = 1500 * time.Millisecond },
			"BaristaTimeout", 1500 * time.Millisecond, seconds},
		"a timeout over a year": {func(p *workflow.Props) { p.BaristaTimeout = year + time.Second },
			"BaristaTimeout", year + time.Second, seconds},
		"a limit that is negative": {func(p *workflow.Props) { p.QueueLimit = -1 }, "QueueLimit", -1, "at least 1"},
		"a limit over one page of executions": {func(p *workflow.Props) { p.QueueLimit = 401 },
			"QueueLimit", 401, "at most 400 with the capacity strategy ListExecutions"},
		"an unknown strategy": {func(p *workflow.Props) { p.Capacity = 2 },
			"Capacity", workflow.Capacity(2), "ListExecutions or ReservedSeats"},
	} {
		t.Run(name, func(t *testing.T) {
			p := complete
			test.spoil(&p)
			constructstest.Refused(t, props.Error{
				Construct: "Test/Workflow", Property: test.property, Got: test.got, Want: test.want,
			}, func() { workflow.New(stack, "Workflow", p) })
		})
	}
}

func TestLimitsAtTheirMaximumAreAccepted(t *testing.T) {
	synthesize(func(p *workflow.Props) { p.CustomerTimeout, p.QueueLimit = 365*props.Day, 400 })
	synthesize(func(p *workflow.Props) { p.QueueLimit, p.Capacity = 401, workflow.ReservedSeats })
}
