package eventbus_test

import (
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const (
	bus     = "AWS::Events::EventBus"
	rule    = "AWS::Events::Rule"
	archive = "AWS::Events::Archive"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// synthesize returns the template of a stack with nothing but a Bus.
func synthesize(p eventbus.Props) synth.Template {
	stack := synth.Stack()
	eventbus.New(stack, "Bus", p)
	return synth.Of(stack)
}

func TestANewBusHasTheGivenName(t *testing.T) {
	if got := synthesize(eventbus.Props{Name: "orders"}).One(t, bus, "").Properties["Name"]; got != "orders" {
		t.Errorf("got a bus named %v, want orders", got)
	}
}

func TestAnExistingBusIsUsedInsteadOfANewOne(t *testing.T) {
	stack := synth.Stack()
	theirs := awsevents.EventBus_FromEventBusName(stack, new("Theirs"), new("their-bus"))
	b := eventbus.New(stack, "Bus", eventbus.Props{Existing: theirs, Archive: props.Day})
	b.Subscribe("Subscription", synth.Function(stack), coffee.OrderStarted{})
	template := synth.Of(stack)
	if buses := template.All(bus); len(buses) != 0 {
		t.Errorf("got a new bus %s, want none", buses[0].ID)
	}
	for _, r := range template.All(rule) {
		if got := r.Properties["EventBusName"]; got != "their-bus" {
			t.Errorf("%s: got a rule on the bus %v, want their-bus", r.ID, got)
		}
	}
	got := synth.Text(template.One(t, archive, "").Properties["SourceArn"])
	if want := "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/their-bus"; got != want {
		t.Errorf("got an archive of %s, want %s", got, want)
	}
}

func TestRulesArchiveAndFunctionsUseTheShopsSource(t *testing.T) {
	stack := synth.Stack()
	b := eventbus.New(stack, "Bus", eventbus.Props{Source: "corner-cafe", Archive: props.Day})
	fn := synth.Function(stack)
	b.Subscribe("Subscription", fn, coffee.OrderStarted{})
	b.GrantPut(fn)
	template := synth.Of(stack)
	for _, r := range append(template.All(rule), template.All(archive)...) {
		synth.Equal(t, r.ID, synth.At(r.Properties, "EventPattern", "source"), []string{"corner-cafe"})
	}
	if got := synth.At(template.Variables(t, "Function"), envvar.EventSource); got != "corner-cafe" {
		t.Errorf("got %v as the function's source, want corner-cafe", got)
	}
}

func TestTheDefaultSourceCanBeTakenOnceOnABus(t *testing.T) {
	stack := synth.Stack()
	theirs := awsevents.EventBus_FromEventBusName(stack, new("Theirs"), new("their-bus"))
	eventbus.New(stack, "First", eventbus.Props{Existing: theirs})
	eventbus.New(stack, "Second", eventbus.Props{Existing: theirs, Source: "second"})
	want := props.Error{
		Construct: "Test/Third", Property: "Source", Got: coffee.Source,
		Want: "another one: it is taken by a shop on this bus",
	}
	constructstest.Refused(t, want, func() { eventbus.New(stack, "Third", eventbus.Props{Existing: theirs}) })
}

func TestASourceCanBeTakenOnceOnABus(t *testing.T) {
	stack := synth.Stack()
	theirs := awsevents.EventBus_FromEventBusName(stack, new("Theirs"), new("their-bus"))
	eventbus.New(stack, "North", eventbus.Props{Existing: theirs})
	eventbus.New(stack, "South", eventbus.Props{Existing: theirs, Source: "south"})
	want := props.Error{
		Construct: "Test/East", Property: "Source", Got: "south",
		Want: "another one: it is taken by a shop on this bus",
	}
	constructstest.Refused(t, want, func() { eventbus.New(stack, "East", eventbus.Props{Existing: theirs, Source: "south"}) })
}

func TestGrantPutIsForThisBusOnly(t *testing.T) {
	stack := synth.Stack()
	eventbus.New(stack, "Bus", eventbus.Props{}).GrantPut(synth.Function(stack))
	template := synth.Of(stack)
	id := template.One(t, bus, "").ID
	synth.Equal(t, "permissions", template.Rights(t, "Function"), []any{
		map[string]any{"Effect": "Allow", "Action": "events:PutEvents", "Resource": "${" + id + ".Arn}"},
	})
	synth.Equal(t, "variables", template.Variables(t, "Function"), map[string]any{
		envvar.BusName: "${" + id + "}", envvar.EventSource: coffee.Source,
	})
}

func TestTheArchiveIsOptional(t *testing.T) {
	if archives := synthesize(eventbus.Props{}).All(archive); len(archives) != 0 {
		t.Errorf("got an archive by default, want none")
	}
	if got := synthesize(eventbus.Props{Archive: 90 * props.Day}).One(t, archive, "").Properties["RetentionDays"]; got != 90.0 {
		t.Errorf("got an archive of %v days, want 90", got)
	}
}

func TestDeadLettersAreEncryptedAndKeptFourDays(t *testing.T) {
	template := synthesize(eventbus.Props{})
	template.Has(t, "AWS::SQS::Queue", map[string]any{"SqsManagedSseEnabled": true, "MessageRetentionPeriod": 4 * 24 * 3600})
	statement := template.One(t, "AWS::SQS::QueuePolicy", "").Properties
	synth.Equal(t, "condition of the denial", synth.At(statement, "PolicyDocument", "Statement", 0, "Condition"),
		map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}})
}

func TestOneDeadLetterRaisesTheAlarm(t *testing.T) {
	template := synthesize(eventbus.Props{})
	queue := map[string]any{"Fn::GetAtt": []any{template.One(t, "AWS::SQS::Queue", "").ID, "QueueName"}}
	template.Has(t, "AWS::CloudWatch::Alarm", map[string]any{
		"Namespace": "AWS/SQS", "MetricName": "ApproximateNumberOfMessagesVisible",
		"Dimensions": []any{map[string]any{"Name": "QueueName", "Value": queue}},
		"Statistic":  "Maximum", "Threshold": 1, "EvaluationPeriods": 1,
		"ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "notBreaching",
	})
}

func TestInvalidPropsAreRefused(t *testing.T) {
	stack := synth.Stack()
	theirs := awsevents.EventBus_FromEventBusName(stack, new("Theirs"), new("their-bus"))
	days := "whole days, or 0 for none"
	for name, test := range map[string]struct {
		props eventbus.Props
		want  props.Error
	}{
		"a name for an existing bus": {eventbus.Props{Existing: theirs, Name: "mine"},
			props.Error{Construct: "Test/Bus", Property: "Name", Got: "mine", Want: "none for an existing bus"}},
		"an archive of hours": {eventbus.Props{Archive: 36 * time.Hour},
			props.Error{Construct: "Test/Bus", Property: "Archive", Got: 36 * time.Hour, Want: days}},
		"a negative archive": {eventbus.Props{Archive: -props.Day},
			props.Error{Construct: "Test/Bus", Property: "Archive", Got: -props.Day, Want: days}},
	} {
		t.Run(name, func(t *testing.T) {
			constructstest.Refused(t, test.want, func() { eventbus.New(stack, "Bus", test.props) })
		})
	}
}
