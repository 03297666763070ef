package orders

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Record is an order as the table has it. Times are in UTC, to the
// millisecond, and zero where the table has none. Two records of the same
// content are equal.
type Record struct {
	ID    string
	State coffee.State
	// Since is when the order entered its state.
	Since                                 time.Time
	StartedAt, QueuedAt, ReadyAt, EndedAt time.Time
	// Expires is when the table forgets the order, to the second.
	Expires time.Time

	Number int
	// Order is what the customer ordered, as JSON.
	Order string
	// Reason names the event that ended the order early; Error and Cause are
	// what that event said.
	Reason, Error, Cause string

	// CustomerToken and BaristaToken are credentials: never log them.
	CustomerToken, BaristaToken string
}

// Get reads an order, as it is after every change that was applied before. It
// reports whether there is one of that id.
func (s *Store) Get(ctx context.Context, orderID string) (Record, bool, error) {
	out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName:      &s.table,
		Key:            map[string]types.AttributeValue{coffee.OrderIDAttribute: str(orderID)},
		ConsistentRead: new(true),
	})
	if err != nil {
		return Record{}, false, fmt.Errorf("order %s: %w", orderID, err)
	}
	return record(out.Item), len(out.Item) > 0, nil
}

type item map[string]types.AttributeValue

func record(i item) Record {
	return Record{
		ID:            i.text(coffee.OrderIDAttribute),
		State:         coffee.State(i.text(coffee.StateAttribute)),
		Since:         i.moment(coffee.SinceAttribute, time.UnixMilli),
		StartedAt:     i.moment(coffee.StartedAttribute, time.UnixMilli),
		QueuedAt:      i.moment(coffee.QueuedAttribute, time.UnixMilli),
		ReadyAt:       i.moment(coffee.ReadyAttribute, time.UnixMilli),
		EndedAt:       i.moment(coffee.EndedAttribute, time.UnixMilli),
		Expires:       i.moment(coffee.ExpiresAttribute, seconds),
		Number:        int(i.integer(coffee.NumberAttribute)),
		Order:         i.text(coffee.DrinkAttribute),
		Reason:        i.text(coffee.ReasonAttribute),
		Error:         i.text(coffee.ErrorAttribute),
		Cause:         i.text(coffee.CauseAttribute),
		CustomerToken: i.text(coffee.CustomerTokenAttribute),
		BaristaToken:  i.text(coffee.BaristaTokenAttribute),
	}
}

// text returns a string attribute, or "" where there is none.
func (i item) text(attribute string) string {
	if s, ok := i[attribute].(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

// integer returns a number attribute, or 0 where there is none. All that this
// package writes are integers.
func (i item) integer(attribute string) int64 {
	if n, ok := i[attribute].(*types.AttributeValueMemberN); ok {
		value, _ := strconv.ParseInt(n.Value, 10, 64)
		return value
	}
	return 0
}

// moment returns a time that is kept as a number since the epoch.
func (i item) moment(attribute string, unit func(int64) time.Time) time.Time {
	if n := i.integer(attribute); n != 0 {
		return unit(n).UTC()
	}
	return time.Time{}
}

func seconds(n int64) time.Time { return time.Unix(n, 0) }
