package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// runJanitor invokes the janitor, which runs every minute, with this grace in place of its
// own.
func (c *counter) runJanitor(ctx context.Context, graceSeconds int) error {
	c.t.Helper()
	janitor := c.resource("AWS::Lambda::Function", janitorFunction)
	out, err := lambda.NewFromConfig(c.at.Config()).Invoke(ctx, &lambda.InvokeInput{
		FunctionName: &janitor, Payload: fmt.Appendf(nil, `{"detail":{"graceSeconds":%d}}`, graceSeconds),
	})
	if err != nil || out.FunctionError != nil {
		return fmt.Errorf("the janitor answered %s: %w", out.Payload, err)
	}
	return nil
}

// change changes an item of the counter table by hand.
func (c *counter) change(id, expression string, values item) error {
	_, err := c.Tables.UpdateItem(c.ctx, &dynamodb.UpdateItemInput{
		TableName: new(c.Outputs["CounterTable"]), Key: item{schema.CounterIDAttribute: text(id)},
		UpdateExpression: &expression, ExpressionAttributeValues: values,
	})
	return err
}

// codeItem returns the id of a QR code's item.
func codeItem(code string) string { return schema.CodeIDPrefix + code[:strings.LastIndex(code, "-")] }

// loseEnd takes the order back to a state before its end, as if the event that ended it had
// been lost.
func (o order) loseEnd(state coffee.State) error {
	expression := fmt.Sprintf("SET #s = :s REMOVE %s, %s, %s, #e, %s",
		schema.EndedAttribute, schema.ReadyAttribute, schema.ReasonAttribute, schema.CauseAttribute)
	_, err := o.Tables.UpdateItem(o.ctx, &dynamodb.UpdateItemInput{
		TableName: new(o.Outputs["OrdersTable"]), Key: item{schema.OrderIDAttribute: text(o.id)},
		UpdateExpression: &expression, ExpressionAttributeNames: map[string]string{"#s": schema.StateAttribute, "#e": schema.ErrorAttribute},
		ExpressionAttributeValues: item{":s": text(string(state))},
	})
	return err
}

// Each way through the workflow is played, then the order's end is lost, and the janitor
// finds out from the execution how it ended.
func TestTheJanitorFinishesAnOrderWhoseEndWasLost(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		first := s.startOrder() // fills the queue where the limit is 1
		s.must(first.emits("OrderStarted"))
		var lost []order
		var ways []path
		for _, p := range paths {
			s.must(s.Configure(s.ctx, p.settings))
			o := s.newOrder()
			s.must(o.start())
			if p.play != nil {
				s.must(p.play(o))
			}
			s.must(p.check(o))
			state := coffee.Queued
			if p.record["state"] == string(coffee.Rejected) {
				state = coffee.Requested
			}
			s.must(o.loseEnd(state))
			lost, ways = append(lost, o), append(ways, p)
		}
		s.must((&counter{shop: s}).runJanitor(s.ctx, 0))
		for i, o := range lost {
			if err := o.checkRecord(ways[i].record); err != nil {
				t.Errorf("%s: %v", ways[i].name, err)
			}
			if err := ways[i].check(o); err != nil { // no event came twice
				t.Errorf("%s: %v", ways[i].name, err)
			}
		}
		if got, err := s.Order(s.ctx, first.id); err != nil || got.State() != coffee.Started {
			t.Errorf("the order that waits for its customer is %v, %v, want it left alone", got, err)
		}
	})
}

// The requests fail after they were stored, and nobody repeats them.
func TestTheJanitorRepeatsCallbacks(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	for _, i := range c.interruptions() {
		t.Run(i.name, func(t *testing.T) {
			ticket, err := i.from(code)
			c.must(err)
			c.forbid(i.function, i.right, func() { err = busy(i.request(ticket)) })
			c.must(err)
			c.must(c.runJanitor(c.ctx, 0))
			if i.stored == coffee.Placed {
				c.must(order{c.shop, ticket.OrderID}.becomes(coffee.Queued))
				_, err := c.barista.Complete(c.ctx, ticket.OrderID)
				c.must(err)
				c.must(c.over(ticket, coffee.Ready))
				return
			}
			c.must(c.over(ticket, i.stored))
		})
	}
}

func TestTheJanitorGivesBackSeatsAndDrinks(t *testing.T) {
	c := staffedShop(t, seating)
	code := c.newCode(10)
	ticket, err := c.enqueue(code)
	c.must(err)
	waiting, err := c.admit(code)
	c.must(err)
	_, err = c.barista.TurnDown(c.ctx, ticket.OrderID, "no milk")
	c.must(err)
	c.must(c.over(ticket, coffee.Cancelled))
	c.must(c.awaitRemaining(9))

	// As if the drink and the seat had not come back.
	_, err = c.Tables.UpdateItem(c.ctx, &dynamodb.UpdateItemInput{
		TableName: new(c.Outputs["OrdersTable"]), Key: item{schema.OrderIDAttribute: text(ticket.OrderID)},
		UpdateExpression: new("REMOVE " + schema.DrinkReturnedAttribute),
	})
	c.must(err)
	c.must(c.change(codeItem(code), "SET taken = taken + :by", item{":by": number("1")}))
	c.must(c.change(schema.SeatsID, "ADD seats :id", item{":id": &ddb.AttributeValueMemberSS{Value: []string{ticket.OrderID}}}))
	c.must(c.awaitRemaining(8))

	c.must(c.runJanitor(c.ctx, 0))
	c.must(c.awaitRemaining(9))
	if seats, err := c.seats(c.ctx); err != nil || !slices.Equal(seats, []string{waiting.OrderID}) {
		t.Errorf("seats = %v, %v, want that of the running order", seats, err)
	}
	c.must(c.runJanitor(c.ctx, 0)) // changes nothing more
	c.must(c.awaitRemaining(9))
}
