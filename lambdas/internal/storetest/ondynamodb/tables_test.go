package ondynamodb

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// serial numbers the tables and orders of the tests.
var serial atomic.Int32

// newTables creates empty tables with the same keys and index as the shop's.
func newTables(t testing.TB, cfg aws.Config) store.Tables {
	t.Helper()
	n := serial.Add(1)
	tables := store.Tables{Orders: fmt.Sprint("orders-", n), Counter: fmt.Sprint("counter-", n), Config: fmt.Sprint("config-", n), Connections: fmt.Sprint("connections-", n)}
	tables.Seats = tables.Counter
	create(t, cfg, tables.Counter, schema.CounterIDAttribute)
	create(t, cfg, tables.Config, schema.ConfigPKAttribute, schema.ConfigSKAttribute)
	create(t, cfg, tables.Connections, schema.ChannelAttribute, schema.ConnectionAttribute)
	create(t, cfg, tables.Orders, schema.OrderIDAttribute)
	return tables
}

func create(t testing.TB, cfg aws.Config, name string, keys ...string) {
	t.Helper()
	client := dynamodb.NewFromConfig(cfg)
	input := &dynamodb.CreateTableInput{TableName: &name, BillingMode: types.BillingModePayPerRequest}
	for i, key := range keys {
		input.AttributeDefinitions = append(input.AttributeDefinitions, types.AttributeDefinition{AttributeName: &key, AttributeType: types.ScalarAttributeTypeS})
		input.KeySchema = append(input.KeySchema, types.KeySchemaElement{AttributeName: &key, KeyType: []types.KeyType{types.KeyTypeHash, types.KeyTypeRange}[i]})
	}
	if strings.HasPrefix(name, "orders") {
		addOrdersByState(input)
	}
	if _, err := client.CreateTable(t.Context(), input); err != nil {
		t.Fatal(err)
	}
	err := dynamodb.NewTableExistsWaiter(client).Wait(t.Context(), &dynamodb.DescribeTableInput{TableName: &name}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
}

// addOrdersByState adds the index of the orders table, as constructs/store defines it.
func addOrdersByState(input *dynamodb.CreateTableInput) {
	input.AttributeDefinitions = append(input.AttributeDefinitions,
		types.AttributeDefinition{AttributeName: new(schema.StateAttribute), AttributeType: types.ScalarAttributeTypeS},
		types.AttributeDefinition{AttributeName: new(schema.SinceAttribute), AttributeType: types.ScalarAttributeTypeN})
	input.GlobalSecondaryIndexes = []types.GlobalSecondaryIndex{{
		IndexName: new(schema.OrdersByState),
		KeySchema: []types.KeySchemaElement{
			{AttributeName: new(schema.StateAttribute), KeyType: types.KeyTypeHash},
			{AttributeName: new(schema.SinceAttribute), KeyType: types.KeyTypeRange},
		},
		Projection: &types.Projection{ProjectionType: types.ProjectionTypeInclude, NonKeyAttributes: schema.OrderListAttributes()},
	}}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func put(t *testing.T, cfg aws.Config, table string, item map[string]types.AttributeValue) {
	t.Helper()
	if _, err := dynamodb.NewFromConfig(cfg).PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &table, Item: item}); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, cfg aws.Config, table string, key map[string]types.AttributeValue) map[string]types.AttributeValue {
	t.Helper()
	out, err := dynamodb.NewFromConfig(cfg).GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &table, Key: key, ConsistentRead: new(true)})
	if err != nil {
		t.Fatal(err)
	}
	return out.Item
}
