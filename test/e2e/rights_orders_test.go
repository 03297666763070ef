package e2e

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// longAgo is before everything that the janitor waits for, and within the time for which
// it looks after orders.
const longAgo = 30 * time.Minute

// putOrder stores an order that has been in a state for some time, with more attributes.
func (c *counter) putOrder(state coffee.State, age time.Duration, more item) order {
	c.t.Helper()
	o := c.newOrder()
	stored := item{
		schema.OrderIDAttribute: text(o.id), schema.StateAttribute: text(string(state)), schema.VersionAttribute: whole(1),
		schema.SinceAttribute: whole(time.Now().Add(-age).UnixMilli()), schema.ExpiresAttribute: whole(time.Now().Add(time.Hour).Unix()),
	}
	for name, value := range more {
		stored[name] = value
	}
	_, err := c.Tables.PutItem(c.ctx, &dynamodb.PutItemInput{TableName: new(c.Outputs["OrdersTable"]), Item: stored})
	c.must(err)
	return o
}

func whole(n int64) ddb.AttributeValue { return number(strconv.FormatInt(n, 10)) }

func (c *counter) checkUnclaimed() {
	o := c.putOrder(coffee.Ready, longAgo, item{schema.NumberAttribute: whole(1)})
	c.must(c.runJanitor(c.ctx, 0))
	c.must(o.becomes(coffee.Unclaimed))
	c.must(o.announces(coffee.OrderUnclaimed{}))
}

func (c *counter) checkUnstarted() {
	code := c.newCode(10)
	_, err := c.admit(code) // so that a drink can be given back
	c.must(err)
	c.must(c.awaitRemaining(9))
	o := c.putOrder(coffee.Requested, longAgo, item{schema.CodeAttribute: text(code)})
	c.must(c.runJanitor(c.ctx, 0))
	c.must(o.becomes(coffee.Cancelled))
	c.must(c.awaitRemaining(10))
}

func (c *counter) checkKeptDrink() {
	code := c.newCode(10)
	_, err := c.admit(code)
	c.must(err)
	c.putOrder(coffee.Cancelled, longAgo, item{schema.CodeAttribute: text(code), schema.ByAttribute: text(coffee.GroupBarista)})
	c.must(c.runJanitor(c.ctx, 0))
	c.must(c.awaitRemaining(10))
}

// interrupted returns an admitted order after a request of its customer that was stored,
// and did not reach the workflow for want of a right.
func (c *counter) interrupted(right string, request func(api.Ticket) error) order {
	c.t.Helper()
	ticket, err := c.admit(c.newCode(10))
	c.must(err)
	c.forbid(customerFunction, right, func() { err = request(ticket) })
	c.must(busy(err))
	return order{c.shop, ticket.OrderID}
}

func (c *counter) checkLostChoice() {
	o := c.interrupted(toSucceed, func(o api.Ticket) error { _, err := c.customer.Place(c.ctx, o, flatWhite); return err })
	c.must(c.runJanitor(c.ctx, 0))
	c.must(o.becomes(coffee.Queued))
}

func (c *counter) checkLostCancellation() {
	o := c.interrupted(toFail, func(o api.Ticket) error { _, err := c.customer.Cancel(c.ctx, o); return err })
	c.must(c.runJanitor(c.ctx, 0))
	c.must(o.ends("SUCCEEDED", "OrderCancelled"))
}

// checkLostSeat finds nothing to do in a shop that reserves no seats.
func (c *counter) checkLostSeat() {
	if !c.env.ReserveSeats {
		return
	}
	c.must(c.change(schema.SeatsID, "ADD "+schema.SeatsAttribute+" :order", item{":order": &ddb.AttributeValueMemberSS{Value: []string{"no-such-order"}}}))
	c.must(c.runJanitor(c.ctx, 0))
	c.must(c.awaitFreeSeats(c.ctx))
}

func (c *counter) checkCancelledBefore() {
	// Just now, so that the janitor leaves it to the tracker.
	o := c.putOrder(coffee.Cancelled, 0, item{schema.UnconfirmedAttribute: &ddb.AttributeValueMemberBOOL{Value: true}})
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
	c.must(c.awaitFull())
	c.must(c.awaitRemaining(9))
}

// awaitFull waits until the shop has noted that its queue is full.
func (c *counter) awaitFull() error {
	return eventually(c.ctx, func(ctx context.Context) error {
		settings, err := c.Settings(ctx)
		if err == nil && settings[schema.FullUntilAttribute] == nil {
			err = errors.New("the settings do not say that the queue is full")
		}
		return err
	})
}
