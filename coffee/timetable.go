package coffee

import "time"

// Timetable is the shop with its opening hours, and decides when they open and close it.
//
// One rule: of the switches by hand and those in the hours, the last one decides. So a shop
// that is opened by hand before its hours stays open until the hours close it, and one that
// is closed by hand during its hours stays closed until they open it again. New hours, and a
// new time zone, apply at once: the last switch that they have since the shop was last
// switched is due.
type Timetable struct {
	Shop  ShopSettings
	Hours Hours
	// LastSwitch is when the shop was last switched, by hand or by its hours: for the hours,
	// the time that they say, not when they were applied. It is zero for a shop that was
	// never switched, or only by a version without hours.
	LastSwitch time.Time
	// Unpublished is true if the hours have switched the shop, and the event
	// ShopStatusChanged is still to be published.
	Unpublished bool
}

// Due returns the switch that is to be applied now. It is false if there is none, or if the
// shop is open or closed already, as the switch would make it.
func (t Timetable) Due(now time.Time) (Switch, bool) {
	due, ok := t.Hours.Due(t.LastSwitch, now, t.Shop.Location())
	return due, ok && due.Open != t.Shop.Open
}

// Upcoming returns when the hours will next open a closed shop, or close an open one, in
// the shop's time zone. If that is due already, its time is in the past. It is false if
// there is none.
func (t Timetable) Upcoming(now time.Time) (Switch, bool) {
	next, ok := t.Due(now)
	if !ok {
		next, ok = t.Hours.Next(!t.Shop.Open, now, t.Shop.Location())
	}
	next.At = next.At.In(t.Shop.Location())
	return next, ok
}
