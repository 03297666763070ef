// Package ondynamodb holds the functions' stores to their contracts, on
// DynamoDB as an emulator has it.
package ondynamodb

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes/codestest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders/orderstest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings/settingstest"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	needs.Tools(m, "the stores on an emulator of DynamoDB", ".venv/bin/ministack")
}

// The tests share an emulator, in which each has tables of its own.
func TestContracts(t *testing.T) {
	client := start(t)
	t.Run("orders", func(t *testing.T) {
		tables := newTables(t, client)
		orderstest.TestStore(t, func(*testing.T) orderstest.Store { return orders.NewStore(client, tables.orders) })
	})
	t.Run("redeeming", func(t *testing.T) {
		orderstest.TestRedeeming(t, func(t *testing.T) orderstest.Shop {
			tables := newTables(t, client)
			return orderstest.Shop{
				Orders:   orders.NewStore(client, tables.orders).WithCodes(tables.counter, tables.config),
				Codes:    codes.NewStore(client, tables.counter),
				Settings: settings.NewStore(client, tables.config),
			}
		})
	})
	t.Run("codes", func(t *testing.T) {
		codestest.TestStore(t, func(t *testing.T) codestest.Store { return codes.NewStore(client, newTables(t, client).counter) })
	})
	t.Run("settings", func(t *testing.T) {
		settingstest.TestStore(t, func(t *testing.T) settingstest.Store {
			return settings.NewStore(client, newTables(t, client).config)
		})
	})
	t.Run("limits that somebody wrote into the table", func(t *testing.T) { testHandWrittenLimits(t, client) })
	t.Run("a shop that was opened in the table", func(t *testing.T) { testOpenedByHand(t, client) })
	t.Run("a forgotten code gets no drink back", func(t *testing.T) { testForgottenCode(t, client) })
}

func start(t *testing.T) *dynamodb.Client {
	t.Helper()
	e, err := emulator.StartTemporary(t.Context(), needs.Path("."))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.End(!t.Failed()); err != nil {
			t.Errorf("clearing up: %v", err)
		}
	})
	return dynamodb.NewFromConfig(e.Config())
}

type tables struct{ orders, counter, config string }

var made atomic.Int32

// newTables creates tables with the keys of the shop's.
func newTables(t *testing.T, client *dynamodb.Client) tables {
	t.Helper()
	n := made.Add(1)
	names := tables{fmt.Sprint("orders-", n), fmt.Sprint("counter-", n), fmt.Sprint("config-", n)}
	create(t, client, names.counter, schema.CounterIDAttribute)
	create(t, client, names.config, schema.ConfigPKAttribute, schema.ConfigSKAttribute)
	create(t, client, names.orders, schema.OrderIDAttribute)
	return names
}

func create(t *testing.T, client *dynamodb.Client, name string, keys ...string) {
	t.Helper()
	input := &dynamodb.CreateTableInput{TableName: &name, BillingMode: types.BillingModePayPerRequest}
	for i, key := range keys {
		input.AttributeDefinitions = append(input.AttributeDefinitions, types.AttributeDefinition{AttributeName: &key, AttributeType: types.ScalarAttributeTypeS})
		input.KeySchema = append(input.KeySchema, types.KeySchemaElement{AttributeName: &key, KeyType: []types.KeyType{types.KeyTypeHash, types.KeyTypeRange}[i]})
	}
	if strings.HasPrefix(name, "orders") {
		byState(input)
	}
	if _, err := client.CreateTable(t.Context(), input); err != nil {
		t.Fatal(err)
	}
	err := dynamodb.NewTableExistsWaiter(client).Wait(t.Context(), &dynamodb.DescribeTableInput{TableName: &name}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
}

// byState adds the index of the orders table, as constructs/store defines it.
func byState(input *dynamodb.CreateTableInput) {
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

// The time to live of a code may be over before that of its order's drink.
func testForgottenCode(t *testing.T, client *dynamodb.Client) {
	names := newTables(t, client)
	store, minted := orders.NewStore(client, names.orders).WithCodes(names.counter, names.config), codes.NewStore(client, names.counter)
	openByHand(t, client, names)
	if err := settings.NewStore(client, names.config).PutMenu(t.Context(), tea); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	code, err := minted.Current(t.Context(), now, 10, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	order, err := store.Redeem(t.Context(), orders.Redemption{Code: code.Text, OrderID: "order", SecretHash: []byte("a hash"), Salt: []byte("a salt"), At: now})
	if err != nil {
		t.Fatal(err)
	}
	period, _ := codes.Parse(code.Text)
	key := map[string]types.AttributeValue{schema.CounterIDAttribute: &types.AttributeValueMemberS{Value: fmt.Sprint(schema.CodeIDPrefix, period)}}
	if _, err := client.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &names.counter, Key: key}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := store.GiveBack(t.Context(), order, now); err != nil {
			t.Fatal(err)
		}
	}
	if got, _, err := store.Get(t.Context(), order.ID); err != nil || !got.DrinkReturned {
		t.Errorf("order = %+v, %v, want its drink returned", got, err)
	}
	out, err := client.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &names.counter, Key: key})
	if err != nil || len(out.Item) > 0 {
		t.Errorf("the code is %v, %v, want it forgotten", out.Item, err)
	}
}

