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
		{api.HoursException{}, "Date", coffee.ExceptionDatePattern},
		{api.Interval{}, "From", coffee.ClockPattern},
		{api.Interval{}, "To", coffee.ClockPattern},
	} {
		field, _ := reflect.TypeOf(c.input).FieldByName(c.field)
		if got := field.Tag.Get("pattern"); got != c.want {
			t.Errorf("pattern of %T.%s = %s, want %s", c.input, c.field, got, c.want)
		}
	}
}

func TestHoursHaveTheBoundsOfTheDomain(t *testing.T) {
	for _, c := range []struct {
		input any
		field string
		want  int
	}{
		{api.Hours{}, "Exceptions", coffee.MaxHoursExceptions},
		{api.HoursException{}, "Intervals", coffee.MaxIntervals},
		{api.Week{}, "Monday", coffee.MaxIntervals},
		{api.Week{}, "Tuesday", coffee.MaxIntervals},
		{api.Week{}, "Wednesday", coffee.MaxIntervals},
		{api.Week{}, "Thursday", coffee.MaxIntervals},
		{api.Week{}, "Friday", coffee.MaxIntervals},
		{api.Week{}, "Saturday", coffee.MaxIntervals},
		{api.Week{}, "Sunday", coffee.MaxIntervals},
	} {
		field, _ := reflect.TypeOf(c.input).FieldByName(c.field)
		if got := field.Tag.Get("maxItems"); got != strconv.Itoa(c.want) {
			t.Errorf("maxItems of %T.%s = %s, want %d", c.input, c.field, got, c.want)
		}
	}
}

func TestHoursAreTheSameInBothForms(t *testing.T) {
	of := func(from, to string) []coffee.Interval { return []coffee.Interval{{From: from, To: to}} }
	want := coffee.Hours{
		Week: coffee.Week{
			Monday: of("01:00", "01:01"), Tuesday: of("02:00", "02:01"), Wednesday: of("03:00", "03:01"), Thursday: of("04:00", "04:01"),
			Friday: of("05:00", "05:01"), Saturday: []coffee.Interval{}, Sunday: append(of("07:00", "07:01"), of("08:00", "07:00")...),
		},
		Exceptions: []coffee.HoursException{{Date: "2026-12-24", Intervals: []coffee.Interval{}}, {Date: "2026-12-31", Intervals: of("10:00", "14:00")}},
	}
	if got := api.HoursOf(want).Hours(); !reflect.DeepEqual(got, want) {
		t.Errorf("HoursOf(%v).Hours() = %v", want, got)
	}
}
