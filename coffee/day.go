package coffee

import (
	"fmt"
	"time"
)

// Today stands for the current date where a date is asked for.
const Today = "today"

// DatePattern is the form of a date such as 2026-11-26, or Today, as a regular expression.
const DatePattern = `^(today|\d{4}-\d{2}-\d{2})$`

// Day is a calendar day in a shop's time zone. It usually has 24 hours, and 23 or 25
// when the clocks change.
type Day struct {
	// From is the first moment of the day, and To the first of the next day.
	From, To time.Time
}

// FindDay returns the day of a date or of Today, in the time zone of now. Orders are kept
// for OrderRetention after their last change, so a day that began earlier is refused, as is
// one that has not begun, with an Error with the code DayOutOfRange.
func FindDay(date string, now time.Time) (Day, error) {
	at := now
	if date != Today {
		parsed, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return Day{}, NewError(DayOutOfRange, fmt.Sprintf("%q is not a date.", date))
		}
		at = parsed
	}
	day := Day{From: midnight(at, 0, now.Location()), To: midnight(at, 1, now.Location())}
	if first := FirstDay(now); day.From.Before(first.From) || day.From.After(now) {
		return Day{}, NewError(DayOutOfRange, fmt.Sprintf("Please choose a day from %s to %s.", first.Date(), now.Format(time.DateOnly)))
	}
	return day, nil
}

// FirstDay returns the earliest day of which all orders are kept, in the time zone of now.
func FirstDay(now time.Time) Day {
	oldest := now.Add(-OrderRetention)
	return Day{From: midnight(oldest, 1, now.Location()), To: midnight(oldest, 2, now.Location())}
}

// Date returns the day's date, such as 2026-11-26.
func (d Day) Date() string { return d.From.Format(time.DateOnly) }

// midnight returns the first moment of the date of a time, and some days later, in a time
// zone. It is not always 00:00: some zones change their clocks at midnight, so that 00:00
// is skipped or occurs twice.
func midnight(of time.Time, later int, zone *time.Location) time.Time {
	year, month, day := of.Date()
	wanted := time.Date(year, month, day+later, 0, 0, 0, 0, time.UTC)
	at := time.Date(year, month, day+later, 0, 0, 0, 0, zone)
	if at.Format(time.DateOnly) < wanted.Format(time.DateOnly) { // skipped: the day begins with the change
		_, at = at.ZoneBounds()
	}
	change, _ := at.ZoneBounds()
	if before := change.Add(-1); !change.IsZero() && before.Format(time.DateOnly) == wanted.Format(time.DateOnly) {
		_, offset := before.Zone()
		return wanted.Add(-time.Duration(offset) * time.Second).In(zone)
	}
	return at
}
