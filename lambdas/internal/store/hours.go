package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Timetable reads the opening hours and the last switch of the shop. Hours that were
// written into the table by hand and are invalid count as none.
func (s *Store) Timetable(ctx context.Context) (coffee.Timetable, error) {
	var (
		shop, hours item
		both        errgroup.Group
	)
	both.Go(func() (err error) { shop, err = s.config(ctx, schema.ShopSK); return err })
	both.Go(func() (err error) { hours, err = s.config(ctx, schema.HoursSK); return err })
	if err := both.Wait(); err != nil {
		return coffee.Timetable{}, err
	}
	switched, since := readMillis(shop[schema.SwitchedAtAttribute]), readMillis(hours[schema.HoursSinceAttribute])
	if since.After(switched) {
		switched = since
	}
	return coffee.Timetable{
		Hours: hoursOf(hours), Zone: time.UTC, LastSwitch: switched,
		Open: readFlag(shop[schema.OpenAttribute]), Unpublished: readFlag(shop[schema.UnpublishedAttribute]),
	}, nil
}

func hoursOf(found item) coffee.Hours {
	var hours coffee.Hours
	if json.Unmarshal([]byte(readText(found[schema.HoursAttribute])), &hours) != nil || hours.Validate() != nil {
		return coffee.Hours{}
	}
	return hours
}

// PutHours replaces the opening hours. Their switches up to since do not apply. Invalid
// hours are an error with the code InvalidHours.
func (s *Store) PutHours(ctx context.Context, hours coffee.Hours, since time.Time) error {
	if err := hours.Validate(); err != nil {
		return err
	}
	encoded, err := json.Marshal(hours)
	if err != nil {
		return fmt.Errorf("hours: %w", err)
	}
	replaced := configKey(schema.HoursSK)
	replaced[schema.HoursAttribute], replaced[schema.HoursSinceAttribute] = text(string(encoded)), millis(since)
	if _, _, err := s.client.put(ctx, s.tables.Config, writeTo(replaced)); err != nil {
		return fmt.Errorf("config: %w", err)
	}
	return nil
}

// PutScheduled opens or closes the shop as its hours say, and notes that the event is
// unpublished. It changes nothing and returns false if the shop was switched since. Opening
// a shop with an empty menu is an error with the code EmptyMenu.
func (s *Store) PutScheduled(ctx context.Context, scheduled coffee.Switch) (bool, error) {
	w := switchTo(scheduled.Open, scheduled.At)
	w.set(schema.UnpublishedAttribute, flag(true))
	w.condition = anyOf(w.missing(schema.SwitchedAtAttribute), w.compares(schema.SwitchedAtAttribute, "<", millis(scheduled.At)))
	return s.open(ctx, w, scheduled.Open)
}

// NotePublished notes that the event of the switch at that time is published. It does
// nothing if the shop was switched since.
func (s *Store) NotePublished(ctx context.Context, at time.Time) error {
	w := writeTo(configKey(schema.ShopSK))
	w.remove(schema.UnpublishedAttribute)
	w.condition = w.compares(schema.SwitchedAtAttribute, "=", millis(at))
	return s.updateConfig(ctx, w)
}
