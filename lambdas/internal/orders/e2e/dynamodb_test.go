// Package e2e holds the real orders table to the contract that the one in
// memory passes in orderstest.
package e2e

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders/orderstest"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	needs.Tools(m, "the orders table in DynamoDB", ".venv/bin/ministack")
}

func TestDynamoDBKeepsTheContract(t *testing.T) {
	e, err := emulator.StartTemporary(t.Context(), needs.Path("."))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.End(!t.Failed()); err != nil {
			t.Errorf("clearing up: %v", err)
		}
	})
	cfg, err := e.Config(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := dynamodb.NewFromConfig(cfg)
	const table = "orders"
	createTable(t, client, table)
	orderstest.TestStore(t, func(*testing.T) orderstest.Store { return orders.NewStore(client, table) })
}

// createTable creates a table with the key of the orders table, and waits until
// it can be used.
func createTable(t *testing.T, client *dynamodb.Client, name string) {
	t.Helper()
	id := new(coffee.OrderIDAttribute)
	_, err := client.CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName:            &name,
		BillingMode:          types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{{AttributeName: id, AttributeType: types.ScalarAttributeTypeS}},
		KeySchema:            []types.KeySchemaElement{{AttributeName: id, KeyType: types.KeyTypeHash}},
	})
	if err != nil {
		t.Fatal(err)
	}
	err = dynamodb.NewTableExistsWaiter(client).Wait(t.Context(), &dynamodb.DescribeTableInput{TableName: &name}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
}
