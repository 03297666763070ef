// Package orders keeps the orders table.
package orders

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
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
}

// NewStore returns a Store of the table of that name.
func NewStore(client *dynamodb.Client, table string) *Store { return &Store{client, table} }

// Apply brings one change to its order, which is created if it is new. However
// often and in whatever order the changes of an order are applied, the order
// ends up the same.
func (s *Store) Apply(ctx context.Context, c coffee.Change) (Outcome, error) {
	moved, err := s.update(ctx, move(c))
	if err != nil || moved {
		return Moved, err
	}
	// A terminal change says nothing of an order that ended in another way.
	if c.To.Terminal() {
		return Known, nil
	}
	noted, err := s.update(ctx, note(c))
	if err != nil || noted {
		return Noted, err
	}
	return Known, nil
}

// update reports whether the condition held.
func (s *Store) update(ctx context.Context, u *update) (bool, error) {
	_, err := s.client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                 &s.table,
		Key:                       map[string]types.AttributeValue{coffee.OrderIDAttribute: str(u.orderID)},
		UpdateExpression:          new(u.expression()),
		ConditionExpression:       &u.condition,
		ExpressionAttributeNames:  u.names,
		ExpressionAttributeValues: u.values,
	})
	if failed := new(types.ConditionalCheckFailedException); errors.As(err, &failed) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("order %s: %w", u.orderID, err)
	}
	return true, nil
}

// update is an UpdateItem in the making.
type update struct {
	orderID   string
	sets      []string
	removes   []string
	condition string
	names     map[string]string
	values    map[string]types.AttributeValue
}

// move takes the order to c.To if it is not there or further yet. The same
// state reported with a later time replaces the earlier report: the workflow
// tried again, and only its last task token is good.
func move(c coffee.Change) *update {
	u := note(c)
	u.set(coffee.StateAttribute, str(string(c.To)))
	u.set(coffee.SinceAttribute, millis(c.At))
	u.set(coffee.ExpiresAttribute, number(c.At.Add(coffee.OrderRetention).Unix()))
	u.setOrRemove(coffee.CustomerTokenAttribute, c.CustomerToken)
	u.setOrRemove(coffee.BaristaTokenAttribute, c.BaristaToken)
	if c.To.Terminal() {
		u.set(coffee.ReasonAttribute, str(c.Reason))
		u.set(coffee.ErrorAttribute, str(c.Error))
		u.set(coffee.CauseAttribute, str(c.Cause))
	}
	u.condition = fmt.Sprintf("attribute_not_exists(#%[1]s) OR (#%[1]s = :%[1]s AND #%[2]s < :%[2]s)",
		coffee.StateAttribute, coffee.SinceAttribute)
	if behind := c.To.Behind(); len(behind) > 0 {
		states := make([]string, len(behind))
		for i, state := range behind {
			states[i] = ":" + string(state)
			u.values[states[i]] = str(string(state))
		}
		u.condition += fmt.Sprintf(" OR #%s IN (%s)", coffee.StateAttribute, strings.Join(states, ", "))
	}
	return u
}

// note adds what the change knows, unless a later report of it did so already.
func note(c coffee.Change) *update {
	u := &update{orderID: c.OrderID, names: map[string]string{}, values: map[string]types.AttributeValue{}}
	entered := enteredAttribute(c.To)
	u.set(entered, millis(c.At))
	if c.Number != 0 {
		u.set(coffee.NumberAttribute, number(int64(c.Number)))
	}
	if c.Order != nil {
		u.set(coffee.DrinkAttribute, str(string(c.Order)))
	}
	u.condition = fmt.Sprintf("attribute_not_exists(#%[1]s) OR #%[1]s < :%[1]s", entered)
	return u
}

// enteredAttribute is where the table keeps when an order entered a state.
func enteredAttribute(state coffee.State) string {
	switch state {
	case coffee.Started:
		return coffee.StartedAttribute
	case coffee.Queued:
		return coffee.QueuedAttribute
	case coffee.Ready:
		return coffee.ReadyAttribute
	default:
		return coffee.EndedAttribute
	}
}

func (u *update) set(attribute string, value types.AttributeValue) {
	u.names["#"+attribute], u.values[":"+attribute] = attribute, value
	u.sets = append(u.sets, fmt.Sprintf("#%[1]s = :%[1]s", attribute))
}

func (u *update) setOrRemove(attribute, value string) {
	if value != "" {
		u.set(attribute, str(value))
		return
	}
	u.names["#"+attribute] = attribute
	u.removes = append(u.removes, "#"+attribute)
}

func (u *update) expression() string {
	expression := "SET " + strings.Join(u.sets, ", ")
	if len(u.removes) > 0 {
		expression += " REMOVE " + strings.Join(u.removes, ", ")
	}
	return expression
}

func str(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func millis(t time.Time) types.AttributeValue { return number(t.UnixMilli()) }
