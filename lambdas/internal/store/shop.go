package store

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

func configKey(sk string) item {
	return item{schema.ConfigPKAttribute: text(schema.ConfigPK), schema.ConfigSKAttribute: text(sk)}
}

// Shop reads the settings that are in effect. Limits that were written into the table by
// hand are rounded down and capped at their maximum. A limit that is missing or below 1 is
// its default; for the queue limit that is 0, which means the workflow's own default. A
// time zone that is missing or unknown is UTC.
func (s *Store) Shop(ctx context.Context) (coffee.ShopSettings, error) {
	shop, err := s.config(ctx, schema.ShopSK)
	if err != nil {
		return coffee.ShopSettings{}, err
	}
	return settingsOf(shop), nil
}

func settingsOf(shop item) coffee.ShopSettings {
	return coffee.ShopSettings{
		Open:                 readFlag(shop[schema.OpenAttribute]),
		QueueLimit:           readLimit(shop[schema.QueueLimitAttribute], coffee.MaxQueueLimit),
		DrinksPerCode:        cmp.Or(readLimit(shop[schema.DrinksPerCodeAttribute], coffee.MaxDrinksPerCode), coffee.DefaultDrinksPerCode),
		CodePeriodSeconds:    cmp.Or(readLimit(shop[schema.CodePeriodSecondsAttribute], coffee.MaxCodePeriodSeconds), coffee.DefaultCodePeriodSeconds),
		CollectWithinSeconds: cmp.Or(readLimit(shop[schema.CollectWithinSecondsAttribute], coffee.MaxCollectWithinSeconds), coffee.DefaultCollectWithinSeconds),
		TimeZone:             readTimeZone(shop[schema.TimeZoneAttribute]),
	}
}

// readLimit reads a limit as the workflow's expression does: rounded down, at most most,
// and 0 if it is missing or below 1.
func readLimit(value types.AttributeValue, most int) int {
	n, ok := value.(*types.AttributeValueMemberN)
	if !ok {
		return 0
	}
	number, err := strconv.ParseFloat(n.Value, 64)
	if err != nil || number < 1 {
		return 0
	}
	return int(min(number, float64(most)))
}

func readTimeZone(value types.AttributeValue) string {
	location, err := coffee.LoadTimeZone(readText(value))
	if err != nil {
		return coffee.DefaultTimeZone
	}
	return location.String()
}

// PutOpen opens or closes the shop by hand, without changing the limits. Switches of the
// opening hours up to that time no longer apply. Opening a shop with an empty menu is an
// error with the code EmptyMenu.
func (s *Store) PutOpen(ctx context.Context, open bool, at time.Time) error {
	w := switchTo(open, at)
	w.remove(schema.UnpublishedAttribute)
	_, err := s.open(ctx, w, open)
	return err
}

// switchTo returns a write that opens or closes the shop at a time.
func switchTo(open bool, at time.Time) *write {
	w := writeTo(configKey(schema.ShopSK))
	w.set(schema.OpenAttribute, flag(open))
	w.set(schema.SwitchedAtAttribute, millis(at))
	w.remove(schema.FullUntilAttribute)
	return w
}

// open makes a write that opens or closes the shop if its condition holds, and reports
// whether it did. Only a shop with a menu can be opened.
func (s *Store) open(ctx context.Context, w *write, open bool) (bool, error) {
	if !open {
		_, held, err := s.client.update(ctx, s.tables.Config, w)
		if err != nil {
			return false, fmt.Errorf("config: %w", err)
		}
		return held, nil
	}
	menu := writeTo(configKey(schema.MenuSK))
	menu.condition = all(menu.exists(schema.DrinksAttribute),
		fmt.Sprintf("size(%s) > %s", menu.name(schema.DrinksAttribute), menu.value("none", number(0))))
	failed, err := s.client.transact(ctx, w.asUpdate(s.tables.Config), menu.asCheck(s.tables.Config))
	if err == nil && failed == 0 {
		return false, nil
	}
	err = configError(failed, err, coffee.NewError(coffee.EmptyMenu, "The menu is empty. Please add a drink before you open the shop."))
	return err == nil, err
}

