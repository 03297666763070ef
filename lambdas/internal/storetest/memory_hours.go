package storetest

import (
	"context"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// PutOpen opens or closes the shop by hand. Opening it without a menu is an error.
func (m *Memory) PutOpen(_ context.Context, open bool, at time.Time) error {
	unlock, err := m.lock("PutOpen")
	if err != nil {
		return err
	}
	defer unlock()
	return m.switchTo(coffee.Switch{At: at, Open: open}, false)
}

// PutScheduled opens or closes the shop as its hours say, unless it was switched since.
func (m *Memory) PutScheduled(_ context.Context, scheduled coffee.Switch) (bool, error) {
	unlock, err := m.lock("PutScheduled")
	if err != nil {
		return false, err
	}
	defer unlock()
	if !m.switchedAt.IsZero() && !m.switchedAt.Before(stored(scheduled.At)) {
		return false, nil
	}
	err = m.switchTo(scheduled, true)
	return err == nil, err
}

func (m *Memory) switchTo(to coffee.Switch, unpublished bool) error {
	if to.Open && len(m.menu.Drinks) == 0 {
		return coffee.NewError(coffee.EmptyMenu, "The menu is empty.")
	}
	m.shop.Open, m.isSet, m.full = to.Open, true, time.Time{}
	m.switchedAt, m.unpublished = stored(to.At), unpublished
	return nil
}

// stored returns a time as the table has it: in milliseconds.
func stored(at time.Time) time.Time { return at.UTC().Truncate(time.Millisecond) }

// NotePublished notes that the event of the switch at that time is published.
func (m *Memory) NotePublished(_ context.Context, at time.Time) error {
	unlock, err := m.lock("NotePublished")
	if err != nil {
		return err
	}
	defer unlock()
	if m.switchedAt.Equal(stored(at)) {
		m.unpublished = false
	}
	return nil
}

// PutHours replaces the opening hours.
func (m *Memory) PutHours(_ context.Context, hours coffee.Hours) error {
	if err := hours.Validate(); err != nil {
		return err
	}
	unlock, err := m.lock("PutHours")
	if err != nil {
		return err
	}
	defer unlock()
	m.hours, m.isSet = hours, true
	return nil
}

// Timetable reads the settings, the opening hours and the last switch.
func (m *Memory) Timetable(context.Context) (coffee.Timetable, error) {
	unlock, err := m.lock("Timetable")
	if err != nil {
		return coffee.Timetable{}, err
	}
	defer unlock()
	return coffee.Timetable{Shop: m.settings(), Hours: m.hours, LastSwitch: m.switchedAt, Unpublished: m.unpublished}, nil
}
