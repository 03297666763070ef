package coffee_test

import (
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
		table := coffee.Timetable{Hours: everyDay(of("08:00", "18:00")), Zone: time.UTC, Open: row.open, LastSwitch: day.Add(row.last)}
		want := coffee.Switch{At: day.Add(row.want), Open: !row.open}
		if got, ok := table.Upcoming(day.Add(row.now)); !ok || !got.At.Equal(want.At) || got.Open != want.Open {
			t.Errorf("%s: Upcoming = %v, %v, want %v", name, got, ok, want)
		}
	}
	if got, ok := (coffee.Timetable{Zone: time.UTC}).Upcoming(day); ok {
		t.Errorf("without hours: Upcoming = %v, want none", got)
	}
}

func TestNewHoursDoNotSwitchTheShop(t *testing.T) {
	opening := time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)
	old := coffee.Timetable{Hours: everyDay(of("08:00", "18:00")), Zone: time.UTC, LastSwitch: opening.Add(-14 * time.Hour)}
	for name, row := range map[string]struct {
		now  time.Time
		want bool // whether the opening at 8:00 is due in the new hours
	}{
		"before the opening":              {opening.Add(-time.Minute), false},
		"after it, before it was applied": {opening.Add(20 * time.Second), true},
	} {
		changed := old
		changed.LastSwitch = old.Since(row.now)
		if due, ok := changed.Due(row.now); ok != row.want {
			t.Errorf("%s: due = %v, %v, want one: %v", name, due, ok, row.want)
		}
	}
	first := coffee.Timetable{Zone: time.UTC}
	changed := coffee.Timetable{Hours: old.Hours, Zone: time.UTC, LastSwitch: first.Since(opening.Add(time.Hour))}
	if due, ok := changed.Due(opening.Add(time.Hour)); ok {
		t.Errorf("the first hours of a shop: due = %v, want none", due)
	}
}