// PutLimits sets all limits and, unless it is empty, the time zone, without opening or
// closing the shop. Limits out of range and an unknown time zone are an error with the
// code InvalidSettings.
func (s *Store) PutLimits(ctx context.Context, limits coffee.Limits) error {
	if err := limits.Validate(); err != nil {
		return err
	}
	w := writeTo(configKey(schema.ShopSK))
	w.set(schema.QueueLimitAttribute, number(int64(limits.QueueLimit)))
	w.set(schema.DrinksPerCodeAttribute, number(int64(limits.DrinksPerCode)))
	w.set(schema.CodePeriodSecondsAttribute, number(int64(limits.CodePeriodSeconds)))
	w.set(schema.CollectWithinSecondsAttribute, number(int64(limits.CollectWithinSeconds)))
	if limits.TimeZone != "" {
		w.set(schema.TimeZoneAttribute, text(limits.TimeZone))
	}
	w.remove(schema.FullUntilAttribute)
	return s.updateConfig(ctx, w)
}

// NoteFull stores until when orders are refused because the queue is full. It never
// shortens that time, and does nothing for a shop without settings.
func (s *Store) NoteFull(ctx context.Context, until time.Time) error {
	w := writeTo(configKey(schema.ShopSK))
	w.quiet = true
	w.set(schema.FullUntilAttribute, millis(until))
	w.condition = all(w.exists(schema.ConfigPKAttribute),
		anyOf(w.missing(schema.FullUntilAttribute), w.compares(schema.FullUntilAttribute, "<", millis(until))))
	return s.updateConfig(ctx, w)
}

// CheckAdmission returns the menu, and an error with the code ShopIsClosed, QueueIsFull or
// NothingToHave if the shop refuses orders at that time. The workflow may still reject an
// order that passes.
func (s *Store) CheckAdmission(ctx context.Context, at time.Time) (coffee.Menu, error) {
	found, err := s.client.batch(ctx, keys{s.tables.Config: {configKey(schema.ShopSK), configKey(schema.MenuSK)}})
	if err != nil {
		return coffee.Menu{}, fmt.Errorf("config: %w", err)
	}
	return s.admission(ctx, found[s.tables.Config], at)
}

// admission is CheckAdmission for the items of the shop and the menu. A queue that was
// full a moment ago and in which every place is free by now does not count as full.
func (s *Store) admission(ctx context.Context, config []item, at time.Time) (coffee.Menu, error) {
	var shop, menu item
	for _, one := range config {
		if readText(one[schema.ConfigSKAttribute]) == schema.ShopSK {
			shop = one
		} else {
			menu = one
		}
	}
	m := menuOf(menu)
	refusal := RefuseOrder(readFlag(shop[schema.OpenAttribute]), readMillis(shop[schema.FullUntilAttribute]), at)
	if coffee.CodeOf(refusal) == coffee.QueueIsFull {
		taken, err := s.PlacesTaken(ctx)
		if err != nil {
			return m, err
		}
		if taken == 0 {
			refusal = nil
		}
	}
	return m, cmp.Or(refusal, m.CheckServing())
}

// RefuseOrder returns an error if the shop refuses orders at that time: ShopIsClosed, or
// QueueIsFull with RetryAfter. Otherwise it is nil.
func RefuseOrder(open bool, fullUntil, at time.Time) error {
	if !open {
		return coffee.NewError(coffee.ShopIsClosed, "The shop is closed.")
	}
	if !fullUntil.After(at) {
		return nil
	}
	full := coffee.NewError(coffee.QueueIsFull, "The queue is full. Please try again in a moment.")
	full.RetryAfter = max(time.Second, fullUntil.Sub(at))
	return full
}

func (s *Store) config(ctx context.Context, sk string) (item, error) {
	found, err := s.client.get(ctx, s.tables.Config, configKey(sk))
	if err != nil {
		return nil, fmt.Errorf("config %s: %w", sk, err)
	}
	return found, nil
}

func (s *Store) updateConfig(ctx context.Context, w *write) error {
	if _, _, err := s.client.update(ctx, s.tables.Config, w); err != nil {
		return fmt.Errorf("config: %w", err)
	}
	return nil
}

// configError returns the error of a transaction on the config table: refusal if a
// condition did not hold.
func configError(failed int, err, refusal error) error {
	switch {
	case err != nil:
		return fmt.Errorf("config: %w", err)
	case failed >= 0:
		return refusal
	default:
		return nil
	}
}
