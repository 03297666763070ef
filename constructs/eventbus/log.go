package eventbus

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
)

// defineLog defines the log of all events. One rule logs whole events; each type that
// carries a task token has a rule that logs its other fields.
func (b *Bus) defineLog(retention time.Duration, retain bool) {
	name := props.LogGroupName(b, "Log", props.EventLogs)
	b.Log = props.LogGroup(b, "Log", name, retention, retain)
	// The log's policy names the rules, so the rules cannot refer to the log.
	arn := b.logARN(name)
	rules := []awsevents.CfnRule{b.logRule("LogEvents", arn, b.withoutTokens(), nil)}
	for _, event := range tokenEvents() {
		pattern := &awsevents.EventPattern{Source: &[]*string{&b.Source}, DetailType: detailTypes([]coffee.Event{event})}
		rules = append(rules, b.logRule("Log"+event.DetailType(), arn, pattern, lineWithoutToken(event)))
	}
	b.letRulesWrite(arn, rules)
}

// tokenEvents lists the events that carry a task token.
func tokenEvents() []coffee.Event {
	var events []coffee.Event
	for _, event := range coffee.WorkflowEvents() {
		if coffee.CarriesTaskToken(event) {
			events = append(events, event)
		}
	}
	return events
}

// withoutTokens returns a pattern of the shop's events that carry no task token.
func (b *Bus) withoutTokens() *awsevents.EventPattern {
	return &awsevents.EventPattern{
		Source:     &[]*string{&b.Source},
		DetailType: awsevents.Match_AnythingBut(anys(detailTypes(tokenEvents()))...),
	}
}

func anys(names *[]*string) []any {
	list := make([]any, len(*names))
	for i, name := range *names {
		list[i] = *name
	}
	return list
}

// logRule defines a rule that writes to the log. It is a CfnRule because the CDK's own
// log group target adds a custom resource with permissions on every log group of the
// account.
func (b *Bus) logRule(id string, log *string, pattern *awsevents.EventPattern, line *awsevents.CfnRule_InputTransformerProperty) awsevents.CfnRule {
	match := map[string]any{"source": *pattern.Source, "detail-type": *pattern.DetailType}
	return awsevents.NewCfnRule(b, &id, &awsevents.CfnRuleProps{
		EventBusName: b.EventBus.EventBusName(),
		EventPattern: match,
		State:        new("ENABLED"),
		Targets: []any{&awsevents.CfnRule_TargetProperty{
			Id:               new("Log"),
			Arn:              log,
			InputTransformer: line,
			RetryPolicy: &awsevents.CfnRule_RetryPolicyProperty{
				MaximumEventAgeInSeconds: new(float64(maxEventAgeMinutes * 60)),
				MaximumRetryAttempts:     new(float64(deliveryRetries)),
			},
			DeadLetterConfig: &awsevents.CfnRule_DeadLetterConfigProperty{Arn: b.DeadLetters.QueueArn()},
		}},
	})
}

// logARN returns the ARN of a log group without the ":*" of its streams, as a rule's
// target must have it.
func (b *Bus) logARN(name *string) *string {
	return awscdk.Stack_Of(b).FormatArn(&awscdk.ArnComponents{
		Service: new("logs"), Resource: new("log-group"), ResourceName: name,
		ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
	})
}

// lineWithoutToken returns the transformer for a log line with the fields of an
// event's detail except the task token. CloudWatch Logs takes a timestamp and a string
// message (PutTargets in the EventBridge API reference), so the message is JSON in a
// string. An object cannot be embedded there, so the drink of AwaitingCompletion is
// left out.
func lineWithoutToken(event coffee.Event) *awsevents.CfnRule_InputTransformerProperty {
	paths := map[string]*string{"time": new("$.time"), "id": new("$.id")}
	message := []string{
		fmt.Sprintf(`\"detail-type\":\"%s\"`, event.DetailType()),
		`\"id\":\"<id>\"`,
	}
	for _, field := range coffee.Fields(event) {
		if field.Name == coffee.TaskTokenField {
			continue
		}
		value := "<detail-" + field.Name + ">"
		switch {
		case field.Type.Kind() == reflect.Int:
		case field.Type.Kind() == reflect.String, field.Type == reflect.TypeFor[time.Time]():
			value = `\"` + value + `\"`
		default:
			continue
		}
		paths["detail-"+field.Name] = new("$.detail." + field.Name)
		message = append(message, fmt.Sprintf(`\"%s\":%s`, field.Name, value))
	}
	return &awsevents.CfnRule_InputTransformerProperty{
		InputPathsMap: paths,
		InputTemplate: new(`{"timestamp":<time>,"message":"{` + strings.Join(message, ",") + `}"}`),
	}
}

// letRulesWrite lets EventBridge write to the log and to the dead-letter queue for
// these rules, and for no other rule. The policy is the log group's own, because an
// account has at most ten for all its log groups (PutResourcePolicy in the CloudWatch
// Logs API reference).
func (b *Bus) letRulesWrite(log *string, rules []awsevents.CfnRule) {
	events := awsiam.NewServicePrincipal(new("events.amazonaws.com"), nil)
	arns := make([]any, len(rules))
	for i, rule := range rules {
		arns[i] = rule.AttrArn()
	}
	fromRules := &map[string]any{"ArnEquals": map[string]any{"aws:SourceArn": arns}}
	writers := &[]awsiam.IPrincipal{events, awsiam.NewServicePrincipal(new("delivery.logs.amazonaws.com"), nil)}
	streams := &[]*string{new(*log + ":*")}
	b.Log.Node().DefaultChild().(awslogs.CfnLogGroup).SetResourcePolicyDocument(awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{
		Statements: &[]awsiam.PolicyStatement{
			awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Principals: writers,
				Actions:    &[]*string{new("logs:CreateLogStream")},
				Resources:  streams,
			}),
			awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
				Principals: writers,
				Actions:    &[]*string{new("logs:PutLogEvents")},
				Resources:  streams,
				Conditions: fromRules,
			}),
		},
	}))
	b.DeadLetters.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{events},
		Actions:    &[]*string{new("sqs:SendMessage")},
		Resources:  &[]*string{b.DeadLetters.QueueArn()},
		Conditions: fromRules,
	}))
}
