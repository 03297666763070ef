package orders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/conflict"
)

// GiveBack returns the drink of an order to its code, once however often it is
// called, and however old the record is. An order that took none is left as it
// is; a code that is forgotten by now gets nothing.
func (s *Store) GiveBack(ctx context.Context, order Record, at time.Time) error {
	if order.Code == "" || order.DrinkReturned {
		return nil
	}
	drink, err := s.codes.Return(order.Code)
	if err != nil {
		return fmt.Errorf("drink of order %s: %w", order.ID, err)
	}
	u := newUpdate(order.ID)
	u.set(schema.DrinkReturnedAttribute, millis(at))
	u.condition = all(u.exists(schema.CodeAttribute), u.missing(schema.DrinkReturnedAttribute))
	return s.giveBack(ctx, u, drink)
}

func (s *Store) giveBack(ctx context.Context, u *update, drink *types.Update) error {
	const theCode = 1
	err := conflict.Persist(ctx, func() error {
		_, err := s.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{
			TransactItems: []types.TransactWriteItem{theOrder: {Update: u.inTransaction(s.table)}, theCode: {Update: drink}},
		})
		return err
	})
	if cancelled := new(types.TransactionCanceledException); errors.As(err, &cancelled) {
		switch reasons := cancelled.CancellationReasons; {
		case conflict.Failed(reasons, theOrder, conflict.Condition):
			return nil // somebody was quicker
		case conflict.Failed(reasons, theCode, conflict.Condition):
			_, _, err = s.update(ctx, u)
			return err
		}
	}
	if err != nil {
		return fmt.Errorf("drink of order %s: %w", u.orderID, err)
	}
	return nil
}

func (u *update) inTransaction(table string) *types.Update {
	return &types.Update{
		TableName:                 &table,
		Key:                       key(u.orderID),
		UpdateExpression:          new(u.expression()),
		ConditionExpression:       &u.condition,
		ExpressionAttributeNames:  u.names,
		ExpressionAttributeValues: u.values,
	}
}
