package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// fullOrder is an item with every attribute of an order.
func fullOrder() item {
	full := item{schema.UnconfirmedAttribute: flag(true), schema.SecretHashAttribute: binary([]byte{1, 255}), schema.SaltAttribute: binary([]byte{2})}
	for _, name := range []string{schema.OrderIDAttribute, schema.StateAttribute, schema.DrinkAttribute, schema.ReasonAttribute, schema.ErrorAttribute,
		schema.CauseAttribute, schema.ByAttribute, schema.BaristaAttribute, schema.ReleasedByAttribute, schema.TakenByAttribute, schema.CodeAttribute,
		schema.CustomerTokenAttribute, schema.BaristaTokenAttribute} {
		full[name] = text("the " + name)
	}
	for i, name := range []string{schema.VersionAttribute, schema.SinceAttribute, schema.NumberAttribute, schema.RequestedAttribute, schema.StartedAttribute,
		schema.PlacedAttribute, schema.QueuedAttribute, schema.MakingAttribute, schema.ReadyAttribute, schema.CollectedAttribute, schema.EndedAttribute,
		schema.RecalledAttribute, schema.RemindedAttribute, schema.ExpiresAttribute, schema.DrinkReturnedAttribute} {
		full[name] = number(int64(i + 1))
	}
	return full
}

// imageOf returns an item as the orders table's stream has it.
func imageOf(t *testing.T, i item) map[string]events.DynamoDBAttributeValue {
	t.Helper()
	values := map[string]map[string]any{}
	for name, value := range i {
		switch v := value.(type) {
		case *types.AttributeValueMemberS:
			values[name] = map[string]any{"S": v.Value}
		case *types.AttributeValueMemberN:
			values[name] = map[string]any{"N": v.Value}
		case *types.AttributeValueMemberB:
			values[name] = map[string]any{"B": v.Value}
		case *types.AttributeValueMemberBOOL:
			values[name] = map[string]any{"BOOL": v.Value}
		}
	}
	encoded, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	var image map[string]events.DynamoDBAttributeValue
	if err := json.Unmarshal(encoded, &image); err != nil {
		t.Fatal(err)
	}
	return image
}

func TestAnImageHasTheWholeOrder(t *testing.T) {
	got, want := OrderOfImage(imageOf(t, fullOrder())), orderOf(fullOrder())
	if !reflect.DeepEqual(got, want) {
		t.Errorf("OrderOfImage = %+v, want %+v", got, want)
	}
	fields := reflect.ValueOf(got)
	for i := range fields.NumField() {
		if fields.Field(i).IsZero() {
			t.Errorf("%s is missing", fields.Type().Field(i).Name)
		}
	}
	if got := OrderOfImage(nil); !got.Equal(Order{}) {
		t.Errorf("OrderOfImage(none) = %+v, want none", got)
	}
}
