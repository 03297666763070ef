package coffee_test

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func in(t testing.TB, zone string) *time.Location {
	t.Helper()
	location, err := coffee.LoadTimeZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	return location
}

func TestADayBeginsAndEndsAtMidnightInTheShopsTimeZone(t *testing.T) {
	for _, c := range []struct {
		zone, date, from string // from in UTC
		hours            float64
	}{
		{"UTC", "2026-11-26", "2026-11-26T00:00:00Z", 24},
		{"Europe/Berlin", "2026-11-26", "2026-11-25T23:00:00Z", 24},
		{"Europe/Berlin", "2026-10-24", "2026-10-23T22:00:00Z", 24},
		{"Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25}, // 03:00 becomes 02:00
		{"Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z", 24},
		{"Europe/Berlin", "2027-03-28", "2027-03-27T23:00:00Z", 23}, // 02:00 becomes 03:00
		{"Europe/Berlin", "2027-03-29", "2027-03-28T22:00:00Z", 24},
		{"America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25}, // 02:00 becomes 01:00
		{"America/New_York", "2026-11-02", "2026-11-02T05:00:00Z", 24},
		{"America/New_York", "2027-03-14", "2027-03-14T05:00:00Z", 23}, // 02:00 becomes 03:00
		{"Australia/Lord_Howe", "2027-04-04", "2027-04-03T13:00:00Z", 24.5},
		{"Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00Z", 23.5},
		{"Asia/Kathmandu", "2026-11-26", "2026-11-25T18:15:00Z", 24},
		{"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", 23},       // 00:00 becomes 01:00
		{"America/Havana", "2026-03-08", "2026-03-08T05:00:00Z", 23},     // 00:00 becomes 01:00
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25},     // 01:00 becomes 00:00
		{"Asia/Amman", "2021-10-29", "2021-10-28T21:00:00Z", 25},         // the same, east of Greenwich
		{"Africa/Cairo", "2026-10-29", "2026-10-28T21:00:00Z", 25},       // 24:00 becomes 23:00
		{"Pacific/Kiritimati", "2026-11-26", "2026-11-25T10:00:00Z", 24}, // UTC+14
	} {
		zone := in(t, c.zone)
		noon, err := time.ParseInLocation(time.DateOnly+" 15:04", c.date+" 12:00", zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, date := range []string{c.date, coffee.Today} {
			day, err := coffee.FindDay(date, noon)
			if got := day.From.UTC().Format(time.RFC3339); err != nil || got != c.from || day.To.Sub(day.From).Hours() != c.hours || day.Date() != c.date {
				t.Errorf("FindDay(%s) in %s = %s from %s, %v hours, %v, want from %s, %v hours", date, c.zone, day.Date(), got, day.To.Sub(day.From).Hours(), err, c.from, c.hours)
			}
		}
	}
}

// Whatever the zone, a day ends where the next begins, and today is the day of now.
func TestDaysFollowOneAnother(t *testing.T) {
	for _, zone := range []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana", "Asia/Beirut", "Pacific/Apia"} {
		now := time.Date(2026, 1, 1, 12, 0, 0, 0, in(t, zone))
		yesterday, err := coffee.FindDay(coffee.Today, now)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 * 366 {
			now = now.AddDate(0, 0, 1)
			for _, at := range []time.Time{yesterday.To, now} {
				day, err := coffee.FindDay(coffee.Today, at)
				if err != nil || !day.From.Equal(yesterday.To) || day.From.After(at) || !day.To.After(at) {
					t.Fatalf("today at %v = %v, %v, want the day that begins at %v", at, day, err, yesterday.To)
				}
			}
			yesterday, _ = coffee.FindDay(coffee.Today, now)
		}
	}
}

func TestDaysThatAreNotKeptAreRefused(t *testing.T) {
	now := time.Date(2026, 11, 26, 8, 30, 0, 0, in(t, "Europe/Berlin"))
	for date, found := range map[string]bool{
		"2026-11-26": true, "2026-11-25": true, "2026-08-29": true, // all orders are kept for 90 days: from 28 August, 9:30
		"2026-08-28": false, "2026-11-27": false, "2025-11-26": false, "0000-01-01": false, "2026-02-30": false, "2026-13-01": false, "": false, "yesterday": false,
	} {
		if day, err := coffee.FindDay(date, now); (err == nil) != found || err != nil && coffee.CodeOf(err) != coffee.DayOutOfRange {
			t.Errorf("FindDay(%q) = %v, %v, want a day: %v, else %s", date, day, err, found, coffee.DayOutOfRange)
		}
	}
	if got := coffee.FirstDay(now).Date(); got != "2026-08-29" {
		t.Errorf("FirstDay() = %s, want 2026-08-29", got)
	}
}
