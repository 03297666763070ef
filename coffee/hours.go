package coffee

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Hours are the shop's opening hours, on the clock of the shop's time zone. The zero
// value has none: the shop then opens and closes by hand only.
type Hours struct {
	Week Week `json:"week"`
	// Exceptions replace the hours of single dates.
	Exceptions []HoursException `json:"exceptions"`
}

// Week has the intervals of each day of the week, earliest first. A day without
// intervals is closed. An interval belongs to the day on which it begins.
type Week struct {
	Monday    []Interval `json:"monday"`
	Tuesday   []Interval `json:"tuesday"`
	Wednesday []Interval `json:"wednesday"`
	Thursday  []Interval `json:"thursday"`
	Friday    []Interval `json:"friday"`
	Saturday  []Interval `json:"saturday"`
	Sunday    []Interval `json:"sunday"`
}

// HoursException has the intervals of one date instead of those of its day of the week.
// A date without intervals is closed.
type HoursException struct {
	// Date is in the form 2006-01-02.
	Date      string     `json:"date"`
	Intervals []Interval `json:"intervals"`
}

// Interval is a time of the day during which the shop is open: from From up to, but
// not including, To. Both have the form 15:04. If To is not after From, the interval
// ends on the next day, so 00:00 to 00:00 is a whole day.
type Interval struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Upper bounds of opening hours.
const (
	MaxIntervals       = 6 // per day
	MaxHoursExceptions = 100
)

// Patterns of times and dates in opening hours, as regular expressions. A date that
// matches may still not exist.
const (
	ClockPattern         = `^([01]\d|2[0-3]):[0-5]\d$`
	ExceptionDatePattern = `^\d{4}-\d{2}-\d{2}$`
)

// On returns the intervals of a day of the week.
func (w Week) On(day time.Weekday) []Interval {
	return [...][]Interval{w.Sunday, w.Monday, w.Tuesday, w.Wednesday, w.Thursday, w.Friday, w.Saturday}[day]
}

// on returns the intervals that begin on a date.
func (h Hours) on(date time.Time) []Interval {
	text := date.Format(time.DateOnly)
	if i := slices.IndexFunc(h.Exceptions, func(e HoursException) bool { return e.Date == text }); i >= 0 {
		return h.Exceptions[i].Intervals
	}
	return h.Week.On(date.Weekday())
}

// Validate returns an Error with the code InvalidHours if the hours are invalid, else
// nil. The intervals of a day do not overlap, and an overnight one is the day's last.
// Overnight intervals may overlap those of the next day.
func (h Hours) Validate() error {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if err := validateDay(day.String(), h.Week.On(day)); err != nil {
			return err
		}
	}
	if len(h.Exceptions) > MaxHoursExceptions {
		return NewError(InvalidHours, fmt.Sprintf("There are %d exceptions, and the limit is %d.", len(h.Exceptions), MaxHoursExceptions))
	}
	seen := map[string]bool{}
	for _, exception := range h.Exceptions {
		if _, err := time.Parse(time.DateOnly, exception.Date); err != nil || seen[exception.Date] {
			return NewError(InvalidHours, fmt.Sprintf("Every exception needs a date of its own, such as 2026-12-24; %q is not one.", exception.Date))
		}
		seen[exception.Date] = true
		if err := validateDay(exception.Date, exception.Intervals); err != nil {
			return err
		}
	}
	return nil
}

func validateDay(day string, intervals []Interval) error {
	if len(intervals) > MaxIntervals {
		return NewError(InvalidHours, fmt.Sprintf("%s has %d intervals, and the limit is %d.", day, len(intervals), MaxIntervals))
	}
	closed := 0 // from this minute of the day
	for _, interval := range intervals {
		from, fromOK := minuteOf(interval.From)
		to, toOK := minuteOf(interval.To)
		if !fromOK || !toOK {
			return NewError(InvalidHours, fmt.Sprintf("Times on %s need the form 08:30.", day))
		}
		if from < closed {
			return NewError(InvalidHours, fmt.Sprintf("The intervals of %s must not overlap, and must be in order.", day))
		}
		if closed = to; to <= from {
			closed = 24 * 60
		}
	}
	return nil
}

// minuteOf returns the minute of the day of a time in the form 15:04, false for any
// other text.
func minuteOf(clock string) (int, bool) {
	if len(clock) != len("15:04") || clock[2] != ':' {
		return 0, false
	}
	hour, hourErr := strconv.ParseUint(clock[:2], 10, 8)
	minute, minuteErr := strconv.ParseUint(clock[3:], 10, 8)
	ok := hourErr == nil && minuteErr == nil && hour < 24 && minute < 60
	return int(hour*60 + minute), ok
}
