package live

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// idleCheckAttempts is how often an idle check is tried before it is a dead letter.
const idleCheckAttempts = 5

// defineConnections defines the connections table. It has no backups, since its items
// are of no use once the connections are closed.
func (l *Live) defineConnections() {
	removal := awscdk.RemovalPolicy_DESTROY
	if l.props.Retain {
		removal = awscdk.RemovalPolicy_RETAIN
	}
	l.Connections = awsdynamodb.NewTableV2(l, new("Connections"), &awsdynamodb.TablePropsV2{
		PartitionKey:        &awsdynamodb.Attribute{Name: new(schema.ChannelAttribute), Type: awsdynamodb.AttributeType_STRING},
		SortKey:             &awsdynamodb.Attribute{Name: new(schema.ConnectionAttribute), Type: awsdynamodb.AttributeType_STRING},
		TimeToLiveAttribute: new(schema.ConnectionExpiresAttribute),
		Billing:             awsdynamodb.Billing_OnDemand(nil),
		Encryption:          awsdynamodb.TableEncryptionV2_AwsManagedKey(),
		RemovalPolicy:       removal,
	})
	l.setVariable(envvar.ConnectionsTable, l.Connections.TableName())
	l.grant(l.Connections.TableArn(),
		"dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem")
}

// defineIdleChecks defines the queue of idle checks. The function delays each message
// that it sends.
func (l *Live) defineIdleChecks() {
	l.IdleChecks = awssqs.NewQueue(l, new("IdleChecks"), &awssqs.QueueProps{
		Encryption: awssqs.QueueEncryption_SQS_MANAGED,
		EnforceSSL: new(!l.props.Emulated), // functions reach an emulator without TLS
		// Six times the function's timeout, so that a message stays invisible while
		// Lambda retries a throttled invocation ("Using Lambda with Amazon SQS", Lambda
		// developer guide).
		VisibilityTimeout: awscdk.Duration_Seconds(new(6 * functionTimeout.Seconds())),
		DeadLetterQueue:   &awssqs.DeadLetterQueue{Queue: l.DeadLetters, MaxReceiveCount: new(float64(idleCheckAttempts))},
	})
	// As for the stream, with the ID of the CDK's event source and fewer permissions.
	l.Function.Function.AddEventSourceMapping(new("SqsEventSource:"+*awscdk.Names_NodeUniqueId(l.IdleChecks.Node())), &awslambda.EventSourceMappingOptions{
		EventSourceArn:          l.IdleChecks.QueueArn(),
		ReportBatchItemFailures: new(true),
	})
	l.setVariable(envvar.IdleQueueURL, l.IdleChecks.QueueUrl())
	l.grant(l.IdleChecks.QueueArn(), "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage")
}

func (l *Live) setVariable(name string, value *string) {
	l.Function.Function.AddEnvironment(&name, value, nil)
}

// grant lets the function do only these actions on a resource.
func (l *Live) grant(resource *string, actions ...string) {
	awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee: l.Function, Actions: props.Pointers(actions), ResourceArns: &[]*string{resource},
	})
}
