package coffee

import "time"

// Timetable is what decides when the shop opens and closes by itself.
//
// A scheduled switch applies once, and only if nobody has switched the shop since it was
// due. So a shop that is opened by hand before its hours stays open until the hours
// close it, and one that is closed by hand stays closed until they open it again.
type Timetable struct {
	Hours Hours
	// Zone is the shop's time zone.
	Zone *time.Location
	// Open is whether the shop is open now.
	Open bool
	// LastSwitch is when the shop was last switched, by hand or by its hours, or its hours
	// were changed. Earlier switches of the hours no longer apply.
	LastSwitch time.Time
	// Unpublished is true if the hours have switched the shop, and the event
	// ShopStatusChanged is still to be published.
	Unpublished bool
}

// Due returns the switch that is to be applied now, false if there is none.
func (t Timetable) Due(now time.Time) (Switch, bool) { return t.Hours.Due(t.LastSwitch, now, t.Zone) }

// Upcoming returns when the hours will next open a closed shop, or close an open one. If
// that is due already, its time is in the past. It is false if there is none.
func (t Timetable) Upcoming(now time.Time) (Switch, bool) {
	if due, ok := t.Due(now); ok && due.Open != t.Open {
		return due, true
	}
	return t.Hours.Next(!t.Open, now, t.Zone)
}

// Since returns the LastSwitch for new hours that replace t's: saving hours neither opens
// nor closes the shop. A switch that is due already is not lost, as far as the new hours
// have it too.
func (t Timetable) Since(now time.Time) time.Time {
	if _, due := t.Due(now); due {
		return t.LastSwitch
	}
	return now
}
