package settings

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// NoteFull says that the queue is full, until when the next order may try. What
// was noted for longer, or of a shop that was told nothing, stays as it is.
func (s *Store) NoteFull(ctx context.Context, until time.Time) error {
	err := s.update(ctx, &dynamodb.UpdateItemInput{
		Key:                 key(schema.ShopSK),
		UpdateExpression:    new("SET #full = :until"),
		ConditionExpression: new("attribute_exists(#pk) AND (attribute_not_exists(#full) OR #full < :until)"),
		ExpressionAttributeNames: map[string]string{
			"#full": schema.FullUntilAttribute, "#pk": schema.ConfigPKAttribute,
		},
		ExpressionAttributeValues: attributes{":until": millis(until)},
	})
	if known := new(types.ConditionalCheckFailedException); errors.As(err, &known) {
		return nil
	}
	return err
}

// Admits is the part of a transaction that fails unless the shop whose config
// table has that name is open, not known to be full, and, unless somebody saw the
// menu, known to have something on it. Where it fails, Refusal says why, given the
// item that comes with the failure.
func Admits(table string, at time.Time, menuSeen bool) *types.ConditionCheck {
	check := &types.ConditionCheck{
		TableName:           &table,
		Key:                 key(schema.ShopSK),
		ConditionExpression: new("#open = :yes AND (attribute_not_exists(#full) OR #full <= :at)"),
		ExpressionAttributeNames: map[string]string{
			"#open": schema.OpenAttribute, "#full": schema.FullUntilAttribute,
		},
		ExpressionAttributeValues:           attributes{":yes": yesOrNo(true), ":at": millis(at)},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
	if !menuSeen {
		*check.ConditionExpression += " AND #serving = :yes"
		check.ExpressionAttributeNames["#serving"] = schema.ServingAttribute
	}
	return check
}

// Refusal returns the error for an order that the shop with that item does not
// admit, or nil if it is for the menu to say.
func Refusal(item map[string]types.AttributeValue, at time.Time) error {
	fullUntil := time.UnixMilli(int64(integer(item[schema.FullUntilAttribute])))
	if open := flag(item[schema.OpenAttribute]); !open || fullUntil.After(at) {
		return Refuse(open, fullUntil, at)
	}
	return nil
}

// Refuse returns the error for an order that a shop does not admit: ShopIsClosed,
// or QueueIsFull, which says when to try again.
func Refuse(open bool, fullUntil, at time.Time) error {
	if !open {
		return coffee.NewError(coffee.ShopIsClosed, "The shop is closed.")
	}
	full := coffee.NewError(coffee.QueueIsFull, "The queue is full. Please try again in a moment.")
	full.RetryAfter = max(time.Second, fullUntil.Sub(at))
	return full
}

func millis(t time.Time) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(t.UnixMilli(), 10)}
}
