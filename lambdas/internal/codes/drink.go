package codes

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Take is the part of a transaction that takes one drink of a code. Where it
// fails, Refusal says why, given the item that comes with the failure. The
// error has the code CodeMalformed.
func (s *Store) Take(text string, at time.Time) (*types.Update, error) {
	period, err := Parse(text)
	if err != nil {
		return nil, err
	}
	return &types.Update{
		TableName:           &s.table,
		Key:                 key(period),
		UpdateExpression:    new("SET #taken = #taken + :one"),
		ConditionExpression: new("#code = :code AND #taken < #drinks AND #validUntil > :at"),
		ExpressionAttributeNames: map[string]string{
			"#code": schema.CodeTextAttribute, "#taken": schema.CodeTakenAttribute,
			"#drinks": schema.CodeDrinksAttribute, "#validUntil": schema.CodeValidUntilAttribute,
		},
		ExpressionAttributeValues:           item{":code": str(text), ":one": number(1), ":at": number(at.UnixMilli())},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}, nil
}

// Return is the part of a transaction that gives one drink back to a code. It
// fails where the table has forgotten the code.
func (s *Store) Return(text string) (*types.Update, error) {
	period, err := Parse(text)
	if err != nil {
		return nil, err
	}
	return &types.Update{
		TableName:           &s.table,
		Key:                 key(period),
		UpdateExpression:    new("SET #taken = #taken - :one"),
		ConditionExpression: new("#code = :code AND #taken > :none"),
		ExpressionAttributeNames: map[string]string{
			"#code": schema.CodeTextAttribute, "#taken": schema.CodeTakenAttribute,
		},
		ExpressionAttributeValues: item{":code": str(text), ":one": number(1), ":none": number(0)},
	}, nil
}

// Refusal returns the error for a code that could not be redeemed, given the
// item that the table has under its key.
func Refusal(text string, kept map[string]types.AttributeValue, at time.Time) error {
	i := item(kept)
	return Refuse(text, i.text(), i.remaining(), i.validUntil(), at)
}

// Redeemable returns nil for a code that could be redeemed at that time, or
// the error that says why not.
func (s *Store) Redeemable(ctx context.Context, text string, at time.Time) error {
	period, err := Parse(text)
	if err != nil {
		return err
	}
	found, err := s.get(ctx, period)
	if err != nil {
		return err
	}
	return Refusal(text, found, at)
}
