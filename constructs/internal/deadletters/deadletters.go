// Package deadletters defines dead-letter queues with their alarms.
package deadletters

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/runbook"
)

// Retention covers a long weekend. It is not longer because a dead letter may carry a
// task token (which expires with the order's timeouts).
const Retention = 4 * props.Day

// New defines the queue DeadLetters in scope, and an alarm that is on while the queue
// has messages. The alarm's description says what the messages mean. In an emulator, which
// has no TLS, the queue accepts requests without it.
func New(scope constructs.Construct, meaning string, emulated bool) (awssqs.Queue, awscloudwatch.Alarm) {
	queue := awssqs.NewQueue(scope, new("DeadLetters"), &awssqs.QueueProps{
		Encryption:      awssqs.QueueEncryption_SQS_MANAGED,
		EnforceSSL:      new(!emulated),
		RetentionPeriod: awscdk.Duration_Days(new(float64(Retention / props.Day))),
	})
	alarm := queue.
		MetricApproximateNumberOfMessagesVisible(&awscloudwatch.MetricOptions{
			Period: awscdk.Duration_Minutes(new(1.0)), Statistic: awscloudwatch.Stats_MAXIMUM(),
		}).
		CreateAlarm(scope, new("DeadLettersAlarm"), &awscloudwatch.CreateAlarmOptions{
			AlarmDescription:   new(runbook.Describe(meaning, "dead-letters")),
			Threshold:          new(1.0),
			EvaluationPeriods:  new(1.0),
			ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
			TreatMissingData:   awscloudwatch.TreatMissingData_NOT_BREACHING,
		})
	return queue, alarm
}

// LetSend lets Lambda send to queue what the function of a grantee failed to handle. The
// CDK's own failure destinations also allow the function to look the queue up, which
// Lambda does not need.
func LetSend(grantee awsiam.IGrantable, queue awssqs.IQueue) {
	awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee: grantee, Actions: &[]*string{new("sqs:SendMessage")}, ResourceArns: &[]*string{queue.QueueArn()},
	})
}
