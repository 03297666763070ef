// Package orders keeps the orders table.
package orders

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/conflict"
)

// Outcome is what a change did to an order.
type Outcome string

const (
	// Moved says that the order changed its state.
	Moved Outcome = "moved"
	// Noted says that the order was further already, and that only what the
	// late event knows was added to it.
	Noted Outcome = "noted"
	// Known says that the order knew all of it.
	Known Outcome = "known"
)

// Store is the orders table in DynamoDB.
type Store struct {
	client *dynamodb.Client
	table  string

	codes  *codes.Store
	config string
}

// NewStore returns a Store of the table of that name.
func NewStore(client *dynamodb.Client, table string) *Store {
	return &Store{client: client, table: table}
}

// WithCodes lets a Store redeem codes: those in the counter table of that name,
// while the shop item of the config table of that name says that it is open.
// That table has the menu, too.
func (s *Store) WithCodes(counter, config string) *Store {
	s.codes, s.config = codes.NewStore(s.client, counter), config
	return s
}

// Apply brings one change to its order, which is created if it is new. However
// often and in whatever order the changes of an order are applied, the order
// ends up the same; of the times that two reports of one event have, it keeps the
// one that came first. It returns the order as it is afterwards.
func (s *Store) Apply(ctx context.Context, c coffee.Change) (Record, Outcome, error) {
	var order Record
	for _, attempt := range attempts(c) {
		var held bool
		var err error
		order, held, err = s.update(ctx, attempt.update)
		if err != nil || held {
			return order, attempt.outcome, err
		}
	}
	return order, Known, nil
}

// update makes an UpdateItem. It returns the order as it is now if the
// condition held, else as it was, which is empty if there is none.
func (s *Store) update(ctx context.Context, u *update) (Record, bool, error) {
	var (
		out    *dynamodb.UpdateItemOutput
		failed *types.ConditionalCheckFailedException
	)
	err := conflict.Persist(ctx, func() (err error) {
		out, err = s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName:                           &s.table,
			Key:                                 key(u.orderID),
			UpdateExpression:                    new(u.expression()),
			ConditionExpression:                 &u.condition,
			ExpressionAttributeNames:            u.names,
			ExpressionAttributeValues:           u.values,
			ReturnValues:                        types.ReturnValueAllNew,
			ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
		})
		return err
	})
	if errors.As(err, &failed) {
		return record(failed.Item), false, nil
	}
	if err != nil {
		return Record{}, false, fmt.Errorf("order %s: %w", u.orderID, err)
	}
	return record(out.Attributes), true, nil
}

func key(orderID string) item { return item{schema.OrderIDAttribute: str(orderID)} }
