package storetest

import (
	"reflect"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// eight is the time of a scheduled switch.
var eight = time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC)

// checkTimetable compares a timetable but for the settings, of which only Open counts.
func checkTimetable(t *testing.T, s Store, what string, open bool, want coffee.Timetable) {
	t.Helper()
	got, err := s.Timetable(t.Context())
	want.Shop = got.Shop
	if err != nil || got.Shop.Open != open || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: Timetable() = %+v, %v, want %+v, open: %v", what, got, err, want, open)
	}
}

func testHours(t *testing.T, s Store) {
	checkTimetable(t, s, "at first", false, coffee.Timetable{})
	hours := coffee.Hours{
		Week:       coffee.Week{Monday: []coffee.Interval{{From: "08:00", To: "12:00"}, {From: "13:00", To: "02:00"}}, Sunday: []coffee.Interval{}},
		Exceptions: []coffee.HoursException{{Date: "2026-12-24", Intervals: []coffee.Interval{}}, {Date: "2026-12-31", Intervals: []coffee.Interval{{From: "10:00", To: "14:00"}}}},
	}
	must(t, s.PutHours(t.Context(), hours))
	checkTimetable(t, s, "after PutHours", false, coffee.Timetable{Hours: hours})
	invalid := coffee.Hours{Week: coffee.Week{Monday: []coffee.Interval{{From: "8", To: "12"}}}}
	if err := s.PutHours(t.Context(), invalid); coffee.CodeOf(err) != coffee.InvalidHours {
		t.Errorf("PutHours(invalid) = %v, want %s", err, coffee.InvalidHours)
	}
	must(t, s.PutMenu(t.Context(), menu))
	must(t, s.PutOpen(t.Context(), true, eight.Add(time.Hour)))
	checkTimetable(t, s, "opened by hand later", true, coffee.Timetable{Hours: hours, LastSwitch: eight.Add(time.Hour)})
	must(t, s.PutHours(t.Context(), coffee.Hours{}))
	checkTimetable(t, s, "without hours", true, coffee.Timetable{LastSwitch: eight.Add(time.Hour)})
	checkShop(t, s, coffee.ShopSettings{TimeZone: "UTC", CollectWithinSeconds: 600, Open: true, DrinksPerCode: 10, CodePeriodSeconds: 300})
}

func testScheduled(t *testing.T, s Store) {
	must(t, s.PutMenu(t.Context(), menu))
	put := func(what string, at time.Time, open, want bool) {
		t.Helper()
		if got, err := s.PutScheduled(t.Context(), coffee.Switch{At: at, Open: open}); err != nil || got != want {
			t.Errorf("%s: PutScheduled(%v, %v) = %v, %v, want %v", what, at, open, got, err, want)
		}
	}
	closing := eight.Add(10 * time.Hour)
	put("a shop that was never switched", eight, true, true)
	checkTimetable(t, s, "opened by its hours", true, coffee.Timetable{LastSwitch: eight, Unpublished: true})
	put("again", eight, true, false)
	put("an earlier switch, delivered late", eight.Add(-time.Hour), false, false)
	must(t, s.NotePublished(t.Context(), eight))
	checkTimetable(t, s, "published", true, coffee.Timetable{LastSwitch: eight})
	put("closing time", closing, false, true)
	must(t, s.NotePublished(t.Context(), eight))
	checkTimetable(t, s, "the earlier event was published late", false, coffee.Timetable{LastSwitch: closing, Unpublished: true})
	must(t, s.PutOpen(t.Context(), true, closing.Add(time.Minute)))
	checkTimetable(t, s, "opened by hand", true, coffee.Timetable{LastSwitch: closing.Add(time.Minute)})
	put("closing time, delivered late", closing, false, false)
	must(t, s.PutOpen(t.Context(), false, closing.Add(14*time.Hour+20*time.Second)))
	put("the opening before it was closed by hand", closing.Add(14*time.Hour), true, false)
	checkTimetable(t, s, "closed by hand", false, coffee.Timetable{LastSwitch: closing.Add(14*time.Hour + 20*time.Second)})
}

func testScheduledWithoutMenu(t *testing.T, s Store) {
	if ok, err := s.PutScheduled(t.Context(), coffee.Switch{At: eight, Open: true}); ok || coffee.CodeOf(err) != coffee.EmptyMenu {
		t.Errorf("PutScheduled(open) without a menu = %v, %v, want %s", ok, err, coffee.EmptyMenu)
	}
	if ok, err := s.PutScheduled(t.Context(), coffee.Switch{At: eight}); !ok || err != nil {
		t.Errorf("PutScheduled(close) without a menu = %v, %v, want true", ok, err)
	}
	if ok, err := s.PutScheduled(t.Context(), coffee.Switch{At: eight, Open: true}); ok || err != nil {
		t.Errorf("PutScheduled(open) without a menu, switched since = %v, %v, want false", ok, err)
	}
}
