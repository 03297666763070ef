package monitoring

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/runbook"
	shop "github.com/serverless-coffee/coffeeshop/internal/metrics"
)

// defineTopic defines the topic of the alarms' messages.
func (m *Monitoring) defineTopic() {
	m.Alarms = awssns.NewTopic(m, new("Alarms"), &awssns.TopicProps{
		DisplayName: new(m.Namespace),
		EnforceSSL:  new(true),
	})
	// The policy replaces SNS's default one, which lets the account's alarms publish.
	m.Alarms.AddToResourcePolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Principals: &[]awsiam.IPrincipal{awsiam.NewServicePrincipal(new("cloudwatch.amazonaws.com"), nil)},
		Actions:    &[]*string{new("sns:Publish")},
		Resources:  &[]*string{m.Alarms.TopicArn()},
		Conditions: &map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": awscdk.Aws_ACCOUNT_ID()}},
	}))
	if m.props.AlarmEmail != "" {
		m.Alarms.AddSubscription(awssnssubscriptions.NewEmailSubscription(&m.props.AlarmEmail, nil))
	}
}

// alarm is on when a metric is at or above a threshold in most minutes of a while.
type alarm struct {
	id               string
	meaning, section string // of its description
	metric           awscloudwatch.IMetric
	threshold        float64
	minutes, of      int
	// below turns the comparison round: the alarm is on when the metric is below the
	// threshold or missing.
	below bool
}

// defineAlarms defines the alarms. Each is for something that a person must look at: what
// heals itself has none.
func (m *Monitoring) defineAlarms() {
	p := m.props
	if p.Bus != nil {
		m.notify(p.Bus.DeadLettersAlarm)
	}
	if p.Live != nil {
		m.notify(p.Live.DeadLettersAlarm)
		m.define(alarm{"OrdersFailing", "An order has ended as FAILED: its workflow met an error that it could not handle.", "an-order-fails",
			m.own(shop.Of(coffee.OrderFailed{}), sum, unlabelled), 1, 1, 1, false})
		m.define(alarm{"LiveUpdatesLate", "The pages get changes of orders more than a minute late.", "live-updates-are-late",
			m.metric("AWS/Lambda", "IteratorAge", maximum, unlabelled, dimensions{"FunctionName": p.Live.Function.Function.FunctionName()}),
			60_000, 3, 5, false})
	}
	if p.Janitor != nil {
		runs := m.metric("AWS/Lambda", "Invocations", sum, unlabelled, dimensions{"FunctionName": p.Janitor.Function.FunctionName()})
		m.define(alarm{"JanitorStopped", "The janitor has not run for five minutes, so nothing repairs orders that are stuck.", "the-janitor-does-not-run",
			runs, 1, 5, 5, true})
		m.define(alarm{"RepairsGoOn", "The janitor has had to repair orders in most of the last ten minutes: events or requests are being lost.", "repairs-go-on",
			m.own(shop.Repairs, sum, unlabelled), 1, 6, 10, false})
	}
	if p.API != nil {
		m.define(alarm{"ApiFailing", "The HTTP API has answered five or more requests of a minute with a server error, in three of five minutes.", "the-api-fails",
			m.ofAPI("5xx", sum, unlabelled), 5, 3, 5, false})
	}
	m.alarmOfFunctions()
	m.alarmOfTables()
}

func (m *Monitoring) alarmOfFunctions() {
	for _, name := range m.props.functions() {
		of := dimensions{"FunctionName": m.props.Functions[name].Function.FunctionName()}
		id := capital(name)
		m.define(alarm{id + "Failing", fmt.Sprintf("The function %s has failed in three of the last five minutes.", name), "a-function-fails",
			m.metric("AWS/Lambda", "Errors", sum, unlabelled, of), 1, 3, 5, false})
		m.define(alarm{id + "Throttled", fmt.Sprintf("The function %s was throttled in three of the last five minutes.", name), "a-function-fails",
			m.metric("AWS/Lambda", "Throttles", sum, unlabelled, of), 1, 3, 5, false})
	}
}

func (m *Monitoring) alarmOfTables() {
	for _, table := range m.tables() {
		for _, what := range []string{"Read", "Write"} {
			m.define(alarm{capital(table.name) + what + "ThrottleEvents",
				fmt.Sprintf("DynamoDB has throttled requests of the kind %s to the table %s in three of the last five minutes.", what, table.name), "tables-are-throttled",
				m.metric("AWS/DynamoDB", what+"ThrottleEvents", sum, unlabelled, dimensions{"TableName": table.TableName()}), 1, 3, 5, false})
		}
	}
}

func capital(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// define defines an alarm.
func (m *Monitoring) define(a alarm) {
	comparison, missing := awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD, awscloudwatch.TreatMissingData_NOT_BREACHING
	if a.below {
		comparison, missing = awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD, awscloudwatch.TreatMissingData_BREACHING
	}
	m.notify(awscloudwatch.NewAlarm(m, &a.id, &awscloudwatch.AlarmProps{
		AlarmDescription:   new(runbook.Describe(a.meaning, a.section)),
		Metric:             a.metric,
		Threshold:          &a.threshold,
		DatapointsToAlarm:  new(float64(a.minutes)),
		EvaluationPeriods:  new(float64(a.of)),
		ComparisonOperator: comparison,
		TreatMissingData:   missing,
	}))
}

// notify makes an alarm send a message when it goes on or off, and shows it on the
// dashboard.
func (m *Monitoring) notify(a awscloudwatch.Alarm) {
	action := awscloudwatchactions.NewSnsAction(m.Alarms)
	a.AddAlarmAction(action)
	a.AddOkAction(action)
	m.alarms = append(m.alarms, a)
}
