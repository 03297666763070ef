package coffee_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// everyDay returns hours with the same intervals on each day.
func everyDay(intervals ...coffee.Interval) coffee.Hours {
	return coffee.Hours{Week: coffee.Week{
		Monday: intervals, Tuesday: intervals, Wednesday: intervals, Thursday: intervals,
		Friday: intervals, Saturday: intervals, Sunday: intervals,
	}}
}

// switches lists up to most switches after a time: + opens, - closes, in the zone's time.
func switches(h coffee.Hours, from time.Time, zone *time.Location, most int) []string {
	var got []string
	at := from
	for open := first(h, at, zone); len(got) < most; open = !open {
		next, ok := h.Next(open, at, zone)
		if !ok {
			break
		}
		sign := "-"
		if next.Open {
			sign = "+"
		}
		got = append(got, sign+next.At.In(zone).Format("Mon 15:04 -0700"))
		at = next.At
	}
	return got
}

// first reports whether the first switch after a time opens the shop.
func first(h coffee.Hours, at time.Time, zone *time.Location) bool {
	opening, opens := h.Next(true, at, zone)
	closing, closes := h.Next(false, at, zone)
	return opens && (!closes || opening.At.Before(closing.At))
}

// Clocks go back from 3:00 to 2:00 on 2026-10-25 in Berlin and forward from 2:00 to 3:00
// on 2027-03-28. In New York they go back at 2:00 on 2026-11-01 and forward at 2:00 on
// 2027-03-14. On Lord Howe Island they change by half an hour at 2:00: forward on
// 2026-10-04, back on 2027-04-04. All are Sundays.
func TestSwitchesWhileClocksChange(t *testing.T) {
	for name, row := range map[string]struct {
		zone, from string // the local date from which to list, at noon
		hours      coffee.Hours
		want       string
	}{
		"an ordinary day in Berlin":              {"Europe/Berlin", "2026-11-25", everyDay(of("08:00", "18:00")), "-Wed 18:00 +0100, +Thu 08:00 +0100, -Thu 18:00 +0100"},
		"Berlin, back: opens by the new clock":   {"Europe/Berlin", "2026-10-24", everyDay(of("08:00", "18:00")), "-Sat 18:00 +0200, +Sun 08:00 +0100, -Sun 18:00 +0100"},
		"Berlin, back: overnight":                {"Europe/Berlin", "2026-10-24", everyDay(of("20:00", "04:00")), "+Sat 20:00 +0200, -Sun 04:00 +0100, +Sun 20:00 +0100"},
		"Berlin, back: ends in the doubled hour": {"Europe/Berlin", "2026-10-24", everyDay(of("20:00", "02:30")), "+Sat 20:00 +0200, -Sun 02:30 +0200, +Sun 20:00 +0100"},
		"Berlin, back: begins in it":             {"Europe/Berlin", "2026-10-24", everyDay(of("02:30", "04:00")), "+Sun 02:30 +0200, -Sun 04:00 +0100, +Mon 02:30 +0100"},
		"Berlin, back: lies in it":               {"Europe/Berlin", "2026-10-24", everyDay(of("02:15", "02:45")), "+Sun 02:15 +0200, -Sun 02:45 +0200, +Mon 02:15 +0100"},
		"Berlin, back: ends as it does":          {"Europe/Berlin", "2026-10-24", everyDay(of("01:00", "03:00")), "+Sun 01:00 +0200, -Sun 03:00 +0100, +Mon 01:00 +0100"},
		"Berlin, forward":                        {"Europe/Berlin", "2027-03-27", everyDay(of("08:00", "18:00")), "-Sat 18:00 +0100, +Sun 08:00 +0200, -Sun 18:00 +0200"},
		"Berlin, forward: begins in the gap":     {"Europe/Berlin", "2027-03-27", everyDay(of("02:30", "18:00")), "-Sat 18:00 +0100, +Sun 03:00 +0200, -Sun 18:00 +0200"},
		"Berlin, forward: ends in the gap":       {"Europe/Berlin", "2027-03-27", everyDay(of("20:00", "02:30")), "+Sat 20:00 +0100, -Sun 03:00 +0200, +Sun 20:00 +0200"},
		"Berlin, forward: lies in the gap":       {"Europe/Berlin", "2027-03-27", everyDay(of("02:10", "02:50")), "+Mon 02:10 +0200, -Mon 02:50 +0200, +Tue 02:10 +0200"},
		"Berlin, forward: the day after the gap": {"Europe/Berlin", "2027-03-28", everyDay(of("02:30", "18:00")), "-Sun 18:00 +0200, +Mon 02:30 +0200, -Mon 18:00 +0200"},
		"New York, back":                         {"America/New_York", "2026-10-31", everyDay(of("20:00", "01:30")), "+Sat 20:00 -0400, -Sun 01:30 -0400, +Sun 20:00 -0500"},
		"New York, back: begins in it":           {"America/New_York", "2026-10-31", everyDay(of("01:30", "09:00")), "+Sun 01:30 -0400, -Sun 09:00 -0500, +Mon 01:30 -0500"},
		"New York, forward":                      {"America/New_York", "2027-03-13", everyDay(of("02:30", "09:00")), "+Sun 03:00 -0400, -Sun 09:00 -0400, +Mon 02:30 -0400"},
		"Lord Howe, forward":                     {"Australia/Lord_Howe", "2026-10-03", everyDay(of("02:15", "09:00")), "+Sun 02:30 +1100, -Sun 09:00 +1100, +Mon 02:15 +1100"},
		"Lord Howe, back: begins in it":          {"Australia/Lord_Howe", "2027-04-03", everyDay(of("01:45", "09:00")), "+Sun 01:45 +1100, -Sun 09:00 +1030, +Mon 01:45 +1030"},
		"Lord Howe, back: ends in it":            {"Australia/Lord_Howe", "2027-04-03", everyDay(of("20:00", "01:45")), "+Sat 20:00 +1100, -Sun 01:45 +1100, +Sun 20:00 +1030"},
		"Samoa skips a whole day":                {"Pacific/Apia", "2011-12-29", everyDay(of("08:00", "18:00")), "-Thu 18:00 -1000, +Sat 08:00 +1400, -Sat 18:00 +1400"},
		"midnight is skipped":                    {"America/Santiago", "2026-09-05", everyDay(of("00:00", "02:00")), "+Sun 01:00 -0300, -Sun 02:00 -0300, +Mon 00:00 -0300"},
	} {
		t.Run(name, func(t *testing.T) {
			zone := in(t, row.zone)
			from, err := time.ParseInLocation("2006-01-02 15:04", row.from+" 12:00", zone)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(switches(row.hours, from, zone, 3), ", "); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

func TestSwitchesOfAWeek(t *testing.T) {
	berlin := in(t, "Europe/Berlin")
	whole := of("00:00", "00:00")
	for name, row := range map[string]struct {
		hours coffee.Hours
		want  string
	}{
		"none":                           {coffee.Hours{}, ""},
		"always open":                    {everyDay(whole), ""},
		"a lunch break":                  {coffee.Hours{Week: coffee.Week{Thursday: []coffee.Interval{of("08:00", "12:00"), of("13:00", "18:00")}}}, "-Thu 12:00, +Thu 13:00, -Thu 18:00, +Thu 08:00"},
		"no break":                       {coffee.Hours{Week: coffee.Week{Thursday: []coffee.Interval{of("08:00", "12:00"), of("12:00", "18:00")}}}, "-Thu 18:00, +Thu 08:00, -Thu 18:00, +Thu 08:00"},
		"a long weekend":                 {coffee.Hours{Week: coffee.Week{Friday: []coffee.Interval{of("20:00", "00:00")}, Saturday: []coffee.Interval{whole}, Sunday: []coffee.Interval{of("00:00", "06:00")}}}, "+Fri 20:00, -Sun 06:00, +Fri 20:00, -Sun 06:00"},
		"nights overlap":                 {coffee.Hours{Week: coffee.Week{Friday: []coffee.Interval{of("20:00", "03:00")}, Saturday: []coffee.Interval{of("02:00", "05:00")}}}, "+Fri 20:00, -Sat 05:00, +Fri 20:00, -Sat 05:00"},
		"closed on a day":                {closedOn(everyDay(of("08:00", "18:00")), "2026-11-27"), "-Thu 18:00, +Sat 08:00, -Sat 18:00, +Sun 08:00"},
		"other hours":                    {coffee.Hours{Week: everyDay(of("08:00", "18:00")).Week, Exceptions: []coffee.HoursException{{Date: "2026-11-27", Intervals: []coffee.Interval{of("10:00", "11:00")}}}}, "-Thu 18:00, +Fri 10:00, -Fri 11:00, +Sat 08:00"},
		"a night into a closed day":      {closedOn(everyDay(of("20:00", "02:00")), "2026-11-27"), "+Thu 20:00, -Fri 02:00, +Sat 20:00, -Sun 02:00"},
		"only a date, almost a year off": {coffee.Hours{Exceptions: []coffee.HoursException{{Date: "2027-11-25", Intervals: []coffee.Interval{whole}}}}, "+Thu 00:00, -Fri 00:00"},
		"closed on a date, else open":    {closedOn(everyDay(whole), "2026-12-24"), "-Thu 00:00, +Fri 00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			got := switches(row.hours, time.Date(2026, 11, 26, 9, 0, 0, 0, berlin), berlin, 4)
			for i := range got {
				got[i] = got[i][:len("+Thu 12:00")]
			}
			if text := strings.Join(got, ", "); text != row.want {
				t.Errorf("got  %s\nwant %s", text, row.want)
			}
		})
	}
}

func closedOn(h coffee.Hours, dates ...string) coffee.Hours {
	for _, date := range dates {
		h.Exceptions = append(h.Exceptions, coffee.HoursException{Date: date})
	}
	return h
}

// The shop is open from 8 to 18 h. A switch applies if it is later than the last one, by
// whomever: so opening early or closing early lasts until the next scheduled switch.
func TestDue(t *testing.T) {
	hours := everyDay(of("08:00", "18:00"))
	for name, row := range map[string]struct {
		last, now string
		want      string
	}{
		"before hours, closed since yesterday":       {"25 18:00", "26 07:59", ""},
		"at opening time":                            {"25 18:00", "26 08:00", "+26 08:00"},
		"the run is late":                            {"25 18:00", "26 08:07", "+26 08:00"},
		"opened already":                             {"26 08:00", "26 08:01", ""},
		"opened by hand before hours":                {"26 07:30", "26 08:00", "+26 08:00"},
		"and closed at closing time":                 {"26 08:00", "26 18:00", "-26 18:00"},
		"closed by hand during hours":                {"26 12:00", "26 17:59", ""},
		"and opened the next day, not before":        {"26 18:00", "27 08:00", "+27 08:00"},
		"closed by hand just after opening time":     {"26 08:00", "26 08:00", ""},
		"opened by hand after hours":                 {"26 19:00", "26 23:59", ""},
		"and closed the next day":                    {"27 08:00", "27 18:00", "-27 18:00"},
		"no run since yesterday noon":                {"25 12:00", "26 07:00", "-25 18:00"},
		"several missed: only the last one counts":   {"23 12:00", "26 09:00", "+26 08:00"},
		"the last switch is in the future, somehow":  {"27 12:00", "26 09:00", ""},
		"never switched: the last one of the past":   {"", "26 09:00", "+26 08:00"},
		"never switched: the last one was yesterday": {"", "26 07:00", "-25 18:00"},
	} {
		at := func(text string) time.Time {
			parsed, err := time.Parse("2006-01-02 15:04", "2026-11-"+text)
			if err != nil {
				return time.Time{}
			}
			return parsed
		}
		got := ""
		if due, ok := hours.Due(at(row.last), at(row.now), time.UTC); ok {
			got = map[bool]string{true: "+", false: "-"}[due.Open] + due.At.UTC().Format("02 15:04")
		}
		if got != row.want {
			t.Errorf("%s: Due(%s, %s) = %q, want %q", name, row.last, row.now, got, row.want)
		}
	}
	if due, ok := everyDay(of("00:00", "00:00")).Due(time.Time{}, time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), time.UTC); ok {
		t.Errorf("always open: Due = %v, want none", due)
	}
}

var zones = []string{"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Africa/Casablanca", "Asia/Kathmandu"}

// hoursFrom makes valid hours of any bytes: two for each interval.
func hoursFrom(data []byte) coffee.Hours {
	var days [8][]coffee.Interval // the last is that of an exception
	for i := 0; i+1 < len(data); i += 2 {
		day := int(data[i]) % len(days)
		from, length := int(data[i+1])*24*60/256, 1+int(data[i]/8)*24*60/32
		clock := func(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60%24, minute%60) }
		days[day] = append(days[day], coffee.Interval{From: clock(from), To: clock(from + length)})
		slices.SortFunc(days[day], func(a, b coffee.Interval) int { return strings.Compare(a.From, b.From) })
		if (coffee.Hours{Week: coffee.Week{Monday: days[day]}}).Validate() != nil {
			days[day] = nil
		}
	}
	return coffee.Hours{
		Week:       coffee.Week{Monday: days[0], Tuesday: days[1], Wednesday: days[2], Thursday: days[3], Friday: days[4], Saturday: days[5], Sunday: days[6]},
		Exceptions: []coffee.HoursException{{Date: "2027-03-28", Intervals: days[7]}},
	}
}

// Switches alternate and are after the time asked for; what is due and what comes next
// fit together; and in between the shop is open exactly when a clock on the wall says so.
func FuzzHours(f *testing.F) {
	f.Add(uint8(0), int64(1795683600), []byte{0x40, 0x55, 0x42, 0x10, 0xff, 0xf0})
	f.Add(uint8(1), int64(1806195600), []byte{0x87, 0x1a, 0x46, 0xe0, 0x15, 0x30, 0x17, 0x80}) // Berlin, forward
	f.Add(uint8(1), int64(1792882800), []byte{0x45, 0xe0, 0x16, 0x18, 0x26, 0x20})             // Berlin, back
	f.Add(uint8(2), int64(1793500000), []byte{0x45, 0xf0, 0x16, 0x0f, 0x56, 0x14})
	f.Add(uint8(3), int64(1806760000), []byte{0x45, 0xf0, 0x16, 0x12, 0x56, 0x13})
	f.Add(uint8(5), int64(1325196000), []byte{0x03, 0x50, 0x04, 0x50, 0x05, 0x50, 0xf6, 0x50})
	f.Fuzz(func(t *testing.T, zoneIndex uint8, unix int64, data []byte) {
		zone := in(t, zones[int(zoneIndex)%len(zones)])
		hours := hoursFrom(data[:min(len(data), 64)])
		if err := hours.Validate(); err != nil {
			t.Fatal(err)
		}
		start := time.Unix(unix%(1<<32), 0).Truncate(time.Minute)
		at := start
		opens := first(hours, at, zone)
		for range 8 {
			next, ok := hours.Next(opens, at, zone)
			if !ok {
				break
			}
			if !next.At.After(at) || next.Open != opens {
				t.Fatalf("Next(%v, %v) = %v", opens, at, next)
			}
			if other, ok := hours.Next(!opens, at, zone); ok && !other.At.After(next.At) {
				t.Fatalf("two switches the same way after %v: %v and %v", at, next, other)
			}
			if due, ok := hours.Due(at, next.At, zone); !ok || due != next {
				t.Fatalf("Due(%v, %v) = %v, %v, want %v", at, next.At, due, ok, next)
			}
			if due, ok := hours.Due(at, next.At.Add(-1), zone); ok {
				t.Fatalf("Due(%v, just before %v) = %v, want none", at, next.At, due)
			}
			if at.Sub(start) < 40*time.Hour {
				checkWall(t, hours, at, next.At, !opens, zone)
			}
			at, opens = next.At, !opens
		}
	})
}

// checkWall checks minute by minute that the shop is open, or closed, from one time to
// another, as far as the clocks are not changed around it.
func checkWall(t *testing.T, h coffee.Hours, from, to time.Time, open bool, zone *time.Location) {
	for m := from; m.Before(to) && m.Sub(from) < 40*time.Hour; m = m.Add(7 * time.Minute) {
		_, before := m.Add(-36 * time.Hour).In(zone).Zone()
		_, after := m.Add(36 * time.Hour).In(zone).Zone()
		if before == after && openOnTheWall(h, m.In(zone)) != open {
			t.Fatalf("at %v: open = %v, want %v", m.In(zone), open, !open)
		}
	}
}

// openOnTheWall reads the hours as a person does who looks at a clock, on a day on which
// clocks are not changed.
func openOnTheWall(h coffee.Hours, at time.Time) bool {
	clock := at.Format("15:04")
	for i, back := range []int{0, 1} {
		date := at.AddDate(0, 0, -back)
		intervals := h.Week.On(date.Weekday())
		for _, e := range h.Exceptions {
			if e.Date == date.Format(time.DateOnly) {
				intervals = e.Intervals
			}
		}
		for _, interval := range intervals {
			overnight := interval.To <= interval.From
			if i == 0 && clock >= interval.From && (overnight || clock < interval.To) || i == 1 && overnight && clock < interval.To {
				return true
			}
		}
	}
	return false
}
