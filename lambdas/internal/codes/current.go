package codes

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

// Current returns the code that is shown now. The first to ask after the last one
// ended makes the next, which is shown for that period, in whole seconds;
// everybody gets the same. It is good for that many drinks in all, of which some
// may be taken.
func (s *Store) Current(ctx context.Context, now time.Time, drinks int, period time.Duration) (QRCode, error) {
	if drinks < 1 || period < time.Second {
		return QRCode{}, fmt.Errorf("code for %d drinks in %v: want at least one drink and a second", drinks, period)
	}
	shown, err := s.shown(ctx)
	if err != nil {
		return QRCode{}, err
	}
	if _, current := periodOf(shown, now); !current {
		if shown, err = s.follow(ctx, shown, now, period); err != nil {
			return QRCode{}, err
		}
	}
	p, current := periodOf(shown, now)
	if !current { // since now is long ago, or somebody wrote into the table
		return QRCode{}, fmt.Errorf("the code of period %v is not current at %v", p, now)
	}
	found, err := s.get(ctx, p)
	if err == nil && len(found) == 0 {
		found, err = s.put(ctx, newItem(p, shown, drinks), "attribute_not_exists(#id)", nil)
	}
	if err == nil && found.integer(schema.CodeDrinksAttribute) != int64(drinks) {
		found, err = s.limit(ctx, p, found.integer(schema.CodeDrinksAttribute), drinks)
	}
	return code(found), err
}

// Limit makes the code that is shown now, if there is one, good for that many
// drinks in all. What was taken stays taken.
func (s *Store) Limit(ctx context.Context, now time.Time, drinks int) error {
	shown, err := s.shown(ctx)
	if err != nil {
		return err
	}
	p, current := periodOf(shown, now)
	if !current {
		return nil
	}
	found, err := s.get(ctx, p)
	if err == nil && len(found) > 0 {
		_, err = s.limit(ctx, p, found.integer(schema.CodeDrinksAttribute), drinks)
	}
	return err
}

// periodOf is the period of a code, and whether now is before its end.
func periodOf(text string, now time.Time) (Period, bool) {
	p, err := Parse(text)
	return p, err == nil && now.Before(p.End())
}

// shown is the text of the code that was made last, empty for none.
func (s *Store) shown(ctx context.Context) (string, error) {
	out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &s.table, Key: currentKey(), ConsistentRead: new(true)})
	if err != nil {
		return "", fmt.Errorf("current code: %w", err)
	}
	return item(out.Item).text(), nil
}

// follow makes the code that comes after the last, and is there from then on. It
// returns that of somebody else who was quicker.
func (s *Store) follow(ctx context.Context, last string, now time.Time, period time.Duration) (string, error) {
	next := Next(last, now, period)
	made := currentKey()
	made[schema.CodeTextAttribute] = str(next.NewText())
	shown, err := s.put(ctx, made, "attribute_not_exists(#id) OR #code = :last", item{":last": str(last)})
	return shown.text(), err
}

// Next is the period after that of the last code: it begins where that ended, so
// that no time has two.
func Next(last string, now time.Time, length time.Duration) Period {
	from := time.Unix(0, 0)
	if p, err := Parse(last); err == nil && p.End().Before(now.Add(time.Second)) {
		from = p.End()
	}
	return periodSince(from, now, length)
}

// put creates an item on a condition. Where that does not hold, it returns the
// item that is there.
func (s *Store) put(ctx context.Context, made item, condition string, values item) (item, error) {
	names := map[string]string{"#id": schema.CounterIDAttribute}
	if values != nil {
		names["#code"] = schema.CodeTextAttribute
	}
	err := conflict.Persist(ctx, func() error {
		_, err := s.client.PutItem(ctx, &dynamodb.PutItemInput{
			TableName: &s.table, Item: made, ConditionExpression: &condition,
			ExpressionAttributeNames: names, ExpressionAttributeValues: values,
			ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
		})
		return err
	})
	if other := new(types.ConditionalCheckFailedException); errors.As(err, &other) {
		return other.Item, nil
	}
	if err != nil {
		return nil, fmt.Errorf("new code: %w", err)
	}
	return made, nil
}

// limit changes how many drinks a code is good for, unless somebody else does.
func (s *Store) limit(ctx context.Context, period Period, from int64, to int) (changed item, err error) {
	err = conflict.Persist(ctx, func() error {
		out, err := s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName: &s.table, Key: key(period), UpdateExpression: new("SET #drinks = :to"), ConditionExpression: new("#drinks = :from"),
			ExpressionAttributeNames:            map[string]string{"#drinks": schema.CodeDrinksAttribute},
			ExpressionAttributeValues:           item{":from": number(from), ":to": number(int64(to))},
			ReturnValues:                        types.ReturnValueAllNew,
			ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
		})
		if err == nil {
			changed = out.Attributes
		}
		return err
	})
	if other := new(types.ConditionalCheckFailedException); errors.As(err, &other) {
		return other.Item, nil
	}
	if err != nil {
		return nil, fmt.Errorf("code of period %v: %w", period, err)
	}
	return changed, nil
}
