package eventbus

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/deadletters"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
)

// Delivery is retried within these limits, then the event becomes a dead letter. An
// order's timeouts are 15 minutes each by default, so events older than an hour are
// of no use.
const (
	maxEventAgeMinutes     = 60
	deliveryRetries        = 24 // by EventBridge, with backoff
	handlerRetries         = 2  // by Lambda; its maximum
	executionStatusChanged = "Step Functions Execution Status Change"
)

// Subscribe delivers to fn the shop's events of the given types; the values do not
// matter. An event that cannot be delivered, or that fn fails to handle, becomes a
// dead letter. (A function has one failure destination: if it subscribes to several
// buses, that is the dead-letter queue of the first.)
func (b *Bus) Subscribe(id string, fn awslambda.Function, events ...coffee.Event) awsevents.Rule {
	props.Require(len(events) > 0, b, id, "events", "empty", "at least one event type")
	return b.deliver(fn, awsevents.NewRule(b, &id, &awsevents.RuleProps{
		EventBus:     b.EventBus,
		EventPattern: &awsevents.EventPattern{Source: &[]*string{&b.Source}, DetailType: detailTypes(events)},
	}))
}

// SubscribeEndedExecutions delivers to fn the status events of machine's executions
// that failed, timed out or were aborted. Step Functions puts them on the account's
// default bus.
func (b *Bus) SubscribeEndedExecutions(id string, fn awslambda.Function, machine awsstepfunctions.IStateMachine) awsevents.Rule {
	return b.deliver(fn, awsevents.NewRule(b, &id, &awsevents.RuleProps{
		EventPattern: &awsevents.EventPattern{
			Source:     &[]*string{new("aws.states")},
			DetailType: &[]*string{new(executionStatusChanged)},
			Detail: &map[string]any{
				"stateMachineArn": []any{machine.StateMachineArn()},
				"status":          []any{"FAILED", "TIMED_OUT", "ABORTED"},
			},
		},
	}))
}

// Schedule invokes fn periodically, given the minutes between invocations, at least 1.
// A failed invocation becomes a dead letter, as in Subscribe.
func (b *Bus) Schedule(id string, fn awslambda.Function, minutes int) awsevents.Rule {
	props.Require(minutes > 0, b, id, "minutes", minutes, "at least 1")
	return b.deliver(fn, awsevents.NewRule(b, &id, &awsevents.RuleProps{
		Schedule: awsevents.Schedule_Rate(awscdk.Duration_Minutes(new(float64(minutes)))),
	}))
}

// deliver makes fn a target of rule, with the bus's retries and dead-letter queue.
func (b *Bus) deliver(fn awslambda.Function, rule awsevents.Rule) awsevents.Rule {
	age := awscdk.Duration_Minutes(new(float64(maxEventAgeMinutes)))
	rule.AddTarget(awseventstargets.NewLambdaFunction(fn, &awseventstargets.LambdaFunctionProps{
		DeadLetterQueue: b.DeadLetters,
		MaxEventAge:     age,
		RetryAttempts:   new(float64(deliveryRetries)),
	}))
	if fn.Node().TryFindChild(new(invokeConfig)) == nil {
		b.retryInvocations(fn, age)
	}
	return rule
}

// invokeConfig is the ID that the CDK gives to a function's asynchronous configuration.
const invokeConfig = "EventInvokeConfig"

// retryInvocations limits Lambda's retries of fn for an event. The event then becomes a
// dead letter.
func (b *Bus) retryInvocations(fn awslambda.Function, age awscdk.Duration) {
	fn.ConfigureAsyncInvoke(&awslambda.EventInvokeConfigOptions{MaxEventAge: age, RetryAttempts: new(float64(handlerRetries))})
	config := fn.Node().FindChild(new(invokeConfig)).Node().DefaultChild().(awslambda.CfnEventInvokeConfig)
	config.SetDestinationConfig(&awslambda.CfnEventInvokeConfig_DestinationConfigProperty{
		OnFailure: &awslambda.CfnEventInvokeConfig_OnFailureProperty{Destination: b.DeadLetters.QueueArn()},
	})
	deadletters.LetSend(fn, b.DeadLetters)
}

func detailTypes(events []coffee.Event) *[]*string {
	names := make([]*string, len(events))
	for i, event := range events {
		names[i] = new(event.DetailType())
	}
	return &names
}
