package coffee_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// The shop is open from 8 to 18 h. Times are since midnight.
func TestUpcoming(t *testing.T) {
	const hour = time.Hour
	day := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		open            bool
		last, now, want time.Duration
	}{
		"before hours":                           {false, -6 * hour, 7 * hour, 8 * hour},
		"opened by hand before hours":            {true, 6 * hour, 7 * hour, 18 * hour},
		"opening is due":                         {false, -6 * hour, 8*hour + 20*time.Second, 8 * hour},
		"opening is due, but it is open already": {true, 7 * hour, 8*hour + 20*time.Second, 18 * hour},
		"during hours":                           {true, 8 * hour, 10 * hour, 18 * hour},
		"closed by hand during hours":            {false, 9 * hour, 10 * hour, 32 * hour},
		"closing is due":                         {true, 8 * hour, 18 * hour, 18 * hour},
		"closing is due, but it is closed":       {false, 9 * hour, 18 * hour, 32 * hour},
		"after hours":                            {false, 18 * hour, 19 * hour, 32 * hour},
		"opened by hand after hours":             {true, 19 * hour, 20 * hour, 42 * hour},
	} {
		table := coffee.Timetable{Shop: coffee.ShopSettings{Open: row.open}, Hours: everyDay(of("08:00", "18:00")), LastSwitch: day.Add(row.last)}
		want := coffee.Switch{At: day.Add(row.want), Open: !row.open}
		if got, ok := table.Upcoming(day.Add(row.now)); !ok || !got.At.Equal(want.At) || got.Open != want.Open {
			t.Errorf("%s: Upcoming = %v, %v, want %v", name, got, ok, want)
		}
	}
	if got, ok := (coffee.Timetable{}).Upcoming(day); ok {
		t.Errorf("without hours: Upcoming = %v, want none", got)
	}
}

// These are the cases of docs/hours.md. The shop is open from 8 to 18 h unless a case
// says otherwise. Times are since midnight.
func TestTheLastSwitchDecides(t *testing.T) {
	const hour, never = time.Hour, -10000 * time.Hour
	day := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	early := everyDay(of("08:00", "16:00"))
	for name, row := range map[string]struct {
		open      bool
		last, now time.Duration
		hours     coffee.Hours
		zone      string
		want      time.Duration // of the switch, 0 for none
	}{
		"before opening time":                     {open: false, last: -6 * hour, now: 8*hour - 1},
		"at opening time":                         {open: false, last: -6 * hour, now: 8 * hour, want: 8 * hour},
		"applied late":                            {open: false, last: -6 * hour, now: 11 * hour, want: 8 * hour},
		"applied after it closed again":           {open: false, last: -6 * hour, now: 19 * hour},
		"opened by hand before hours":             {open: true, last: 7 * hour, now: 9 * hour},
		"opened by hand before hours, at closing": {open: true, last: 7 * hour, now: 18 * hour, want: 18 * hour},
		"closed by hand during hours":             {open: false, last: 9 * hour, now: 17 * hour},
		"closed by hand during hours, next day":   {open: false, last: 9 * hour, now: 32 * hour, want: 32 * hour},
		"closed by hand just after opening time":  {open: false, last: 8*hour + 1, now: 8*hour + 2},
		"closed by hand before hours":             {open: false, last: 7 * hour, now: 8 * hour, want: 8 * hour},
		"opened by hand after hours":              {open: true, last: 19 * hour, now: 31 * hour},
		"closing time moved to the past":          {open: true, last: 8 * hour, now: 17 * hour, hours: early, want: 16 * hour},
		"first hours, within them":                {open: false, last: -6 * hour, now: 10 * hour, want: 8 * hour},
		"first hours, closed by hand today":       {open: false, last: 9 * hour, now: 10 * hour},
		"first hours of a shop without a switch":  {open: false, last: never, now: 10 * hour, want: 8 * hour},
		"the time zone moved east":                {open: true, last: 8 * hour, now: 12 * hour, zone: "Asia/Tokyo", want: 9 * hour},
	} {
		hours := row.hours
		if reflect.DeepEqual(hours, coffee.Hours{}) {
			hours = everyDay(of("08:00", "18:00"))
		}
		table := coffee.Timetable{Shop: coffee.ShopSettings{Open: row.open, TimeZone: row.zone}, Hours: hours, LastSwitch: day.Add(row.last)}
		got, due := table.Due(day.Add(row.now))
		if due != (row.want != 0) || due && (!got.At.Equal(day.Add(row.want)) || got.Open == row.open) {
			t.Errorf("%s: Due = %v, %v, want %v", name, got, due, row.want)
		}
	}
}
