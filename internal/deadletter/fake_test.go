package deadletter

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	streams "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

const taskToken = "AQCEAAAAKgAAAAMAAAAAtheToken="

// fake is the AWS account of a shop: its queues, functions and stream.
type fake struct {
	messages []types.Message
	hidden   map[string]bool // by receipt handle
	deleted  []string        // message IDs
	returned []string        // bodies of messages that were put into IdleChecks

	invoked []json.RawMessage
	answer  lambda.InvokeOutput

	records []streams.Record
	gone    bool
}

func (f *fake) shop() *Shop {
	return &Shop{
		outputs: map[string]string{"DeadLettersUrl": "bus", "LiveDeadLettersUrl": "live", "OrdersTable": "orders"},
		queues:  f, functions: f, streams: f,
		owned: map[string]string{
			"CoffeeShop-dev-Tracker": "CoffeeShop-dev-Tracker", "CoffeeShop-dev-Live": "CoffeeShop-dev-Live", "IdleChecks": "https://sqs/IdleChecks",
		},
	}
}

// put puts a message in the queue. The first is the oldest.
func (f *fake) put(t *testing.T, file string, attributes map[string]string, system map[string]string) {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	n := len(f.messages)
	message := types.Message{
		MessageId: new("m" + strconv.Itoa(n)), ReceiptHandle: new("r" + strconv.Itoa(n)), Body: new(string(body)),
		Attributes:        map[string]string{"SentTimestamp": strconv.FormatInt(time.Unix(int64(n), 0).UnixMilli(), 10)},
		MessageAttributes: map[string]types.MessageAttributeValue{},
	}
	for name, value := range attributes {
		message.MessageAttributes[name] = types.MessageAttributeValue{DataType: new("String"), StringValue: &value}
	}
	for name, value := range system {
		message.Attributes[name] = value
	}
	f.messages = append([]types.Message{message}, f.messages...)
}

// only returns the letter in the queue.
func (f *fake) only(t *testing.T) Letter {
	t.Helper()
	letters, err := f.shop().List(t.Context(), BusQueue)
	if err != nil || len(letters) != 1 {
		t.Fatalf("List = %+v, %v, want one letter", letters, err)
	}
	return letters[0]
}

// send sends all letters again, and returns the errors by message ID, nil for success.
func (f *fake) send(t *testing.T) map[string]error {
	t.Helper()
	wanted, results := map[string]bool{}, map[string]error{}
	for _, m := range f.messages {
		wanted[*m.MessageId] = true
	}
	err := f.shop().Send(t.Context(), BusQueue, wanted, func(l Letter, err error) { results[l.ID] = err })
	if err != nil {
		t.Fatal(err)
	}
	if len(f.hidden) > 0 {
		t.Errorf("messages stay hidden: %v", f.hidden)
	}
	return results
}

func (f *fake) ReceiveMessage(_ context.Context, in *sqs.ReceiveMessageInput, _ ...func(*sqs.Options)) (*sqs.ReceiveMessageOutput, error) {
	out := new(sqs.ReceiveMessageOutput)
	for _, m := range f.messages {
		if *in.QueueUrl == "bus" && !f.hidden[*m.ReceiptHandle] && len(out.Messages) < 2 {
			out.Messages = append(out.Messages, m)
		}
	}
	for _, m := range out.Messages {
		if f.hidden == nil {
			f.hidden = map[string]bool{}
		}
		f.hidden[*m.ReceiptHandle] = true
	}
	return out, nil
}

func (f *fake) DeleteMessage(_ context.Context, in *sqs.DeleteMessageInput, _ ...func(*sqs.Options)) (*sqs.DeleteMessageOutput, error) {
	for i, m := range f.messages {
		if *m.ReceiptHandle == *in.ReceiptHandle {
			f.messages = append(f.messages[:i:i], f.messages[i+1:]...)
			f.deleted = append(f.deleted, *m.MessageId)
			break
		}
	}
	delete(f.hidden, *in.ReceiptHandle)
	return new(sqs.DeleteMessageOutput), nil
}

func (f *fake) ChangeMessageVisibilityBatch(_ context.Context, in *sqs.ChangeMessageVisibilityBatchInput, _ ...func(*sqs.Options)) (*sqs.ChangeMessageVisibilityBatchOutput, error) {
	for _, entry := range in.Entries {
		delete(f.hidden, *entry.ReceiptHandle)
	}
	return new(sqs.ChangeMessageVisibilityBatchOutput), nil
}

func (f *fake) SendMessage(_ context.Context, in *sqs.SendMessageInput, _ ...func(*sqs.Options)) (*sqs.SendMessageOutput, error) {
	f.returned = append(f.returned, *in.QueueUrl+" "+*in.MessageBody)
	return new(sqs.SendMessageOutput), nil
}

func (f *fake) Invoke(_ context.Context, in *lambda.InvokeInput, _ ...func(*lambda.Options)) (*lambda.InvokeOutput, error) {
	f.invoked = append(f.invoked, in.Payload)
	return &f.answer, nil
}

func (f *fake) GetShardIterator(_ context.Context, in *dynamodbstreams.GetShardIteratorInput, _ ...func(*dynamodbstreams.Options)) (*dynamodbstreams.GetShardIteratorOutput, error) {
	if f.gone {
		return nil, &streams.TrimmedDataAccessException{}
	}
	return &dynamodbstreams.GetShardIteratorOutput{ShardIterator: in.SequenceNumber}, nil
}

// GetRecords returns the record at a sequence number, one at a time.
func (f *fake) GetRecords(_ context.Context, in *dynamodbstreams.GetRecordsInput, _ ...func(*dynamodbstreams.Options)) (*dynamodbstreams.GetRecordsOutput, error) {
	for i, r := range f.records {
		if *r.Dynamodb.SequenceNumber >= *in.ShardIterator {
			return &dynamodbstreams.GetRecordsOutput{Records: f.records[i : i+1], NextShardIterator: new(*r.Dynamodb.SequenceNumber + "+")}, nil
		}
	}
	return &dynamodbstreams.GetRecordsOutput{NextShardIterator: in.ShardIterator}, nil
}
