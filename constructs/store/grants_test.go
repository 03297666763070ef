package store_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestTrackingOrdersAllowsOnlyUpdatesByID(t *testing.T) {
	stack := synth.Stack()
	store.New(stack, "Store", store.Props{}).GrantTrackOrders(synth.Function(stack))
	template := synth.Of(stack)
	orders := template.One(t, table, "StoreOrders").ID
	want := []any{map[string]any{
		"Effect": "Allow", "Action": "dynamodb:UpdateItem", "Resource": "${" + orders + ".Arn}",
	}}
	synth.Equal(t, "permissions", template.Rights(t, "Function"), want)
	variables := map[string]any{envvar.OrdersTable: "${" + orders + "}"}
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
		"Condition": map[string]any{"ForAllValues:StringEquals": map[string]any{"dynamodb:LeadingKeys": []string{schema.SeatsID}}},
	}}
	synth.Equal(t, "permissions", template.Rights(t, "Function"), want)
	variables := map[string]any{envvar.SeatsTable: "their-counter"}
	synth.Equal(t, "variables", template.Variables(t, "Function"), variables)
}

func TestEachGrantAllowsExactlyTheseActionsAndResources(t *testing.T) {
	const orders, counter, config = "${Orders.Arn}", "${Counter.Arn}", "${Config.Arn}"
	codes := map[string]any{"ForAllValues:StringLike": map[string]any{"dynamodb:LeadingKeys": []string{"code#*"}}}
	seats := map[string]any{"ForAllValues:StringEquals": map[string]any{"dynamodb:LeadingKeys": []string{schema.SeatsID}}}
	full := map[string]any{"ForAllValues:StringEquals": map[string]any{"dynamodb:Attributes": []string{"pk", "sk", "fullUntil"}}}
	query := map[string]any{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": orders + "/index/" + schema.OrdersByState}
	for name, test := range map[string]struct {
		grant     func(*store.Store, awslambda.Function) awsiam.Grant
		variables map[string]any
		rights    []any
	}{
		"taking orders": {
			(*store.Store).GrantTakeOrders, map[string]any{envvar.OrdersTable: "${Orders}"},
			[]any{query, allow(orders, nil, "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")},
		},
		"serving orders": {
			(*store.Store).GrantServeOrders, map[string]any{envvar.OrdersTable: "${Orders}"},
			[]any{query, allow(orders, nil, "dynamodb:GetItem", "dynamodb:UpdateItem")},
		},
		"finishing orders": {
			(*store.Store).GrantFinishOrders, map[string]any{envvar.OrdersTable: "${Orders}"},
			[]any{query, allow(orders, nil, "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:UpdateItem")},
		},
		"checking seats": {
			(*store.Store).GrantCheckSeats, map[string]any{envvar.SeatsTable: "${Counter}"},
			[]any{allow(counter, seats, "dynamodb:GetItem", "dynamodb:UpdateItem")},
		},
		"minting codes": {
			(*store.Store).GrantMintCodes, map[string]any{envvar.CounterTable: "${Counter}"},
			[]any{allow(counter, codes, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")},
		},
		"redeeming codes": {
			(*store.Store).GrantRedeemCodes, map[string]any{envvar.CounterTable: "${Counter}"},
			[]any{allow(counter, codes, "dynamodb:BatchGetItem", "dynamodb:UpdateItem")},
		},
		"giving back drinks": {
			(*store.Store).GrantGiveBackDrinks, map[string]any{envvar.CounterTable: "${Counter}"},
			[]any{allow(counter, codes, "dynamodb:UpdateItem")},
		},
		"reading settings": {
			(*store.Store).GrantReadSettings, map[string]any{envvar.ConfigTable: "${Config}"},
			[]any{allow(config, nil, "dynamodb:GetItem")},
		},
		"admitting orders": {
			(*store.Store).GrantAdmitOrders, map[string]any{envvar.ConfigTable: "${Config}"},
			[]any{allow(config, nil, "dynamodb:BatchGetItem")},
		},
		"noting a full queue": {
			(*store.Store).GrantNoteFull, map[string]any{envvar.ConfigTable: "${Config}"},
			[]any{allow(config, full, "dynamodb:UpdateItem")},
		},
		"changing settings": {
			(*store.Store).GrantChangeSettings, map[string]any{envvar.ConfigTable: "${Config}"},
			[]any{allow(config, nil, "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			stack := synth.Stack()
			test.grant(store.New(stack, "Store", store.Props{}), synth.Function(stack))
			template := synth.Of(stack)
			var names []string
			for _, part := range []string{"Orders", "Counter", "Config"} {
				id := template.One(t, table, "Store"+part).ID
				names = append(names, "${"+id+"}", "${"+part+"}", "${"+id+".Arn}", "${"+part+".Arn}")
			}
			short := strings.NewReplacer(names...)
			if got, want := short.Replace(synth.Lines(template.Rights(t, "Function"))), synth.Lines(test.rights); got != want {
				t.Errorf("permissions = %s, want %s", got, want)
			}
			if got, want := short.Replace(synth.Lines(template.Variables(t, "Function"))), synth.Lines(test.variables); got != want {
				t.Errorf("variables = %s, want %s", got, want)
			}
		})
	}
}

// allow returns a statement that allows actions on a resource.
func allow(resource string, condition any, actions ...string) map[string]any {
	statement := map[string]any{"Effect": "Allow", "Action": any(actions), "Resource": resource}
	if len(actions) == 1 {
		statement["Action"] = actions[0]
	}
	if condition != nil {
		statement["Condition"] = condition
	}
	return statement
}
