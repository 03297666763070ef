package deadletter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

// batch is the position of changes in a table's stream. A letter about changes does not
// have the changes themselves.
type batch struct {
	Stream string `json:"streamArn"`
	Shard  string `json:"shardId"`
	First  string `json:"startSequenceNumber"`
	Last   string `json:"endSequenceNumber"`
	Size   int    `json:"batchSize"`
}

// errTrimmed is the error for changes that the stream no longer has.
var errTrimmed = errors.New("the stream no longer has these changes, it keeps them for 24 hours: discard the letter")

// emptyReads is how often a read may return no change before they count as trimmed.
const emptyReads = 20

// read returns the event with which Lambda invokes a function for a batch of changes.
func (s *Shop) read(ctx context.Context, b batch) ([]byte, error) {
	if err := s.ownStream(b.Stream); err != nil {
		return nil, err
	}
	at, err := s.streams.GetShardIterator(ctx, &dynamodbstreams.GetShardIteratorInput{
		StreamArn: &b.Stream, ShardId: &b.Shard,
		ShardIteratorType: types.ShardIteratorTypeAtSequenceNumber, SequenceNumber: &b.First,
	})
	if err != nil {
		return nil, trimmed(err)
	}
	var event events.DynamoDBEvent
	for next, empty := at.ShardIterator, 0; next != nil && empty < emptyReads; {
		out, err := s.streams.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{ShardIterator: next})
		if err != nil {
			return nil, trimmed(err)
		}
		for _, r := range out.Records {
			record := recordOf(r, b.Stream)
			event.Records = append(event.Records, record)
			if record.Change.SequenceNumber == b.Last {
				return json.Marshal(event)
			}
		}
		if next = out.NextShardIterator; len(out.Records) == 0 {
			empty++
		}
		if len(event.Records) > max(b.Size, 1) {
			break // past the batch, so its last change is gone
		}
	}
	return nil, errTrimmed
}

// trimmed returns errTrimmed for the errors about changes that are gone.
func trimmed(err error) error {
	if gone := new(types.TrimmedDataAccessException); errors.As(err, &gone) {
		return errTrimmed
	}
	if gone := new(types.ResourceNotFoundException); errors.As(err, &gone) {
		return errTrimmed
	}
	return fmt.Errorf("cannot read the changes from the stream: %w", err)
}

// recordOf returns a record of a stream as Lambda hands it to a function.
func recordOf(r types.Record, stream string) events.DynamoDBEventRecord {
	return events.DynamoDBEventRecord{
		EventID: aws.ToString(r.EventID), EventName: string(r.EventName), EventVersion: aws.ToString(r.EventVersion),
		EventSource: aws.ToString(r.EventSource), AWSRegion: aws.ToString(r.AwsRegion), EventSourceArn: stream,
		Change: events.DynamoDBStreamRecord{
			ApproximateCreationDateTime: events.SecondsEpochTime{Time: aws.ToTime(r.Dynamodb.ApproximateCreationDateTime)},
			Keys:                        image(r.Dynamodb.Keys), OldImage: image(r.Dynamodb.OldImage), NewImage: image(r.Dynamodb.NewImage),
			SequenceNumber: aws.ToString(r.Dynamodb.SequenceNumber), SizeBytes: aws.ToInt64(r.Dynamodb.SizeBytes),
			StreamViewType: string(r.Dynamodb.StreamViewType),
		},
	}
}

// image converts an item.
func image(item map[string]types.AttributeValue) map[string]events.DynamoDBAttributeValue {
	if item == nil {
		return nil
	}
	converted := map[string]events.DynamoDBAttributeValue{}
	for name, value := range item {
		converted[name] = attribute(value)
	}
	return converted
}

func attribute(value types.AttributeValue) events.DynamoDBAttributeValue {
	switch v := value.(type) {
	case *types.AttributeValueMemberS:
		return events.NewStringAttribute(v.Value)
	case *types.AttributeValueMemberN:
		return events.NewNumberAttribute(v.Value)
	case *types.AttributeValueMemberB:
		return events.NewBinaryAttribute(v.Value)
	case *types.AttributeValueMemberBOOL:
		return events.NewBooleanAttribute(v.Value)
	case *types.AttributeValueMemberSS:
		return events.NewStringSetAttribute(v.Value)
	case *types.AttributeValueMemberNS:
		return events.NewNumberSetAttribute(v.Value)
	case *types.AttributeValueMemberBS:
		return events.NewBinarySetAttribute(v.Value)
	case *types.AttributeValueMemberM:
		return events.NewMapAttribute(image(v.Value))
	case *types.AttributeValueMemberL:
		list := make([]events.DynamoDBAttributeValue, len(v.Value))
		for i, element := range v.Value {
			list[i] = attribute(element)
		}
		return events.NewListAttribute(list)
	default:
		return events.NewNullAttribute()
	}
}
