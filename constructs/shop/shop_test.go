package shop_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/shop"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// synthesize returns the template of a stack with nothing but a Shop.
func synthesize(p shop.Props) synth.Template {
	stack := synth.Stack()
	shop.New(stack, "Shop", p).DefineOutputs("")
	return synth.Of(stack)
}

func TestEachRuleInvokesItsFunction(t *testing.T) {
	template := synthesize(shop.Props{})
	var steps []string
	for _, event := range coffee.WorkflowEvents() {
		steps = append(steps, event.DetailType())
	}
	machine := template.One(t, "AWS::StepFunctions::StateMachine", "").ID
	for prefix, want := range map[string]struct {
		function string
		pattern  map[string]any
		schedule any
	}{
		"ShopBusTrackOrders": {"ShopTracker", map[string]any{"source": []string{coffee.Source}, "detail-type": steps}, nil},
		"ShopBusFinishEndedExecutions": {"ShopJanitor", map[string]any{
			"source": []string{"aws.states"}, "detail-type": []string{"Step Functions Execution Status Change"},
			"detail": map[string]any{
				"stateMachineArn": []string{"${" + machine + "}"}, "status": []string{"FAILED", "TIMED_OUT", "ABORTED"},
			},
		}, nil},
		"ShopBusFinishOrders": {"ShopJanitor", nil, "rate(1 minute)"},
	} {
		rule := template.One(t, "AWS::Events::Rule", prefix).Properties
		if want.pattern != nil {
			synth.Equal(t, prefix, synth.Resolve(rule["EventPattern"]), want.pattern)
		}
		if rule["ScheduleExpression"] != want.schedule {
			t.Errorf("%s: got the schedule %v, want %v", prefix, rule["ScheduleExpression"], want.schedule)
		}
		function := "${" + template.One(t, "AWS::Lambda::Function", want.function).ID + ".Arn}"
		if got := synth.Text(synth.At(rule, "Targets", 0, "Arn")); got != function {
			t.Errorf("%s: got the target %s, want %s", prefix, got, function)
		}
	}
}

// The janitor stops with time left, and a run ends before the next one begins.
func TestTheJanitorsTimeoutIsLessThanAMinute(t *testing.T) {
	fn := synthesize(shop.Props{}).One(t, "AWS::Lambda::Function", "ShopJanitor")
	if got := fn.Properties["Timeout"]; got != 50.0 {
		t.Errorf("the janitor's timeout is %v s, want 50", got)
	}
}

func TestTrackerAndJanitorHaveTheVariablesTheyRead(t *testing.T) {
	tracker := []string{envvar.ConfigTable, envvar.CounterTable, envvar.OrdersTable, envvar.StateMachine}
	for function, common := range map[string][]string{
		"ShopTracker": tracker, "ShopJanitor": append(tracker, envvar.BusName, envvar.EventSource, envvar.MetricNamespace),
	} {
		for _, capacity := range []workflow.Capacity{workflow.ListExecutions, workflow.ReservedSeats} {
			t.Run(function+" with "+capacity.String(), func(t *testing.T) {
				want := slices.Clone(common)
				if capacity == workflow.ReservedSeats {
					want = append(want, envvar.SeatsTable)
				}
				slices.Sort(want)
				template := synthesize(shop.Props{Capacity: capacity})
				synth.Equal(t, "variables", synth.Names(template.Variables(t, function)), want)
				seats := 0
				for _, right := range template.Rights(t, function) {
					if synth.At(right, "Condition", "ForAllValues:StringEquals", "dynamodb:LeadingKeys") != nil {
						seats++
					}
				}
				if got, want := seats == 1, capacity == workflow.ReservedSeats; got != want {
					t.Errorf("%s has permission to give back seats: %v, want %v", function, got, want)
				}
			})
		}
	}
}

func TestLimitsReachTheWorkflow(t *testing.T) {
	// The workflow refuses each of these values, so they reach it.
	for property, p := range map[string]shop.Props{
		"CustomerTimeout": {CustomerTimeout: -1},
		"BaristaTimeout":  {BaristaTimeout: -1},
		"QueueLimit":      {QueueLimit: -1},
		"Capacity":        {Capacity: -1},
	} {
		refusal := constructstest.Refusal(func() { synthesize(p) })
		if refusal == nil || refusal.Construct != "Test/Shop/Workflow" || refusal.Property != property {
			t.Errorf("an invalid %s: got the refusal %v, want one by Test/Shop/Workflow", property, refusal)
		}
	}
}

