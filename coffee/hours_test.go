package coffee_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestInvalidHoursAreRefused(t *testing.T) {
	many := func(n int) (exceptions []coffee.HoursException) {
		day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		for i := range n {
			exceptions = append(exceptions, coffee.HoursException{Date: day.AddDate(0, 0, i).Format(time.DateOnly)})
		}
		return exceptions
	}
	monday := func(intervals ...coffee.Interval) coffee.Hours {
		return coffee.Hours{Week: coffee.Week{Monday: intervals}}
	}
	for name, row := range map[string]struct {
		hours coffee.Hours
		valid bool
	}{
		"none":                               {coffee.Hours{}, true},
		"a lunch break":                      {monday(of("08:00", "12:00"), of("13:00", "18:00")), true},
		"two that touch":                     {monday(of("08:00", "12:00"), of("12:00", "18:00")), true},
		"a whole day":                        {monday(of("00:00", "00:00")), true},
		"overnight":                          {monday(of("08:00", "12:00"), of("20:00", "02:00")), true},
		"up to midnight":                     {monday(of("20:00", "00:00")), true},
		"closed on a date":                   {coffee.Hours{Exceptions: []coffee.HoursException{{Date: "2026-12-24"}}}, true},
		"a leap day":                         {coffee.Hours{Exceptions: []coffee.HoursException{{Date: "2028-02-29"}}}, true},
		"100 exceptions":                     {coffee.Hours{Exceptions: many(100)}, true},
		"101 exceptions":                     {coffee.Hours{Exceptions: many(101)}, false},
		"a date that does not exist":         {coffee.Hours{Exceptions: []coffee.HoursException{{Date: "2027-02-29"}}}, false},
		"a date twice":                       {coffee.Hours{Exceptions: append(many(1), many(1)...)}, false},
		"a date in another format":           {coffee.Hours{Exceptions: []coffee.HoursException{{Date: "24.12.2026"}}}, false},
		"an exception with an overlap":       {coffee.Hours{Exceptions: []coffee.HoursException{{Date: "2026-12-24", Intervals: []coffee.Interval{of("08:00", "12:00"), of("11:59", "13:00")}}}}, false},
		"an overlap":                         {monday(of("08:00", "12:00"), of("11:59", "13:00")), false},
		"the wrong order":                    {monday(of("13:00", "18:00"), of("08:00", "12:00")), false},
		"an interval after an overnight one": {monday(of("20:00", "02:00"), of("21:00", "22:00")), false},
		"an hour that does not exist":        {monday(of("24:00", "02:00")), false},
		"a minute that does not exist":       {monday(of("08:60", "09:00")), false},
		"a time without its zero":            {monday(of("8:00", "09:00")), false},
		"a sign":                             {monday(of("+8:00", "09:00")), false},
		"no end":                             {monday(of("08:00", "")), false},
		"seven intervals":                    {monday(of("01:00", "02:00"), of("02:00", "03:00"), of("03:00", "04:00"), of("04:00", "05:00"), of("05:00", "06:00"), of("06:00", "07:00"), of("07:00", "08:00")), false},
		"an invalid Sunday, which is the last day": {coffee.Hours{Week: coffee.Week{Sunday: []coffee.Interval{of("x", "y")}}}, false},
	} {
		if err := row.hours.Validate(); (err == nil) != row.valid || err != nil && coffee.CodeOf(err) != coffee.InvalidHours {
			t.Errorf("%s: Validate() = %v, want valid: %v, else %s", name, err, row.valid, coffee.InvalidHours)
		}
	}
}

func TestTheWeekBeginsOnMonday(t *testing.T) {
	week := coffee.Week{
		Monday: []coffee.Interval{{From: "Monday"}}, Tuesday: []coffee.Interval{{From: "Tuesday"}}, Wednesday: []coffee.Interval{{From: "Wednesday"}},
		Thursday: []coffee.Interval{{From: "Thursday"}}, Friday: []coffee.Interval{{From: "Friday"}},
		Saturday: []coffee.Interval{{From: "Saturday"}}, Sunday: []coffee.Interval{{From: "Sunday"}},
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if got := fmt.Sprint(week.On(day)); got != fmt.Sprintf("[{%s }]", day) {
			t.Errorf("On(%s) = %s", day, got)
		}
	}
}

func of(from, to string) coffee.Interval { return coffee.Interval{From: from, To: to} }
