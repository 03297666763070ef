package store_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestTrackingOrdersAllowsNeitherListsNorDeletes(t *testing.T) {
	stack := synth.Stack()
	store.New(stack, "Store", store.Props{}).GrantTrackOrders(synth.Function(stack))
	template := synth.Of(stack)
	orders := template.One(t, table, "StoreOrders").ID
	want := []any{map[string]any{
		"Effect": "Allow", "Action": []string{"dynamodb:GetItem", "dynamodb:UpdateItem"}, "Resource": "${" + orders + ".Arn}",
	}}
	synth.Equal(t, "rights", template.Rights(t, "Function"), want)
	variables := map[string]any{coffee.EnvOrdersTable: "${" + orders + "}"}
	synth.Equal(t, "variables", template.Variables(t, "Function"), variables)
}

func TestGivingBackSeatsDoesNotReachTheOrderCounter(t *testing.T) {
	stack := synth.Stack()
	counter := awsdynamodb.Table_FromTableName(stack, new("Counter"), new("their-counter"))
	store.New(stack, "Store", store.Props{Counter: counter}).GrantGiveBackSeats(synth.Function(stack))
	template := synth.Of(stack)
	want := []any{map[string]any{
		"Effect": "Allow", "Action": "dynamodb:UpdateItem",
		"Resource":  "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/their-counter",
		"Condition": map[string]any{"ForAllValues:StringEquals": map[string]any{"dynamodb:LeadingKeys": []string{coffee.SeatsID}}},
	}}
	synth.Equal(t, "rights", template.Rights(t, "Function"), want)
	variables := map[string]any{coffee.EnvCounterTable: "their-counter"}
	synth.Equal(t, "variables", template.Variables(t, "Function"), variables)
}
