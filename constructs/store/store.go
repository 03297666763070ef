// Package store defines the shop's DynamoDB tables (settings and menu, counters and QR codes,
// orders), and what each kind of function may do with their items.
package store

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Props configures a Store. The zero value is ready to use: CloudFormation names the
// tables, and deletes them with the stack.
type Props struct {
	// ConfigTableName is the physical name of the config table.
	//
	// Default: CloudFormation chooses one.
	ConfigTableName string

	// CounterTableName is the physical name of the counter table.
	//
	// Default: CloudFormation chooses one.
	CounterTableName string

	// OrdersTableName is the physical name of the orders table.
	//
	// Default: CloudFormation chooses one.
	OrdersTableName string

	// Config is a table to use instead of a new config table. Its partition key
	// is the string pk, its sort key the string sk.
	//
	// Default: a new table.
	Config awsdynamodb.ITable

	// Counter is a table to use instead of a new counter table. Its partition
	// key is the string id, its TTL attribute should be expiresAt. Shops that
	// share it share the order numbers and the QR codes; at most one of them may
	// reserve seats.
	//
	// Default: a new table.
	Counter awsdynamodb.ITable

	// Retain keeps the tables when the stack is deleted, and protects them from
	// deletion.
	//
	// Default: false, the tables are deleted with the stack.
	Retain bool

	// PointInTimeRecovery keeps 35 days of continuous backups.
	//
	// Default: false.
	PointInTimeRecovery bool
}

// Store has the shop's tables: settings and menu, counters, orders. Its Grant methods
// also set the variable with the table's name on the function. None of them allows
// deletes or scans.
type Store struct {
	constructs.Construct

	// Config has the settings and the menu, by pk and sk.
	Config awsdynamodb.ITable
	// Counter has the order counter, the reserved seats and the QR codes, by id. QR
	// codes expire by TTL.
	Counter awsdynamodb.ITable
	// Orders has the orders, by id, with an index by state and a stream of new and
	// old images. Orders expire by TTL.
	Orders awsdynamodb.TableV2
}

// New defines a Store.
func New(scope constructs.Construct, id string, p Props) *Store {
	s := new(Store)
	constructs.NewConstruct_Override(s, scope, &id)
	s.Config, s.Counter = p.Config, p.Counter
	if s.Config == nil {
		s.Config = p.table(s, "Config", awsdynamodb.TablePropsV2{
			TableName:    props.OrNil(p.ConfigTableName),
			PartitionKey: stringKey(schema.ConfigPKAttribute),
			SortKey:      stringKey(schema.ConfigSKAttribute),
		})
	}
	if s.Counter == nil {
		s.Counter = p.table(s, "Counter", awsdynamodb.TablePropsV2{
			TableName:           props.OrNil(p.CounterTableName),
			PartitionKey:        stringKey(schema.CounterIDAttribute),
			TimeToLiveAttribute: new(schema.CodeExpiresAttribute),
		})
	}
	s.Orders = p.table(s, "Orders", awsdynamodb.TablePropsV2{
		TableName:           props.OrNil(p.OrdersTableName),
		PartitionKey:        stringKey(schema.OrderIDAttribute),
		TimeToLiveAttribute: new(schema.ExpiresAttribute),
		DynamoStream:        awsdynamodb.StreamViewType_NEW_AND_OLD_IMAGES,
		GlobalSecondaryIndexes: &[]*awsdynamodb.GlobalSecondaryIndexPropsV2{{
			IndexName:    new(schema.OrdersByState),
			PartitionKey: stringKey(schema.StateAttribute),
			SortKey: &awsdynamodb.Attribute{
				Name: new(schema.SinceAttribute), Type: awsdynamodb.AttributeType_NUMBER,
			},
			// What the queue and the display show, without task tokens.
			ProjectionType:   awsdynamodb.ProjectionType_INCLUDE,
			NonKeyAttributes: props.Pointers(schema.OrderListAttributes()),
		}},
	})
	return s
}

// table defines a table with the properties that all tables share.
func (p Props) table(scope constructs.Construct, id string, t awsdynamodb.TablePropsV2) awsdynamodb.TableV2 {
	t.Billing = awsdynamodb.Billing_OnDemand(nil)
	t.Encryption = awsdynamodb.TableEncryptionV2_AwsManagedKey()
	t.PointInTimeRecoverySpecification = &awsdynamodb.PointInTimeRecoverySpecification{
		PointInTimeRecoveryEnabled: &p.PointInTimeRecovery,
	}
	t.DeletionProtection = &p.Retain
	t.RemovalPolicy = awscdk.RemovalPolicy_DESTROY
	if p.Retain {
		t.RemovalPolicy = awscdk.RemovalPolicy_RETAIN
	}
	return awsdynamodb.NewTableV2(scope, &id, &t)
}

func stringKey(name string) *awsdynamodb.Attribute {
	return &awsdynamodb.Attribute{Name: &name, Type: awsdynamodb.AttributeType_STRING}
}
