package e2e

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// The functions share the counter table, and the tracker may change one attribute of the
// config table.
func TestFunctionsReachOnlyTheirItems(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		c := &counter{shop: s}
		for _, role := range []string{baristaFunction, customerFunction, janitorFunction, liveFunction, managerFunction, trackerFunction} {
			c.checkItems(role)
		}
	})
}

// checkItems makes calls with a role's credentials, of which those for items of others
// must be denied.
func (c *counter) checkItems(role string) {
	c.t.Helper()
	tables := dynamodb.NewFromConfig(c.as("arn:aws:iam::" + emulator.Account + ":role/" + c.roleOf(role)))
	for _, call := range c.itemCalls(role, tables) {
		if got := code(call.make(c.ctx)); got != call.want {
			c.t.Errorf("%s with the role %s = %q, want %q", call.name, role, got, call.want)
		}
	}
}

func (c *counter) itemCalls(role string, tables *dynamodb.Client) []call {
	code, seats, number := schema.CodeIDPrefix+"e2e", schema.SeatsID, schema.OrderCounterID
	toCode, toSeats := unmet, denied
	if role == hoursFunction {
		toCode = denied
	}
	if (role == trackerFunction || role == janitorFunction) && c.env.ReserveSeats {
		toSeats = unmet
	}
	calls := []call{
		{"changing a QR code", c.touch(tables, code), toCode},
		{"changing the seats", c.touch(tables, seats), toSeats},
		{"changing the order counter", c.touch(tables, number), denied},
		{"changing a QR code and the order counter", c.touchBoth(tables, code, number), denied},
	}
	switch role {
	case customerFunction:
		calls = append(calls, call{"reading a QR code", c.readBatch(tables, code), ""},
			call{"reading the order counter with a QR code", c.readBatch(tables, code, number), denied})
	case liveFunction, managerFunction:
		calls = append(calls, call{"reading a QR code", c.read(tables, code), ""}, call{"reading the order counter", c.read(tables, number), denied},
			call{"replacing a QR code", c.replace(tables, code), unmet}, call{"replacing the order counter", c.replace(tables, number), denied})
	case hoursFunction:
		calls = append(calls, call{"opening the shop", c.setConfig(tables, schema.OpenAttribute), unmet},
			call{"changing the queue limit", c.setConfig(tables, schema.QueueLimitAttribute), denied},
			call{"changing the opening hours", c.setConfig(tables, schema.HoursAttribute), denied})
	case trackerFunction:
		calls = append(calls, call{"noting that the queue is full", c.setConfig(tables, schema.FullUntilAttribute), unmet},
			call{"opening the shop", c.setConfig(tables, schema.OpenAttribute), denied})
	}
	return calls
}

const never = "attribute_exists(#key) AND attribute_not_exists(#key)"

func counterKey(id string) item { return item{schema.CounterIDAttribute: text(id)} }

func (c *counter) touch(tables *dynamodb.Client, id string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := tables.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName: new(c.Outputs["CounterTable"]), Key: counterKey(id), ConditionExpression: new(never),
			ExpressionAttributeNames: map[string]string{"#key": schema.CounterIDAttribute},
		})
		return err
	}
}

func (c *counter) touchBoth(tables *dynamodb.Client, ids ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		var writes []ddb.TransactWriteItem
		for _, id := range ids {
			writes = append(writes, ddb.TransactWriteItem{Update: &ddb.Update{
				TableName: new(c.Outputs["CounterTable"]), Key: counterKey(id), ConditionExpression: new(never),
				UpdateExpression:          new("SET #note = :note"),
				ExpressionAttributeNames:  map[string]string{"#key": schema.CounterIDAttribute, "#note": "note"},
				ExpressionAttributeValues: item{":note": text("e2e")},
			}})
		}
		_, err := tables.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
		return err
	}
}

func (c *counter) replace(tables *dynamodb.Client, id string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := tables.PutItem(ctx, &dynamodb.PutItemInput{
			TableName: new(c.Outputs["CounterTable"]), Item: counterKey(id), ConditionExpression: new(never),
			ExpressionAttributeNames: map[string]string{"#key": schema.CounterIDAttribute},
		})
		return err
	}
}

func (c *counter) read(tables *dynamodb.Client, id string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := tables.GetItem(ctx, &dynamodb.GetItemInput{TableName: new(c.Outputs["CounterTable"]), Key: counterKey(id)})
		return err
	}
}

func (c *counter) readBatch(tables *dynamodb.Client, ids ...string) func(context.Context) error {
	return func(ctx context.Context) error {
		var keys []map[string]ddb.AttributeValue
		for _, id := range ids {
			keys = append(keys, counterKey(id))
		}
		_, err := tables.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{
			RequestItems: map[string]ddb.KeysAndAttributes{c.Outputs["CounterTable"]: {Keys: keys}},
		})
		return err
	}
}

func (c *counter) setConfig(tables *dynamodb.Client, attribute string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := tables.UpdateItem(ctx, &dynamodb.UpdateItemInput{
			TableName:           new(c.Outputs["ConfigTable"]),
			Key:                 item{schema.ConfigPKAttribute: text(schema.ConfigPK), schema.ConfigSKAttribute: text(schema.ShopSK)},
			UpdateExpression:    new("SET #attribute = :value"),
			ConditionExpression: new(never),
			ExpressionAttributeNames: map[string]string{
				"#attribute": attribute, "#key": schema.ConfigPKAttribute,
			},
			ExpressionAttributeValues: item{":value": text("e2e")},
		})
		return err
	}
}
