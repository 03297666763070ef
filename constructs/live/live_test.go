package live_test

import (
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/live"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const (
	stage    = "AWS::ApiGatewayV2::Stage"
	route    = "AWS::ApiGatewayV2::Route"
	queue    = "AWS::SQS::Queue"
	mapping  = "AWS::Lambda::EventSourceMapping"
	function = "LiveFunction"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// required returns props with what Live requires, and no more.
func required(stack awscdk.Stack) live.Props {
	return live.Props{
		Store:  store.New(stack, "Store", store.Props{}),
		Bus:    eventbus.New(stack, "Bus", eventbus.Props{}),
		Staff:  staff.New(stack, "Staff", staff.Props{Pages: []string{"https://coffee.example"}}),
		Origin: new("https://coffee.example"),
	}
}

// synthesize returns the template of a stack with a Live. change changes its props.
func synthesize(change func(*live.Props)) synth.Template {
	stack := synth.Stack()
	p := required(stack)
	change(&p)
	live.New(stack, "Live", p)
	return synth.Of(stack)
}

func byDefault(*live.Props) {}

func TestConnectionsAndTheirSubscriptionsExpire(t *testing.T) {
	table := synthesize(byDefault).One(t, "AWS::DynamoDB::GlobalTable", "LiveConnections").Properties
	synth.Equal(t, "keys", table["KeySchema"], []any{
		map[string]any{"AttributeName": schema.ChannelAttribute, "KeyType": "HASH"},
		map[string]any{"AttributeName": schema.ConnectionAttribute, "KeyType": "RANGE"},
	})
	synth.Equal(t, "expiry", table["TimeToLiveSpecification"], map[string]any{
		"AttributeName": schema.ConnectionExpiresAttribute, "Enabled": true,
	})
	if table["BillingMode"] != "PAY_PER_REQUEST" {
		t.Errorf("got the billing mode %v, want on demand", table["BillingMode"])
	}
}

func TestRetainKeepsTheConnectionsAndTheLogs(t *testing.T) {
	for retain, want := range map[bool]string{false: "Delete", true: "Retain"} {
		template := synthesize(func(p *live.Props) { p.Retain, p.AccessLog, p.LogRetention = retain, true, props.Day })
		kept := []synth.Resource{
			template.One(t, "AWS::DynamoDB::GlobalTable", "LiveConnections"),
			template.One(t, "AWS::Logs::LogGroup", "LiveLog"),
			template.One(t, "AWS::Logs::LogGroup", function),
		}
		for i, r := range kept {
			if r.DeletionPolicy != want {
				t.Errorf("retain %v: %s has the deletion policy %s, want %s", retain, r.ID, r.DeletionPolicy, want)
			}
			if days := r.Properties["RetentionInDays"]; i > 0 && days != 1.0 {
				t.Errorf("%s keeps its lines for %v days, want 1", r.ID, days)
			}
		}
	}
}

// Lambda hands a message to another instance when the first had it for so long.
func TestAnIdleCheckIsTriedAgainAndThenADeadLetter(t *testing.T) {
	template := synthesize(byDefault)
	checks := template.One(t, queue, "LiveIdleChecks")
	deadLetters := "${" + template.One(t, queue, "LiveDeadLetters").ID + ".Arn}"
	synth.Equal(t, "redrive", synth.Resolve(checks.Properties["RedrivePolicy"]), map[string]any{
		"deadLetterTargetArn": deadLetters, "maxReceiveCount": 5,
	})
	timeout := template.One(t, "AWS::Lambda::Function", function).Properties["Timeout"].(float64)
	if got := checks.Properties["VisibilityTimeout"]; got != 6*timeout {
		t.Errorf("an idle check is invisible for %v s, want six times the function's %v s", got, timeout)
	}
	source := source(t, template, "${"+checks.ID+".Arn}")
	synth.Equal(t, "response types", source["FunctionResponseTypes"], []string{"ReportBatchItemFailures"})
}

func TestAlarmForDeadLetters(t *testing.T) {
	template := synthesize(byDefault)
	alarm := template.One(t, "AWS::CloudWatch::Alarm", "Live").Properties
	if got, want := synth.Text(synth.At(alarm, "Dimensions", 0, "Value")), "${"+template.One(t, queue, "LiveDeadLetters").ID+".QueueName}"; got != want {
		t.Errorf("the alarm is for the queue %s, want %s", got, want)
	}
	if alarm["Threshold"] != 1.0 || alarm["ComparisonOperator"] != "GreaterThanOrEqualToThreshold" {
		t.Errorf("the alarm is on at %v %v, want at one message", alarm["ComparisonOperator"], alarm["Threshold"])
	}
}

func TestEveryChangeOfAnOrderReachesTheFunctionWithinLimitedRetries(t *testing.T) {
	template := synthesize(byDefault)
	orders := template.One(t, "AWS::DynamoDB::GlobalTable", "StoreOrders")
	synth.Equal(t, "stream", orders.Properties["StreamSpecification"], map[string]any{"StreamViewType": "NEW_AND_OLD_IMAGES"})
	source := source(t, template, "${"+orders.ID+".StreamArn}")
	for property, want := range map[string]any{
		"FunctionName":               "${" + template.One(t, "AWS::Lambda::Function", function).ID + "}",
		"StartingPosition":           "LATEST",
		"BatchSize":                  100,
		"BisectBatchOnFunctionError": true,
		"MaximumRetryAttempts":       10,
		"MaximumRecordAgeInSeconds":  300,
		"FunctionResponseTypes":      []string{"ReportBatchItemFailures"},
		"DestinationConfig": map[string]any{"OnFailure": map[string]any{
			"Destination": "${" + template.One(t, queue, "LiveDeadLetters").ID + ".Arn}",
		}},
	} {
		synth.Equal(t, property, synth.Resolve(source[property]), want)
	}
	if window := source["MaximumBatchingWindowInSeconds"]; window != nil && window != 0.0 {
		t.Errorf("got a batching window of %v s, want none", window)
	}
}

// source returns the event source mapping of a queue or a stream.
func source(t *testing.T, template synth.Template, arn string) map[string]any {
	t.Helper()
	for _, m := range template.All(mapping) {
		if synth.Text(m.Properties["EventSourceArn"]) == arn {
			return m.Properties
		}
	}
	t.Fatalf("got no event source mapping of %s, want one", arn)
	return nil
}

func TestTheShopsOwnEventsReachTheFunction(t *testing.T) {
	template := synthesize(byDefault)
	rule := template.One(t, "AWS::Events::Rule", "BusLive").Properties
	synth.Equal(t, "pattern", rule["EventPattern"], map[string]any{
		"source": []string{coffee.Source}, "detail-type": []string{"ShopStatusChanged", "MenuChanged", "HoursChanged", "SettingsChanged"},
	})
	if got, want := synth.Text(synth.At(rule, "Targets", 0, "Arn")), "${"+template.One(t, "AWS::Lambda::Function", function).ID+".Arn}"; got != want {
		t.Errorf("got the target %s, want %s", got, want)
	}
}

func TestTheFunctionHasTheVariablesItReads(t *testing.T) {
	want := []string{
		envvar.ConfigTable, envvar.ConnectionsTable, envvar.CounterTable, envvar.CustomerTimeout, envvar.IdleQueueURL, envvar.LiveAPIID, envvar.LiveStage,
		envvar.OrdersTable, envvar.SiteOrigin, envvar.StaffClientID, envvar.TokenIssuer, envvar.UserPoolID,
	}
	for emulated, want := range map[bool][]string{true: want, false: append(slices.Clone(want), envvar.LiveEndpoint)} {
		template := synthesize(func(p *live.Props) { p.Emulated = emulated })
		variables := template.Variables(t, function)
		slices.Sort(want)
		synth.Equal(t, "variables", synth.Names(variables), want)
		api := template.One(t, "AWS::ApiGatewayV2::Api", "Live").ID
		endpoint := synth.At(variables, envvar.LiveEndpoint)
		if want := "https://${" + api + "}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live"; !emulated && endpoint != want {
			t.Errorf("%s = %v, want %s", envvar.LiveEndpoint, endpoint, want)
		}
	}
}

func TestInvalidPropsAreRefused(t *testing.T) {
	for property, test := range map[string]struct {
		change func(*live.Props)
		want   props.Error
	}{
		"Store":  {func(p *live.Props) { p.Store = nil }, props.Error{Got: "nil", Want: "the store with the orders"}},
		"Bus":    {func(p *live.Props) { p.Bus = nil }, props.Error{Got: "nil", Want: "the bus with the shop's events"}},
		"Staff":  {func(p *live.Props) { p.Staff = nil }, props.Error{Got: "nil", Want: "the staff's user pool"}},
		"Origin": {func(p *live.Props) { p.Origin = nil }, props.Error{Got: "nil", Want: "the origin of the web pages"}},
		"CustomerTimeout": {
			func(p *live.Props) { p.CustomerTimeout = time.Millisecond },
			props.Error{Got: time.Millisecond, Want: "whole seconds, more than 0"},
		},
		"RateLimit":  {func(p *live.Props) { p.RateLimit = -1 }, props.Error{Got: -1.0, Want: "more than 0 messages a second"}},
		"BurstLimit": {func(p *live.Props) { p.BurstLimit = -1 }, props.Error{Got: -1, Want: "more than 0 messages"}},
	} {
		test.want.Construct, test.want.Property = "Test/Live", property
		constructstest.Refused(t, test.want, func() { synthesize(test.change) })
	}
	if refusal := constructstest.Refusal(func() { synthesize(func(p *live.Props) { p.LogRetention = time.Hour }) }); refusal == nil {
		t.Error("a log retention of an hour: got no refusal, want one")
	}
}

// Two in a stack need different IDs only.
func TestTwoLivesFollowOneShop(t *testing.T) {
	stack := synth.Stack()
	p := required(stack)
	live.New(stack, "Pages", p)
	live.New(stack, "Screens", p)
	template := synth.Of(stack)
	if got, want := len(template.All(route)), 2*(3+len([]api.Action{api.Subscribe, api.Ping})); got != want {
		t.Errorf("got %d routes, want %d", got, want)
	}
}
