package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	streams "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deadletter"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// The emulator has dead letters of functions, but its EventBridge invokes a function once
// and has none. So the test invokes the tracker itself, as EventBridge does on AWS, and
// puts a second letter in the form of EventBridge's.
func TestADeadLetterIsSentAgain(t *testing.T) {
	c := staffedShop(t, listing)
	o, shop, function := c.newOrder(), c.deadLetters(), c.resource("AWS::Lambda::Function", "Tracker")
	var letters []deadletter.Letter
	c.forbid("Tracker", "dynamodb:UpdateItem", func() {
		c.must(o.start())
		heard, err := o.hear(coffee.OrderStarted{})
		c.must(err)
		c.must(c.putLetters(heard, function))
		letters, err = c.awaitLetters(shop, o.id, 2)
		c.must(err)
		for _, l := range letters {
			if l.What != "OrderStarted" || l.Function != function || !l.Retryable || l.Error == "" {
				t.Errorf("the letter is %+v, want an OrderStarted that %s failed to handle", l, function)
			}
			if strings.Contains(fmt.Sprintf("%+v", l), heard.TaskToken()) {
				t.Errorf("the letter %s shows its task token", l.ID)
			}
		}
		for id, err := range c.sendAgain(shop, deadletter.BusQueue, letters) {
			if err == nil {
				t.Errorf("letter %s was handled by a function without its permission", id)
			}
		}
		_, err = c.awaitLetters(shop, o.id, 2)
		c.must(err)
	})
	if record, err := c.Order(c.ctx, o.id); err != nil || len(record) > 0 {
		t.Errorf("the table has %v, %v, want no order before its letter is sent again", record, err)
	}
	for id, err := range c.sendAgain(shop, deadletter.BusQueue, letters) {
		if err != nil {
			t.Errorf("letter %s: %v", id, err)
		}
	}
	if _, err := c.awaitLetters(shop, o.id, 0); err != nil {
		t.Error(err)
	}
	c.must(o.becomes(coffee.Started))
	c.must(playToTheEnd(o))
	c.must(o.becomes(coffee.Ready))
}

// A letter about changes of orders names only their place in the stream.
func TestADeadLetterOfChangesIsReadFromTheStreamAgain(t *testing.T) {
	c := staffedShop(t, listing)
	ticket, err := c.enqueue(c.newCode(10))
	c.must(err)
	customer := c.followOrder(ticket)

	letter, err := c.changeLetter(ticket.OrderID)
	c.must(err)
	before, _ := customer.updates()
	_, err = c.Queues.SendMessage(c.ctx, &sqs.SendMessageInput{QueueUrl: new(c.Outputs["LiveDeadLettersUrl"]), MessageBody: &letter})
	c.must(err)
	shop := c.deadLetters()
	letters, err := shop.List(c.ctx, deadletter.LiveQueue)
	c.must(err)
	for id, err := range c.sendAgain(shop, deadletter.LiveQueue, letters) {
		if err != nil {
			t.Errorf("letter %s: %v", id, err)
		}
	}
	c.must(eventually(c.ctx, func(context.Context) error {
		if heard, _ := customer.updates(); len(heard) <= len(before) {
			return fmt.Errorf("the customer hears nothing of the change that was sent again: %s", texts(heard))
		}
		return nil
	}))
	customer.showsState(coffee.Queued)
}

// changeLetter returns the letter of Lambda about the first change of an order.
func (c *counter) changeLetter(orderID string) (string, error) {
	table, err := c.Tables.DescribeTable(c.ctx, &dynamodb.DescribeTableInput{TableName: new(c.Outputs["OrdersTable"])})
	if err != nil {
		return "", err
	}
	stream, cfg := table.Table.LatestStreamArn, running.Config()
	reader := dynamodbstreams.NewFromConfig(cfg)
	described, err := reader.DescribeStream(c.ctx, &dynamodbstreams.DescribeStreamInput{StreamArn: stream})
	if err != nil {
		return "", err
	}
	shard := described.StreamDescription.Shards[0].ShardId
	at, err := reader.GetShardIterator(c.ctx, &dynamodbstreams.GetShardIteratorInput{
		StreamArn: stream, ShardId: shard, ShardIteratorType: streams.ShardIteratorTypeTrimHorizon,
	})
	for err == nil {
		out, failure := reader.GetRecords(c.ctx, &dynamodbstreams.GetRecordsInput{ShardIterator: at.ShardIterator})
		if err = failure; err != nil {
			break
		}
		for _, r := range out.Records {
			if id, ok := r.Dynamodb.Keys[schema.OrderIDAttribute].(*streams.AttributeValueMemberS); ok && id.Value == orderID {
				return c.batchLetter(*stream, *shard, *r.Dynamodb.SequenceNumber)
			}
		}
		if at.ShardIterator = out.NextShardIterator; len(out.Records) == 0 {
			err = fmt.Errorf("the stream has no change of order %s", orderID)
		}
	}
	return "", err
}

