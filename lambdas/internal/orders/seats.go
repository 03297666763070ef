package orders

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Seats are the places in the queue that orders underway hold, in the counter
// table.
type Seats struct {
	client *dynamodb.Client
	table  string
}

// NewSeats returns the Seats in the counter table of that name.
func NewSeats(client *dynamodb.Client, table string) *Seats { return &Seats{client, table} }

// GiveBack frees the seat of an order. An order without one is left as it is.
func (s *Seats) GiveBack(ctx context.Context, orderID string) error {
	_, err := s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                &s.table,
		Key:                      map[string]types.AttributeValue{"id": str(schema.SeatsID)},
		UpdateExpression:         new("DELETE #seats :seat"),
		ExpressionAttributeNames: map[string]string{"#seats": schema.SeatsAttribute},
		ExpressionAttributeValues: map[string]types.AttributeValue{
			":seat": &types.AttributeValueMemberSS{Value: []string{orderID}},
		},
	})
	if err != nil {
		return fmt.Errorf("seat of order %s: %w", orderID, err)
	}
	return nil
}
