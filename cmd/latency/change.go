package main

import (
	"context"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// change is a change of an order that clients will hear of.
type change struct {
	orderID string
	number  int
	version int64
	// ready says that the order is READY after the change, and MAKING otherwise.
	ready bool
	// at is when the change was sent to the table, a few milliseconds before it was
	// stored.
	at time.Time
}

// change makes the orders READY and MAKING in turn, at the rate. It writes to the table
// itself, so that no request to the HTTP API is in the measured time.
func (s *shop) change(ctx context.Context, clients []*listener, o options) error {
	tick := time.NewTicker(time.Duration(float64(time.Second) / o.rate))
	defer tick.Stop()
	for i := range o.changes {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		order := &s.orders[i%len(s.orders)]
		c := change{order.OrderID, order.number, order.version + 1, i/len(s.orders)%2 == 0, time.Now()}
		for _, client := range clients {
			client.expect(c)
		}
		if err := s.store(ctx, c); err != nil {
			return err
		}
		order.version = c.version
	}
	return nil
}

// store writes a change as the barista function does: the state, when it was entered, and
// the version.
func (s *shop) store(ctx context.Context, c change) error {
	state, entered := coffee.Making, schema.MakingAttribute
	if c.ready {
		state, entered = coffee.Ready, schema.ReadyAttribute
	}
	number := func(n int64) ddb.AttributeValue { return &ddb.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)} }
	_, err := s.tables.Tables.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:           new(s.site.Outputs["OrdersTable"]),
		Key:                 map[string]ddb.AttributeValue{schema.OrderIDAttribute: &ddb.AttributeValueMemberS{Value: c.orderID}},
		UpdateExpression:    new("SET #state = :state, #since = :at, #entered = :at, #version = :version"),
		ConditionExpression: new("#version = :before"),
		ExpressionAttributeNames: map[string]string{
			"#state": schema.StateAttribute, "#since": schema.SinceAttribute, "#entered": entered, "#version": schema.VersionAttribute,
		},
		ExpressionAttributeValues: map[string]ddb.AttributeValue{
			":state": &ddb.AttributeValueMemberS{Value: string(state)}, ":at": number(c.at.UnixMilli()),
			":version": number(c.version), ":before": number(c.version - 1),
		},
	})
	return err
}
