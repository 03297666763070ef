package api_test

import (
	"reflect"
	"strconv"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestLimitsHaveTheBoundsOfTheDomain(t *testing.T) {
	good := coffee.Limits{QueueLimit: 20, DrinksPerCode: 10, CodePeriodSeconds: 300}
	for field := range reflect.TypeFor[api.Limits]().Fields() {
		if field.Type.Kind() != reflect.Int {
			continue
		}
		bound := func(name string) int {
			n, err := strconv.Atoi(field.Tag.Get(name))
			if err != nil {
				t.Fatalf("%s of %s: %v", name, field.Name, err)
			}
			return n
		}
		least, most := bound("minimum"), bound("maximum")
		for value, allowed := range map[int]bool{least - 1: false, least: true, most: true, most + 1: false} {
			limits := good
			reflect.ValueOf(&limits).Elem().FieldByName(field.Name).SetInt(int64(value))
			if err := limits.Validate(); (err == nil) != allowed {
				t.Errorf("the tags allow %s from %d to %d, but Validate() of %d = %v", field.Name, least, most, value, err)
			}
		}
	}
}

func TestIDsHaveThePatternsOfTheDomain(t *testing.T) {
	for _, c := range []struct {
		input any
		field string
		want  string
	}{
		{api.OrderInput{}, "ID", coffee.OrderIDPattern},
		{api.Choice{}, "Drink", coffee.DrinkIDPattern},
		{api.Drink{}, "ID", coffee.DrinkIDPattern},
		{api.AvailableInput{}, "Drink", coffee.DrinkIDPattern},
		{api.Limits{}, "TimeZone", coffee.TimeZonePattern},
		{api.DayInput{}, "Date", coffee.DatePattern},
	} {
		field, _ := reflect.TypeOf(c.input).FieldByName(c.field)
		if got := field.Tag.Get("pattern"); got != c.want {
			t.Errorf("pattern of %T.%s = %s, want %s", c.input, c.field, got, c.want)
		}
	}
}
