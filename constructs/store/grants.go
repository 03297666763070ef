package store

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// GrantTrackOrders lets fn read and change orders one by one, and tells it where
// they are. It may neither list nor delete them.
func (s *Store) GrantTrackOrders(fn awslambda.Function) awsiam.Grant {
	fn.AddEnvironment(new(coffee.EnvOrdersTable), s.Orders.TableName(), nil)
	return awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      fn,
		Actions:      &[]*string{new("dynamodb:GetItem"), new("dynamodb:UpdateItem")},
		ResourceArns: &[]*string{s.Orders.TableArn()},
	})
}

// GrantGiveBackSeats lets fn give back reserved seats, and tells it where they
// are. The counter of the orders stays out of its reach.
func (s *Store) GrantGiveBackSeats(fn awslambda.Function) awsiam.Grant {
	fn.AddEnvironment(new(coffee.EnvCounterTable), s.Counter.TableName(), nil)
	return awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      fn,
		Actions:      &[]*string{new("dynamodb:UpdateItem")},
		ResourceArns: &[]*string{s.Counter.TableArn()},
		Conditions: &map[string]*map[string]any{
			"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": []string{coffee.SeatsID}},
		},
	})
}
