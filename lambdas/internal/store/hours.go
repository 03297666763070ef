package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Timetable reads the shop's settings, its opening hours and its last switch, from one item.
// Hours that were written into the table by hand and are invalid count as none.
func (s *Store) Timetable(ctx context.Context) (coffee.Timetable, error) {
	shop, err := s.config(ctx, schema.ShopSK)
	if err != nil {
		return coffee.Timetable{}, err
	}
	return coffee.Timetable{
		Shop: settingsOf(shop), Hours: hoursOf(shop), LastSwitch: readMillis(shop[schema.SwitchedAtAttribute]),
		Unpublished: readFlag(shop[schema.UnpublishedAttribute]),
	}, nil
}

func hoursOf(shop item) coffee.Hours {
	var hours coffee.Hours
	if json.Unmarshal([]byte(readText(shop[schema.HoursAttribute])), &hours) != nil || hours.Validate() != nil {
		return coffee.Hours{}
	}
	return hours
}

// PutHours replaces the opening hours. Invalid hours are an error with the code
// InvalidHours.
func (s *Store) PutHours(ctx context.Context, hours coffee.Hours) error {
	if err := hours.Validate(); err != nil {
		return err
	}
	encoded, err := json.Marshal(hours)
	if err != nil {
		return fmt.Errorf("hours: %w", err)
	}
	w := writeTo(configKey(schema.ShopSK))
	w.set(schema.HoursAttribute, text(string(encoded)))
	return s.updateConfig(ctx, w)
}

// PutScheduled opens or closes the shop as its hours say, and notes that the event is
// unpublished. It changes nothing and returns false if the shop was switched since, by hand
// or by its hours. Opening a shop with an empty menu is an error with the code EmptyMenu.
func (s *Store) PutScheduled(ctx context.Context, due coffee.Switch) (bool, error) {
	w := switchTo(due.Open, due.At)
	w.quiet = true
	w.set(schema.UnpublishedAttribute, flag(true))
	w.condition = anyOf(w.missing(schema.SwitchedAtAttribute), w.compares(schema.SwitchedAtAttribute, "<", millis(due.At)))
	return s.open(ctx, w, due.Open)
}

// NotePublished notes that the event of the switch at that time is published. It does
// nothing if the shop was switched since.
func (s *Store) NotePublished(ctx context.Context, at time.Time) error {
	w := writeTo(configKey(schema.ShopSK))
	w.quiet = true
	w.remove(schema.UnpublishedAttribute)
	w.condition = w.compares(schema.SwitchedAtAttribute, "=", millis(at))
	return s.updateConfig(ctx, w)
}
