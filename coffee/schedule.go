package coffee

import (
	"iter"
	"time"
)

// Switch is one change of the shop by its opening hours.
type Switch struct {
	At   time.Time
	Open bool
}

// scheduleDays is how far ahead and back opening hours are searched, in days: more than
// a year, so that an exception once a year is found.
const scheduleDays = 400

// Next returns the first switch to open, or to closed, after a time in the time zone of
// the shop. It is false if there is none within 400 days.
func (h Hours) Next(open bool, after time.Time, zone *time.Location) (Switch, bool) {
	for s := range h.switches(after, scheduleDays, zone) {
		if s.Open == open && s.At.After(after) {
			return s, true
		}
	}
	return Switch{}, false
}

// Due returns the last switch after one time and up to another, false if there is none.
// Only the last 400 days are searched.
func (h Hours) Due(after, upTo time.Time, zone *time.Location) (last Switch, due bool) {
	if earliest := upTo.AddDate(0, 0, -scheduleDays); after.Before(earliest) {
		after = earliest
	}
	for s := range h.switches(after, scheduleDays+2, zone) {
		if s.At.After(upTo) {
			break
		}
		if s.At.After(after) {
			last, due = s, true
		}
	}
	return last, due
}

// switches yields the switches, in order of time and alternating, from at the latest a
// day before a time, for that many days after it. An interval that begins when, or
// before, another ends continues it.
func (h Hours) switches(around time.Time, days int, zone *time.Location) iter.Seq[Switch] {
	return func(yield func(Switch) bool) {
		local := around.In(zone)
		first := time.Date(local.Year(), local.Month(), local.Day()-2, 0, 0, 0, 0, time.UTC)
		var current span
		for day := range days + 3 {
			date := first.AddDate(0, 0, day)
			for _, interval := range h.on(date) {
				next := interval.span(date, zone)
				switch {
				case !next.from.Before(next.to): // skipped by the clock
				case current.from.IsZero():
					current = next
				case !next.from.After(current.to):
					current.to = latest(current.to, next.to)
				default:
					if !yield(Switch{current.from, true}) || !yield(Switch{current.to, false}) {
						return
					}
					current = next
				}
			}
		}
		// The days after these may continue an interval that ends at their end.
		end := firstMoment(first.AddDate(0, 0, days+3), zone)
		if current.from.IsZero() || !yield(Switch{current.from, true}) || !current.to.Before(end) {
			return
		}
		yield(Switch{current.to, false})
	}
}

// span is a period of time without interruption.
type span struct{ from, to time.Time }

// span returns when an interval begins and ends that belongs to a date. The hours are
// valid.
func (i Interval) span(date time.Time, zone *time.Location) span {
	from, _ := minuteOf(i.From)
	to, _ := minuteOf(i.To)
	if to <= from {
		to += 24 * 60
	}
	return span{
		firstMoment(date.Add(time.Duration(from)*time.Minute), zone),
		firstMoment(date.Add(time.Duration(to)*time.Minute), zone),
	}
}

// firstMoment returns the first moment at which clocks in a time zone show the time of
// wall, whose own zone does not matter, or a later time. So a time that occurs twice,
// because clocks are put back, means its first occurrence, and a time that clocks skip
// means the moment at which they skip it.
func firstMoment(wall time.Time, zone *time.Location) time.Time {
	y, mo, d := wall.Date()
	h, mi, s := wall.Clock()
	t := time.Date(y, mo, d, h, mi, s, 0, zone)
	begin, end := t.ZoneBounds()
	shown := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	wanted := time.Date(y, mo, d, h, mi, s, 0, time.UTC)
	switch {
	case shown.After(wanted):
		return begin
	case shown.Before(wanted):
		return end
	case begin.IsZero():
		return t
	}
	_, offset := t.Zone()
	_, before := begin.Add(-time.Second).Zone()
	if earlier := t.Add(time.Duration(offset-before) * time.Second); earlier.Before(begin) {
		return earlier
	}
	return t
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
