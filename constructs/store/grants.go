package store

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// GrantTrackOrders lets fn read and change orders one by one, and tells it where
// they are. It may neither list nor delete them.
func (s *Store) GrantTrackOrders(fn awslambda.Function) awsiam.Grant {
	return s.grantOrders(fn, "dynamodb:GetItem", "dynamodb:UpdateItem")
}

// GrantTakeOrders lets fn create orders, read and change them one by one, and
// list those in one state, and tells it where they are. It may not delete them.
func (s *Store) GrantTakeOrders(fn awslambda.Function) awsiam.Grant {
	return s.grantListOrders(fn).Combine(
		s.grantOrders(fn, "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"))
}

// GrantServeOrders lets fn read and change orders one by one, and list those in
// one state, and tells it where they are. It may neither create nor delete
// them.
func (s *Store) GrantServeOrders(fn awslambda.Function) awsiam.Grant {
	return s.grantListOrders(fn).Combine(s.GrantTrackOrders(fn))
}

// GrantGiveUpOrders lets fn list the orders in one state and change them one by one, and
// tells it where they are.
func (s *Store) GrantGiveUpOrders(fn awslambda.Function) awsiam.Grant {
	return s.grantListOrders(fn).Combine(s.grantOrders(fn, "dynamodb:UpdateItem"))
}

func (s *Store) grantOrders(fn awslambda.Function, actions ...string) awsiam.Grant {
	fn.AddEnvironment(new(envvar.OrdersTable), s.Orders.TableName(), nil)
	return grant(fn, s.Orders.TableArn(), nil, actions)
}

// grantListOrders is about the index alone, which has no task token. The CDK's
// own grants are for all indexes.
func (s *Store) grantListOrders(fn awslambda.Function) awsiam.Grant {
	index := awscdk.Fn_Join(new("/"), &[]*string{s.Orders.TableArn(), new("index"), new(schema.OrdersByState)})
	return grant(fn, index, nil, []string{"dynamodb:Query"})
}

// GrantGiveBackSeats lets fn give back reserved seats, and tells it where they
// are. The counter of the orders stays out of its reach.
func (s *Store) GrantGiveBackSeats(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.SeatsTable, "StringEquals", schema.SeatsID, "dynamodb:UpdateItem")
}

// GrantMintCodes lets fn read, make and change the QR codes, and tells it where
// they are. Like the two below, it keeps the counter of the orders and the
// reserved seats out of fn's reach.
func (s *Store) GrantMintCodes(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.CounterTable, "StringLike", schema.CodeIDPrefix+"*", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
}

// GrantRedeemCodes lets fn read the QR codes, and take drinks of them and give
// them back, and tells it where they are.
func (s *Store) GrantRedeemCodes(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.CounterTable, "StringLike", schema.CodeIDPrefix+"*", "dynamodb:BatchGetItem", "dynamodb:UpdateItem")
}

// GrantGiveBackDrinks lets fn give drinks back to their QR codes, and tells it
// where they are.
func (s *Store) GrantGiveBackDrinks(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.CounterTable, "StringLike", schema.CodeIDPrefix+"*", "dynamodb:UpdateItem")
}

// grantCounter is about the items of the counter table whose ids are as the
// operator says. The variable tells fn where they are.
func (s *Store) grantCounter(fn awslambda.Function, variable, operator, ids string, actions ...string) awsiam.Grant {
	fn.AddEnvironment(&variable, s.Counter.TableName(), nil)
	return grant(fn, s.Counter.TableArn(), &map[string]*map[string]any{
		"ForAllValues:" + operator: {"dynamodb:LeadingKeys": []string{ids}},
	}, actions)
}

// GrantReadSettings lets fn read settings and menu, and tells it where they are.
func (s *Store) GrantReadSettings(fn awslambda.Function) awsiam.Grant {
	return s.grantConfig(fn, nil, "dynamodb:GetItem")
}

// GrantAdmitOrders lets fn read settings and menu along with other items, and tells it
// where they are.
func (s *Store) GrantAdmitOrders(fn awslambda.Function) awsiam.Grant {
	return s.grantConfig(fn, nil, "dynamodb:BatchGetItem")
}

// GrantChangeSettings lets fn read and change settings and menu, and tells it
// where they are.
func (s *Store) GrantChangeSettings(fn awslambda.Function) awsiam.Grant {
	return s.grantConfig(fn, nil, "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
}

// GrantNoteFull lets fn note that the queue is full, and tells it where. It may
// change nothing else about the shop.
func (s *Store) GrantNoteFull(fn awslambda.Function) awsiam.Grant {
	return s.grantConfig(fn, &map[string]*map[string]any{"ForAllValues:StringEquals": {
		"dynamodb:Attributes": []string{schema.ConfigPKAttribute, schema.ConfigSKAttribute, schema.FullUntilAttribute},
	}}, "dynamodb:UpdateItem")
}

func (s *Store) grantConfig(fn awslambda.Function, conditions *map[string]*map[string]any, actions ...string) awsiam.Grant {
	fn.AddEnvironment(new(envvar.ConfigTable), s.Config.TableName(), nil)
	return grant(fn, s.Config.TableArn(), conditions, actions)
}

func grant(fn awslambda.Function, resource *string, conditions *map[string]*map[string]any, actions []string) awsiam.Grant {
	return awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      fn,
		Actions:      props.Pointers(actions),
		ResourceArns: &[]*string{resource},
		Conditions:   conditions,
	})
}