// batchLetter returns the letter of Lambda about a batch of one change.
func (c *counter) batchLetter(stream, shard, sequence string) (string, error) {
	letter, err := json.Marshal(map[string]any{
		"version": "1.0", "timestamp": "2026-11-26T08:05:00.017Z",
		"requestContext": map[string]any{
			"requestId": "316aa6d0-8154-4c1e-9af7-85d5f4a6bc81", "approximateInvokeCount": 11, "condition": "RetryAttemptsExhausted",
			"functionArn": "arn:aws:lambda:us-east-1:000000000000:function:" + c.resource("AWS::Lambda::Function", "LiveFunction"),
		},
		"responseContext": map[string]any{"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
		"DDBStreamBatchInfo": map[string]any{
			"shardId": shard, "streamArn": stream, "startSequenceNumber": sequence, "endSequenceNumber": sequence, "batchSize": 1,
			"approximateArrivalOfFirstRecord": "2026-11-26T07:59:21Z", "approximateArrivalOfLastRecord": "2026-11-26T07:59:21Z",
		},
	})
	return string(letter), err
}

// putLetters makes an event a letter of the function, as the last of its failures, and one
// of EventBridge.
func (c *counter) putLetters(heard deployed.Heard, function string) error {
	event, err := json.Marshal(heard)
	if err != nil {
		return err
	}
	cfg := running.Config()
	_, err = lambda.NewFromConfig(cfg).Invoke(c.ctx, &lambda.InvokeInput{
		FunctionName: &function, InvocationType: lambdatypes.InvocationTypeEvent, Payload: event,
	})
	if err != nil {
		return err
	}
	return c.putUndelivered(event, function)
}

// putUndelivered puts a letter as EventBridge does for an event that it cannot deliver.
func (s *shop) putUndelivered(event []byte, function string) error {
	attributes := map[string]types.MessageAttributeValue{}
	for name, value := range map[string]string{
		"RULE_ARN": "arn:aws:events:us-east-1:000000000000:rule/TrackOrders", "TARGET_ARN": "arn:aws:lambda:us-east-1:000000000000:function:" + function,
		"ERROR_CODE": "SDK_CLIENT_ERROR", "ERROR_MESSAGE": "Rate exceeded", "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts", "RETRY_ATTEMPTS": "24",
	} {
		attributes[name] = types.MessageAttributeValue{DataType: new("String"), StringValue: &value}
	}
	_, err := s.Queues.SendMessage(s.ctx, &sqs.SendMessageInput{
		QueueUrl: new(s.Outputs["DeadLettersUrl"]), MessageBody: new(string(event)), MessageAttributes: attributes,
	})
	return err
}

func (s *shop) deadLetters() *deadletter.Shop {
	s.t.Helper()
	shop, err := deadletter.Open(s.ctx, s.at.Config(), s.env.StackName(), s.Outputs)
	s.must(err)
	return shop
}

// awaitLetters waits until the bus has that many letters of an order, and returns them.
func (s *shop) awaitLetters(shop *deadletter.Shop, order string, want int) (letters []deadletter.Letter, err error) {
	err = eventually(s.ctx, func(ctx context.Context) error {
		if letters, err = shop.List(ctx, deadletter.BusQueue); err != nil {
			return err
		}
		letters = slices.DeleteFunc(letters, func(l deadletter.Letter) bool { return l.OrderID != order })
		if len(letters) != want {
			return fmt.Errorf("order %s has %d dead letters, want %d", order, len(letters), want)
		}
		return nil
	})
	return letters, err
}

// sendAgain sends letters again, and returns the result of each by its ID.
func (s *shop) sendAgain(shop *deadletter.Shop, queue string, letters []deadletter.Letter) map[string]error {
	s.t.Helper()
	wanted, results := map[string]bool{}, map[string]error{}
	for _, l := range letters {
		wanted[l.ID] = true
	}
	s.must(shop.Send(s.ctx, queue, wanted, func(l deadletter.Letter, err error) { results[l.ID] = err }))
	if len(results) != len(letters) || len(letters) == 0 {
		s.t.Errorf("sent %d letters, want %d", len(results), len(letters))
	}
	return results
}
