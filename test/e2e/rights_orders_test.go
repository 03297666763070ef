package e2e

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// longAgo is before everything that the janitor waits for.
const longAgo = time.Hour

// putOrder stores an order that has been in a state since longAgo, with more attributes.
func (c *counter) putOrder(state coffee.State, more item) order {
	c.t.Helper()
	o := c.newOrder()
	stored := item{
		schema.OrderIDAttribute: text(o.id), schema.StateAttribute: text(string(state)), schema.VersionAttribute: whole(1),
		schema.SinceAttribute: whole(time.Now().Add(-longAgo).UnixMilli()), schema.ExpiresAttribute: whole(time.Now().Add(longAgo).Unix()),
	}
	for name, value := range more {
		stored[name] = value
	}
	_, err := c.Tables.PutItem(c.ctx, &dynamodb.PutItemInput{TableName: new(c.Outputs["OrdersTable"]), Item: stored})
	c.must(err)
	return o
}

func whole(n int64) ddb.AttributeValue { return number(strconv.FormatInt(n, 10)) }

// clean runs the janitor once.
func (c *counter) clean() {
	c.t.Helper()
	cfg := c.at.Config()
	out, err := lambda.NewFromConfig(cfg).Invoke(c.ctx, &lambda.InvokeInput{
		FunctionName: new(c.resource("AWS::Lambda::Function", janitorFunction)), Payload: []byte(`{"detail-type":"Scheduled Event","detail":{}}`),
	})
	c.must(err)
	if out.FunctionError != nil {
		c.t.Fatalf("the janitor answered %s", out.Payload)
	}
}

func (c *counter) checkUnclaimed() {
	o := c.putOrder(coffee.Ready, item{schema.NumberAttribute: whole(1)})
	c.clean()
	c.must(o.becomes(coffee.Unclaimed))
	c.must(o.announces(coffee.OrderUnclaimed{}))
}

func (c *counter) checkUnstarted() {
	code := c.newCode(10)
	_, err := c.admit(code) // so that a drink can be given back
	c.must(err)
	c.must(c.awaitRemaining(9))
	o := c.putOrder(coffee.Requested, item{schema.CodeAttribute: text(code)})
	c.clean()
	c.must(o.becomes(coffee.Cancelled))
	c.must(c.awaitRemaining(10))
}

func (c *counter) checkCancelledBefore() {
	o := c.putOrder(coffee.Cancelled, item{schema.UnconfirmedAttribute: &ddb.AttributeValueMemberBOOL{Value: true}})
	c.must(o.start())
	c.must(o.ends("SUCCEEDED", "OrderCancelled"))
}

func (c *counter) checkStopped() {
	ticket, err := c.admit(c.newCode(10))
	c.must(err)
	c.must(c.stopAll(c.ctx))
	o := order{c.shop, ticket.OrderID}
	c.must(o.announces(coffee.OrderFailed{}))
	c.must(o.becomes(coffee.Failed))
	c.must(c.awaitRemaining(10))
	c.must(c.awaitFreeSeats(c.ctx))
}

func (c *counter) checkFull() {
	code := c.newCode(10)
	c.limitQueue(1)
	_, err := c.admit(code)
	c.must(err)
	rejected, err := c.scan(code, "")
	c.must(err)
	c.must(order{c.shop, rejected.OrderID}.becomes(coffee.Rejected))
	c.must(eventually(c.ctx, func(ctx context.Context) error {
		settings, err := c.Settings(ctx)
		if err == nil && settings[schema.FullUntilAttribute] == nil {
			err = errors.New("the settings do not say that the queue is full")
		}
		return err
	}))
	c.must(c.awaitRemaining(9))
}
