package eventbus_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const machine = "arn:aws:states:us-east-1:123456789012:stateMachine:Orders"

// subscribe returns the template of a bus whose only function subscribes twice.
func subscribe() synth.Template {
	stack := synth.Stack()
	b := eventbus.New(stack, "Bus", eventbus.Props{})
	fn := synth.Function(stack)
	b.Subscribe("Subscription", fn, coffee.OrderCompleted{}, coffee.QueueFull{})
	b.SubscribeEndedExecutions("Ended", fn, awsstepfunctions.StateMachine_FromStateMachineArn(stack, new("Machine"), new(machine)))
	b.Schedule("Often", fn, 5)
	return synth.Of(stack)
}

func TestScheduleInvokesAtTheGivenRate(t *testing.T) {
	if got := subscribe().One(t, rule, "BusOften").Properties["ScheduleExpression"]; got != "rate(5 minutes)" {
		t.Errorf("got the schedule %v, want every 5 minutes", got)
	}
	refusal := constructstest.Refusal(func() {
		stack := synth.Stack()
		eventbus.New(stack, "Bus", eventbus.Props{}).Schedule("Never", synth.Function(stack), 0)
	})
	if refusal == nil || refusal.Property != "minutes" {
		t.Errorf("a schedule of 0 minutes: got the error %v, want one about minutes", refusal)
	}
}

func TestSubscribeMatchesSourceAndDetailTypes(t *testing.T) {
	subscription := subscribe().One(t, rule, "BusSubscription")
	synth.Equal(t, "pattern", subscription.Properties["EventPattern"], map[string]any{
		"source": []string{coffee.Source}, "detail-type": []string{"OrderCompleted", "QueueFull"},
	})
}

func TestSubscribeEndedExecutionsMatchesAllButSuccess(t *testing.T) {
	ended := subscribe().One(t, rule, "BusEnded")
	synth.Equal(t, "pattern", ended.Properties["EventPattern"], map[string]any{
		"source": []string{"aws.states"}, "detail-type": []string{"Step Functions Execution Status Change"},
		"detail": map[string]any{"stateMachineArn": []string{machine}, "status": []string{"FAILED", "TIMED_OUT", "ABORTED"}},
	})
	if got := ended.Properties["EventBusName"]; got != nil {
		t.Errorf("got the bus %v, want the default bus, which Step Functions uses", got)
	}
}

func TestEveryTargetHasRetriesAndADeadLetterQueue(t *testing.T) {
	template := subscribe()
	queue := template.One(t, "AWS::SQS::Queue", "").ID
	rules := template.All(rule)
	if len(rules) < 5 {
		t.Fatalf("got %d rules, want the log's, two subscriptions and a schedule", len(rules))
	}
	for _, r := range rules {
		targets := r.Properties["Targets"].([]any)
		if len(targets) != 1 {
			t.Errorf("%s: got %d targets, want 1", r.ID, len(targets))
		}
		for _, target := range targets {
			synth.Equal(t, "retries of "+r.ID, synth.At(target, "RetryPolicy"),
				map[string]any{"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 24})
			if got, want := synth.Text(synth.At(target, "DeadLetterConfig", "Arn")), "${"+queue+".Arn}"; got != want {
				t.Errorf("%s: got dead letters to %s, want %s", r.ID, got, want)
			}
		}
	}
}

func TestOnlyTheRulesMaySendDeadLetters(t *testing.T) {
	template := subscribe()
	var want, got []string
	for _, r := range template.All(rule) {
		want = append(want, "${"+r.ID+".Arn}")
	}
	policy := template.One(t, "AWS::SQS::QueuePolicy", "").Properties
	for _, statement := range synth.At(policy, "PolicyDocument", "Statement").([]any) {
		if synth.At(statement, "Effect") != "Allow" {
			continue
		}
		synth.Equal(t, "who may send", synth.At(statement, "Principal"), map[string]any{"Service": "events.amazonaws.com"})
		source := synth.At(statement, "Condition", "ArnEquals", "aws:SourceArn")
		if sources, several := source.([]any); several {
			for _, one := range sources {
				got = append(got, synth.Text(one))
			}
		} else {
			got = append(got, synth.Text(source))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	synth.Equal(t, "rules that may send", got, want)
}

func TestAnEventThatAFunctionFailsToHandleIsADeadLetter(t *testing.T) {
	template := subscribe()
	queue := "${" + template.One(t, "AWS::SQS::Queue", "").ID + ".Arn}"
	config := template.One(t, "AWS::Lambda::EventInvokeConfig", "").Properties // once, for both subscriptions
	if got := synth.Text(synth.At(config, "DestinationConfig", "OnFailure", "Destination")); got != queue {
		t.Errorf("got failed events to %s, want %s", got, queue)
	}
	synth.Equal(t, "retries", config["MaximumRetryAttempts"], 2)
	synth.Equal(t, "longest age", config["MaximumEventAgeInSeconds"], 3600)
	right := template.Rights(t, "Function")[0]
	if got := synth.At(right, "Resource"); got != queue {
		t.Errorf("got permissions on %v, want %s", got, queue)
	}
}

func TestASubscriptionToNoEventsIsRefused(t *testing.T) {
	stack := synth.Stack()
	b := eventbus.New(stack, "Bus", eventbus.Props{})
	want := props.Error{Construct: "Test/Bus/Subscription", Property: "events", Got: "empty", Want: "at least one event type"}
	constructstest.Refused(t, want, func() { b.Subscribe("Subscription", synth.Function(stack)) })
}
