package store

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// GrantTrackOrders lets fn update orders by ID, which also returns them.
func (s *Store) GrantTrackOrders(fn awslambda.Function) awsiam.Grant {
	return s.grantOrders(fn, "dynamodb:UpdateItem")
}

// GrantTakeOrders lets fn create, read and update orders by ID, and list the orders in
// a state.
func (s *Store) GrantTakeOrders(fn awslambda.Function) awsiam.Grant {
	return s.GrantListOrders(fn).Combine(
		s.grantOrders(fn, "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"))
}

// GrantServeOrders lets fn read and update orders by ID, and list the orders in a
// state.
func (s *Store) GrantServeOrders(fn awslambda.Function) awsiam.Grant {
	return s.GrantListOrders(fn).Combine(s.grantOrders(fn, "dynamodb:GetItem", "dynamodb:UpdateItem"))
}

// GrantFinishOrders lets fn list the orders in a state, and read and update orders by ID,
// many at once if need be.
func (s *Store) GrantFinishOrders(fn awslambda.Function) awsiam.Grant {
	return s.GrantListOrders(fn).Combine(
		s.grantOrders(fn, "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:UpdateItem"))
}

// GrantFollowOrders lets fn read orders by ID, and list the orders in a state. It does
// not cover the stream.
func (s *Store) GrantFollowOrders(fn awslambda.Function) awsiam.Grant {
	return s.GrantListOrders(fn).Combine(s.grantOrders(fn, "dynamodb:GetItem"))
}

func (s *Store) grantOrders(fn awslambda.Function, actions ...string) awsiam.Grant {
	fn.AddEnvironment(new(envvar.OrdersTable), s.Orders.TableName(), nil)
	return grant(fn, s.Orders.TableArn(), nil, actions)
}

// GrantListOrders lets fn list the orders in a state by querying the index, which has no
// task tokens. (The CDK's own grants cover the table and all indexes.)
func (s *Store) GrantListOrders(fn awslambda.Function) awsiam.Grant {
	fn.AddEnvironment(new(envvar.OrdersTable), s.Orders.TableName(), nil)
	index := awscdk.Fn_Join(new("/"), &[]*string{s.Orders.TableArn(), new("index"), new(schema.OrdersByState)})
	return grant(fn, index, nil, []string{"dynamodb:Query"})
}

// GrantGiveBackSeats lets fn give back reserved seats. It gives no access to other
// items of the counter table.
func (s *Store) GrantGiveBackSeats(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.SeatsTable, "StringEquals", schema.SeatsID, "dynamodb:UpdateItem")
}

// GrantCheckSeats lets fn list the reserved seats and give them back. Like
// GrantGiveBackSeats, it gives no access to other items of the counter table.
func (s *Store) GrantCheckSeats(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.SeatsTable, "StringEquals", schema.SeatsID, "dynamodb:GetItem", "dynamodb:UpdateItem")
}

// GrantMintCodes lets fn create and read QR codes, and change how many drinks they are
// good for. Like those below, it gives no access to the order counter and the reserved
// seats in the same table.
func (s *Store) GrantMintCodes(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.CounterTable, "StringLike", schema.CodeIDPrefix+"*", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
}

// GrantRedeemCodes lets fn read QR codes, take drinks from them and give drinks back.
func (s *Store) GrantRedeemCodes(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.CounterTable, "StringLike", schema.CodeIDPrefix+"*", "dynamodb:BatchGetItem", "dynamodb:UpdateItem")
}

// GrantGiveBackDrinks lets fn give drinks back to their QR codes.
func (s *Store) GrantGiveBackDrinks(fn awslambda.Function) awsiam.Grant {
	return s.grantCounter(fn, envvar.CounterTable, "StringLike", schema.CodeIDPrefix+"*", "dynamodb:UpdateItem")
}

// grantCounter allows actions on the items of the counter table whose id matches ids
// by the IAM condition operator, and sets the variable to the table's name.
func (s *Store) grantCounter(fn awslambda.Function, variable, operator, ids string, actions ...string) awsiam.Grant {
	fn.AddEnvironment(&variable, s.Counter.TableName(), nil)
	return grant(fn, s.Counter.TableArn(), &map[string]*map[string]any{
		"ForAllValues:" + operator: {"dynamodb:LeadingKeys": []string{ids}},
	}, actions)
}

// GrantReadSettings lets fn read the settings and the menu.
func (s *Store) GrantReadSettings(fn awslambda.Function) awsiam.Grant {
	return s.grantConfig(fn, nil, "dynamodb:GetItem")
}

// GrantAdmitOrders lets fn read the settings and the menu in a batch with other items.
func (s *Store) GrantAdmitOrders(fn awslambda.Function) awsiam.Grant {
	return s.grantConfig(fn, nil, "dynamodb:BatchGetItem")
}

// GrantChangeSettings lets fn read and change the settings and the menu.
func (s *Store) GrantChangeSettings(fn awslambda.Function) awsiam.Grant {
	return s.grantConfig(fn, nil, "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
}

// GrantFollowHours lets fn read the settings, and open and close the shop if there is a
// menu. It lets fn write no other setting.
func (s *Store) GrantFollowHours(fn awslambda.Function) awsiam.Grant {
	return s.GrantReadSettings(fn).Combine(s.grantConfig(fn, &map[string]*map[string]any{"ForAllValues:StringEquals": {
		"dynamodb:Attributes": []string{
			schema.ConfigPKAttribute, schema.ConfigSKAttribute, schema.OpenAttribute, schema.SwitchedAtAttribute,
			schema.UnpublishedAttribute, schema.FullUntilAttribute, schema.DrinksAttribute,
		},
	}}, "dynamodb:ConditionCheckItem", "dynamodb:UpdateItem"))
}

// GrantNoteFull lets fn write when the queue is full until, and no other attribute of
// the config table.
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
