package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// aroundNow returns hours that opened the shop a minute or two ago, for ten minutes.
func aroundNow() coffee.Hours {
	from := time.Now().UTC().Add(-time.Minute)
	day := []coffee.Interval{{From: from.Format("15:04"), To: from.Add(10 * time.Minute).Format("15:04")}}
	return coffee.Hours{Week: coffee.Week{Monday: day, Tuesday: day, Wednesday: day, Thursday: day, Friday: day, Saturday: day, Sunday: day}}
}

// checkHours closes the shop, moves that back by an hour, and lets the opening hours open it.
func (c *counter) checkHours() {
	before, _ := c.tap.Of("")
	c.must(c.manager.SetOpen(c.ctx, false))
	defer func() { c.must(c.manager.SetHours(context.WithoutCancel(c.ctx), coffee.Hours{})) }()
	c.must(c.closedSince(time.Now().Add(-time.Hour)))
	c.must(c.manager.SetHours(c.ctx, aroundNow()))
	if hours, err := c.manager.Hours(c.ctx); err != nil || len(hours.Week.Monday) != 1 {
		c.t.Fatalf("the opening hours are %+v, %v, want one interval a day", hours, err)
	}
	c.must(c.runHours())
	_, err := c.tap.AwaitOf(c.ctx, "", func(heard []deployed.Heard) bool {
		new := names(heard[len(before):])
		return slices.Contains(new, coffee.HoursChanged{}.DetailType()) &&
			len(slices.DeleteFunc(new, func(name string) bool { return name != coffee.ShopStatusChanged{}.DetailType() })) >= 2
	})
	c.must(err)
	shop, err := c.customer.Shop(c.ctx)
	c.must(err)
	if !shop.Open || shop.ClosesAt == nil || shop.OpensAt != nil {
		c.t.Errorf("the shop is %+v, want it open until a time", shop)
	}
}

// closedSince changes when the shop was closed.
func (c *counter) closedSince(at time.Time) error {
	_, err := c.Tables.UpdateItem(c.ctx, &dynamodb.UpdateItemInput{
		TableName:                 new(c.Outputs["ConfigTable"]),
		Key:                       item{schema.ConfigPKAttribute: text(schema.ConfigPK), schema.ConfigSKAttribute: text(schema.ShopSK)},
		UpdateExpression:          new("SET " + schema.SwitchedAtAttribute + " = :at"),
		ExpressionAttributeValues: item{":at": number(fmt.Sprint(at.UnixMilli()))},
	})
	return err
}

// runHours invokes the function that the schedule invokes.
func (c *counter) runHours() error {
	function := c.resource("AWS::Lambda::Function", hoursFunction)
	out, err := lambda.NewFromConfig(c.at.Config()).Invoke(c.ctx, &lambda.InvokeInput{FunctionName: &function, Payload: []byte("{}")})
	if err != nil || out.FunctionError != nil {
		return fmt.Errorf("the function answered %s: %w", out.Payload, err)
	}
	return nil
}

// EventBridge Scheduler invokes the function each minute, also in the emulator. The test
// does so itself rather than wait for it.
func TestTheShopFollowsItsOpeningHours(t *testing.T) {
	c := staffedShop(t, listing)
	c.checkHours()
	c.checkItems(hoursFunction)
}
