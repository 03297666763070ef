package live

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/deadletters"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// Limits of retries for a batch of changes, after which it is a dead letter. Pages
// subscribe again every minute when they hear nothing, so they do not need older
// changes; those that follow wait behind a batch that is retried.
const (
	maxChangeAgeMinutes = 5
	changeRetries       = 10
	changesPerBatch     = 100
)

// readShop lets the function read what clients may see, and verify who they are.
func (l *Live) readShop() {
	fn := l.Function.Function
	l.props.Store.GrantFollowOrders(fn)
	l.props.Store.GrantReadSettings(fn)
	l.props.Store.GrantMintCodes(fn) // whoever shows the current QR code first creates it, and gives it new limits
	l.props.Staff.LetVerify(fn)
	l.setVariable(envvar.SiteOrigin, l.props.Origin)
	l.setVariable(envvar.CustomerTimeout, new(strconv.Itoa(int(l.props.CustomerTimeout.Seconds()))))
}

// followChanges invokes the function with every change of an order and with the shop's
// own events.
func (l *Live) followChanges() {
	fn, orders := l.Function.Function, l.props.Store.Orders
	// Not the CDK's event source, which allows more than Lambda needs, but its ID: Lambda
	// refuses a second mapping for one stream and function while the first exists.
	source := fn.AddEventSourceMapping(new("DynamoDBEventSource:"+*awscdk.Names_NodeUniqueId(orders.Node())), &awslambda.EventSourceMappingOptions{
		EventSourceArn:          orders.TableStreamArn(),
		StartingPosition:        awslambda.StartingPosition_LATEST,
		BatchSize:               new(float64(changesPerBatch)),
		BisectBatchOnError:      new(true),
		RetryAttempts:           new(float64(changeRetries)),
		MaxRecordAge:            awscdk.Duration_Minutes(new(float64(maxChangeAgeMinutes))),
		ReportBatchItemFailures: new(true),
	})
	source.Node().DefaultChild().(awslambda.CfnEventSourceMapping).SetDestinationConfig(&awslambda.CfnEventSourceMapping_DestinationConfigProperty{
		OnFailure: &awslambda.CfnEventSourceMapping_OnFailureProperty{Destination: l.DeadLetters.QueueArn()},
	})
	l.grant(orders.TableStreamArn(), "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams")
	deadletters.LetSend(fn, l.DeadLetters)
	l.props.Bus.Subscribe(*l.Node().Id(), fn, coffee.ShopStatusChanged{}, coffee.MenuChanged{}, coffee.HoursChanged{}, coffee.SettingsChanged{})
}
