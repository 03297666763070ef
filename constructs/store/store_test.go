package store_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const table = "AWS::DynamoDB::GlobalTable"

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// synthesize returns the template of a stack with one Store.
func synthesize(p store.Props) synth.Template {
	stack := synth.Stack()
	store.New(stack, "Store", p)
	return synth.Of(stack)
}

// tables lists the three tables of a Store.
func tables(t *testing.T, p store.Props) []synth.Resource {
	t.Helper()
	all := synthesize(p).All(table)
	if len(all) != 3 {
		t.Fatalf("got %d tables, want 3", len(all))
	}
	return all
}

func TestCloudFormationNamesTheTables(t *testing.T) {
	for _, r := range tables(t, store.Props{}) {
		if name := r.Properties["TableName"]; name != nil {
			t.Errorf("the name of %s = %v, want none", r.ID, name)
		}
	}
}

func TestEveryTableIsOnDemandAndEncrypted(t *testing.T) {
	for _, r := range tables(t, store.Props{}) {
		if got := r.Properties["BillingMode"]; got != "PAY_PER_REQUEST" {
			t.Errorf("%s: got billing mode %v, want PAY_PER_REQUEST", r.ID, got)
		}
		encryption := map[string]any{"SSEEnabled": true, "SSEType": "KMS"}
		synth.Equal(t, "encryption of "+r.ID, r.Properties["SSESpecification"], encryption)
	}
}

func TestKeys(t *testing.T) {
	template := synthesize(store.Props{})
	for prefix, want := range map[string][]string{
		"StoreConfig":  {"pk S HASH", "sk S RANGE"},
		"StoreCounter": {"id S HASH"},
		"StoreOrders":  {"id S HASH"},
	} {
		r := template.One(t, table, prefix)
		synth.Equal(t, "keys of "+prefix, keys(r, r.Properties["KeySchema"]), want)
	}
}

func TestOrdersByStateHasNoTaskTokens(t *testing.T) {
	orders := synthesize(store.Props{}).One(t, table, "StoreOrders")
	indexes := orders.Properties["GlobalSecondaryIndexes"].([]any)
	if len(indexes) != 1 {
		t.Fatalf("got %d indexes, want 1", len(indexes))
	}
	if got := synth.At(indexes, 0, "IndexName"); got != schema.OrdersByState {
		t.Errorf("got index %v, want %s", got, schema.OrdersByState)
	}
	synth.Equal(t, "keys of the index", keys(orders, synth.At(indexes, 0, "KeySchema")), []string{"state S HASH", "since N RANGE"})
	synth.Equal(t, "projection of the index", synth.At(indexes, 0, "Projection"), map[string]any{
		"ProjectionType": "INCLUDE", "NonKeyAttributes": schema.OrderListAttributes(),
	})
	for _, token := range []string{schema.CustomerTokenAttribute, schema.BaristaTokenAttribute} {
		if slices.Contains(schema.OrderListAttributes(), token) {
			t.Errorf("the index has %s, want no task token", token)
		}
	}
}

func TestOrdersAndCodesExpire(t *testing.T) {
	template := synthesize(store.Props{})
	for prefix, want := range map[string]any{"StoreConfig": nil, "StoreCounter": schema.CodeExpiresAttribute, "StoreOrders": schema.ExpiresAttribute} {
		ttl := template.One(t, table, prefix).Properties["TimeToLiveSpecification"]
		if got := synth.At(ttl, "AttributeName"); got != want {
			t.Errorf("%s expires by %v, want %v", prefix, got, want)
		}
		if ttl != nil && synth.At(ttl, "Enabled") != true {
			t.Errorf("%s: got TTL disabled, want it enabled", prefix)
		}
	}
}

func TestProtection(t *testing.T) {
	for name, want := range map[string]struct {
		props              store.Props
		policy             string
		deletion, recovery bool
	}{
		"default":                {store.Props{}, "Delete", false, false},
		"retain":                 {store.Props{Retain: true}, "Retain", true, false},
		"point-in-time recovery": {store.Props{PointInTimeRecovery: true}, "Delete", false, true},
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range tables(t, want.props) {
				replica := synth.At(r.Properties, "Replicas", 0)
				if r.DeletionPolicy != want.policy || r.UpdateReplacePolicy != want.policy {
					t.Errorf("%s: got deletion policies %s and %s, want %s", r.ID, r.DeletionPolicy, r.UpdateReplacePolicy, want.policy)
				}
				if got := synth.At(replica, "DeletionProtectionEnabled"); got != want.deletion {
					t.Errorf("%s: got deletion protection %v, want %v", r.ID, got, want.deletion)
				}
				if got := synth.At(replica, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"); got != want.recovery {
					t.Errorf("%s: got point-in-time recovery %v, want %v", r.ID, got, want.recovery)
				}
			}
		})
	}
}

func TestTablesHaveTheGivenNames(t *testing.T) {
	template := synthesize(store.Props{ConfigTableName: "my-config", CounterTableName: "my-counter", OrdersTableName: "my-orders"})
	for prefix, want := range map[string]string{"StoreConfig": "my-config", "StoreCounter": "my-counter", "StoreOrders": "my-orders"} {
		if got := template.One(t, table, prefix).Properties["TableName"]; got != want {
			t.Errorf("the name of %s = %v, want %s", prefix, got, want)
		}
	}
}

func TestExistingTablesAreUsedInsteadOfNewOnes(t *testing.T) {
	stack := synth.Stack()
	config := awsdynamodb.Table_FromTableName(stack, new("Config"), new("their-config"))
	counter := awsdynamodb.Table_FromTableName(stack, new("Counter"), new("their-counter"))
	s := store.New(stack, "Store", store.Props{Config: config, Counter: counter, Retain: true})
	if got := *s.Config.TableName(); got != "their-config" {
		t.Errorf("got config table %s, want their-config", got)
	}
	if got := *s.Counter.TableName(); got != "their-counter" {
		t.Errorf("got counter table %s, want their-counter", got)
	}
	synth.Of(stack).One(t, table, "") // only the orders table is new
}

// keys lists a key schema as name, type and role.
func keys(r synth.Resource, schema any) []string {
	types := map[any]any{}
	for _, attribute := range r.Properties["AttributeDefinitions"].([]any) {
		types[synth.At(attribute, "AttributeName")] = synth.At(attribute, "AttributeType")
	}
	var list []string
	for _, key := range schema.([]any) {
		name := synth.At(key, "AttributeName")
		list = append(list, name.(string)+" "+types[name].(string)+" "+synth.At(key, "KeyType").(string))
	}
	return list
}