func TestRetentionReachesEveryLogAndTable(t *testing.T) {
	for name, test := range map[string]struct {
		props  shop.Props
		days   float64
		policy string
	}{
		"by default":  {shop.Props{}, 30, "Delete"},
		"as set":      {shop.Props{LogRetention: 90 * props.Day, Retain: true}, 90, "Retain"},
		"logs only":   {shop.Props{LogRetention: props.Day}, 1, "Delete"},
		"tables kept": {shop.Props{Retain: true}, 30, "Retain"},
	} {
		t.Run(name, func(t *testing.T) {
			template := synthesize(test.props)
			logs, tables := template.All("AWS::Logs::LogGroup"), template.All("AWS::DynamoDB::GlobalTable")
			pools := template.All("AWS::Cognito::UserPool")
			if len(logs) != 11 || len(tables) != 4 || len(pools) != 1 {
				t.Errorf("got %d logs, %d tables and %d user pools, want 11, 4 and 1", len(logs), len(tables), len(pools))
			}
			for _, log := range logs {
				if got := log.Properties["RetentionInDays"]; got != test.days {
					t.Errorf("%s has a retention of %v days, want %v", log.ID, got, test.days)
				}
			}
			for _, r := range slices.Concat(logs, tables, pools) {
				if r.DeletionPolicy != test.policy {
					t.Errorf("%s: got the deletion policy %s, want %s", r.ID, r.DeletionPolicy, test.policy)
				}
			}
		})
	}
}

func TestFunctionsAreBuiltForTheTarget(t *testing.T) {
	for want, target := range map[string]gofunction.Target{"arm64": {}, "x86_64": {OS: "linux", Arch: "amd64"}} {
		template := synthesize(shop.Props{Target: target})
		for _, fn := range template.All("AWS::Lambda::Function") {
			synth.Equal(t, "architectures of "+fn.ID, fn.Properties["Architectures"], []string{want})
		}
	}
}

// twoShops returns the template of two shops in a stack. The second one uses an existing bus
// and existing tables.
var twoShops = sync.OnceValue(func() synth.Template {
	stack := synth.Stack()
	shop.New(stack, "North", shop.Props{Capacity: workflow.ReservedSeats}).DefineOutputs("North")
	shop.New(stack, "South", shop.Props{
		Store: store.Props{
			Config:  awsdynamodb.Table_FromTableName(stack, new("Config"), new("their-config")),
			Counter: awsdynamodb.Table_FromTableName(stack, new("Counter"), new("their-counter")),
		},
		Bus: eventbus.Props{Existing: awsevents.EventBus_FromEventBusName(stack, new("Bus"), new("their-bus")), Source: "south"},
	}).DefineOutputs("South")
	return synth.Of(stack)
})

func TestTwoShopsInAStack(t *testing.T) {
	template := twoShops()
	for resource, want := range map[string]int{
		"AWS::Events::EventBus": 1, "AWS::DynamoDB::GlobalTable": 6, "AWS::StepFunctions::StateMachine": 2,
	} {
		if got := len(template.All(resource)); got != want {
			t.Errorf("got %d of %s, want %d", got, resource, want)
		}
	}
	for output, want := range map[string]string{
		"SouthConfigTable":  "their-config",
		"SouthCounterTable": "their-counter",
		"SouthEventBusName": "their-bus",
		"NorthConfigTable":  "${" + template.One(t, "AWS::DynamoDB::GlobalTable", "NorthStoreConfig").ID + "}",
		"NorthEventBusName": "${" + template.One(t, "AWS::Events::EventBus", "North").ID + "}",
	} {
		if got := synth.Text(template.Outputs[output]["Value"]); got != want {
			t.Errorf("output %s = %s, want %s", output, got, want)
		}
	}
}

// Each shop has tables, a workflow and a bus of its own, so no order of one writes an item
// of the other.
func TestTwoShopsShareNoItem(t *testing.T) {
	foreign := map[string][]string{"North": {"South", "their-"}, "South": {"North"}}
	checked := 0
	for id, resource := range twoShops().Resources {
		others, known := foreign[id[:min(len(id), len("North"))]]
		if !known {
			t.Errorf("%s, a %s, belongs to neither shop", id, resource.Type)
		}
		for _, other := range others {
			checked++
			if text := fmt.Sprint(resource.Properties); strings.Contains(text, other) {
				t.Errorf("%s refers to %s: %s", id, other, text)
			}
		}
	}
	if checked < 100 {
		t.Errorf("checked %d references, want those of two shops", checked)
	}
}
