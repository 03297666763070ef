package coffee_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestFieldsAreThoseOfTheJSON(t *testing.T) {
	for _, event := range samples() {
		t.Run(event.DetailType(), func(t *testing.T) {
			var got []string
			for _, field := range coffee.Fields(event) {
				got = append(got, field.Name)
				declared, ok := field.Owner.FieldByName(field.GoName)
				if !ok || declared.Type != field.Type || declared.Tag.Get("json") != field.Name {
					t.Errorf("Fields() has %s as %v.%s, but that field is %+v", field.Name, field.Owner, field.GoName, declared)
				}
			}
			slices.Sort(got)
			var detail map[string]any
			if err := json.Unmarshal(encode(t, event), &detail); err != nil {
				t.Fatal(err)
			}
			if want := slices.Sorted(maps.Keys(detail)); !slices.Equal(got, want) {
				t.Errorf("Fields(%s) = %v, want %v", event.DetailType(), got, want)
			}
		})
	}
}

func TestOnlyTheTwoEventsOfWaitsCarryATaskToken(t *testing.T) {
	for _, event := range coffee.WorkflowEvents() {
		name := event.DetailType()
		want := name == "OrderStarted" || name == "AwaitingCompletion"
		if got := coffee.CarriesTaskToken(event); got != want {
			t.Errorf("CarriesTaskToken(%s) = %v, want %v", name, got, want)
		}
	}
}

func TestEventNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, event := range coffee.WorkflowEvents() {
		if name := event.DetailType(); name == "" || seen[name] {
			t.Errorf("DetailType() of %T = %q, want a unique name", event, name)
		}
		seen[event.DetailType()] = true
	}
}
