package codes

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// kept is how long the table keeps a code that can no longer be redeemed: for
// it to be called expired, and for requests that are repeated late.
const kept = 24 * time.Hour

// Store is the QR codes in DynamoDB.
type Store struct {
	client *dynamodb.Client
	table  string
}

// NewStore returns a Store in the counter table of that name.
func NewStore(client *dynamodb.Client, table string) *Store { return &Store{client, table} }

func (s *Store) get(ctx context.Context, period Period) (item, error) {
	out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: &s.table, Key: key(period), ConsistentRead: new(true),
	})
	if err != nil {
		return nil, fmt.Errorf("code of period %v: %w", period, err)
	}
	return out.Item, nil
}

// item is a code as the table has it.
type item map[string]types.AttributeValue

func key(period Period) item {
	return item{schema.CounterIDAttribute: str(schema.CodeIDPrefix + period.String())}
}

func currentKey() item { return item{schema.CounterIDAttribute: str(schema.CurrentCodeID)} }

func newItem(period Period, text string, drinks int) item {
	i, end := key(period), period.End()
	i[schema.CodeTextAttribute] = str(text)
	i[schema.CodeDrinksAttribute] = number(int64(drinks))
	i[schema.CodeTakenAttribute] = number(0)
	i[schema.CodeValidUntilAttribute] = number(end.Add(Grace).UnixMilli())
	i[schema.CodeExpiresAttribute] = number(end.Add(Grace + kept).Unix())
	return i
}

// code returns the Code of an item, which is zero for no item.
func code(i item) QRCode {
	if len(i) == 0 {
		return QRCode{}
	}
	return QRCode{
		Text:      i.text(),
		Remaining: i.remaining(),
		ExpiresAt: i.validUntil().Add(-Grace).UTC(),
	}
}

func (i item) text() string {
	s, _ := i[schema.CodeTextAttribute].(*types.AttributeValueMemberS)
	if s == nil {
		return ""
	}
	return s.Value
}

// remaining is not less than none, though the code may have been good for more.
func (i item) remaining() int {
	return int(max(0, i.integer(schema.CodeDrinksAttribute)-i.integer(schema.CodeTakenAttribute)))
}

func (i item) validUntil() time.Time {
	return time.UnixMilli(i.integer(schema.CodeValidUntilAttribute))
}

func (i item) integer(attribute string) int64 {
	n, _ := i[attribute].(*types.AttributeValueMemberN)
	if n == nil {
		return 0
	}
	value, _ := strconv.ParseInt(n.Value, 10, 64)
	return value
}

func str(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}