// What GET /api/settings answers is what PUT takes, and what the shop obeys.
func testHandWrittenLimits(t *testing.T, client *dynamodb.Client) {
	number := func(n string) types.AttributeValue { return &types.AttributeValueMemberN{Value: n} }
	names := newTables(t, client)
	for written, want := range map[types.AttributeValue]coffee.Limits{
		number("500000"):                         {QueueLimit: 400, DrinksPerCode: 1000, CodePeriodSeconds: 86400},
		number("1e30"):                           {QueueLimit: 400, DrinksPerCode: 1000, CodePeriodSeconds: 86400},
		number("7.9"):                            {QueueLimit: 7, DrinksPerCode: 7, CodePeriodSeconds: 7},
		number("0.9"):                            {QueueLimit: 0, DrinksPerCode: 10, CodePeriodSeconds: 300},
		number("0"):                              {QueueLimit: 0, DrinksPerCode: 10, CodePeriodSeconds: 300},
		number("-3"):                             {QueueLimit: 0, DrinksPerCode: 10, CodePeriodSeconds: 300},
		&types.AttributeValueMemberS{Value: "3"}: {QueueLimit: 0, DrinksPerCode: 10, CodePeriodSeconds: 300},
		&types.AttributeValueMemberNULL{Value: true}: {QueueLimit: 0, DrinksPerCode: 10, CodePeriodSeconds: 300},
	} {
		item := map[string]types.AttributeValue{
			schema.ConfigPKAttribute: &types.AttributeValueMemberS{Value: schema.ConfigPK}, schema.ConfigSKAttribute: &types.AttributeValueMemberS{Value: schema.ShopSK},
			schema.QueueLimitAttribute: written, schema.DrinksPerCodeAttribute: written, schema.CodePeriodSecondsAttribute: written,
		}
		if _, err := client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &names.config, Item: item}); err != nil {
			t.Fatal(err)
		}
		store := settings.NewStore(client, names.config)
		shop, err := store.Shop(t.Context())
		if got := shop.Limits(); err != nil || got != want {
			t.Errorf("limits of %v = %+v, %v, want %+v", written, got, err, want)
		}
		if err := store.PutLimits(t.Context(), shop.Limits()); err != nil {
			t.Errorf("PutLimits(%+v), as they were read: %v", shop.Limits(), err)
		}
	}
}

var tea = coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}}

// openByHand opens the shop as the README does: nothing but open is set.
func openByHand(t *testing.T, client *dynamodb.Client, names tables) {
	t.Helper()
	_, err := client.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &names.config, Item: map[string]types.AttributeValue{
		schema.ConfigPKAttribute: &types.AttributeValueMemberS{Value: schema.ConfigPK}, schema.ConfigSKAttribute: &types.AttributeValueMemberS{Value: schema.ShopSK},
		schema.OpenAttribute: &types.AttributeValueMemberBOOL{Value: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

func testOpenedByHand(t *testing.T, client *dynamodb.Client) {
	names := newTables(t, client)
	store, menu := orders.NewStore(client, names.orders).WithCodes(names.counter, names.config), settings.NewStore(client, names.config)
	code, err := codes.NewStore(client, names.counter).Current(t.Context(), time.Now(), 10, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	redeem := func(want coffee.ErrorCode) {
		t.Helper()
		order, err := store.Redeem(t.Context(), orders.Redemption{Code: code.Text, OrderID: fmt.Sprint("order-", made.Add(1)),
			SecretHash: []byte("a hash"), Salt: []byte("a salt"), At: time.Now()})
		if err == nil && want != "" || err != nil && coffee.CodeOf(err) != want {
			t.Errorf("Redeem = %+v, %v, want %q", order, err, want)
		}
	}
	openByHand(t, client, names)
	redeem(coffee.NothingToHave) // there is no menu
	if err := menu.PutMenu(t.Context(), tea); err != nil {
		t.Fatal(err)
	}
	redeem("")
	openByHand(t, client, names)
	redeem("")
	if err := menu.SetAvailable(t.Context(), "tea", false); err != nil {
		t.Fatal(err)
	}
	redeem(coffee.NothingToHave)
}
