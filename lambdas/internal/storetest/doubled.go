package storetest

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// sameWithinASecond reports whether two orders are equal, except for times that
// differ by up to a second, as those of two events about one change do.
func sameWithinASecond(a, b store.Order) bool {
	left, right := reflect.ValueOf(&a).Elem(), reflect.ValueOf(&b).Elem()
	for i := range left.NumField() {
		x, isTime := left.Field(i).Interface().(time.Time)
		if !isTime {
			continue
		}
		if y := right.Field(i).Interface().(time.Time); x.Sub(y).Abs() <= time.Second {
			right.Field(i).Set(left.Field(i))
		}
	}
	return a.Equal(b)
}

// Each duplicate has another number, drink, error and time.
func testEndedOrdersIgnoreDuplicates(t *testing.T, s Store) {
	for name, way := range situations {
		orderID, last := walk(t, s, way...)
		want := get(t, s, orderID)
		if !want.State.Terminal() || want.Unconfirmed {
			continue
		}
		t.Run(name, func(t *testing.T) {
			for _, one := range way {
				event, isEvent := one.(coffee.Event)
				if !isEvent {
					continue
				}
				for _, after := range []time.Duration{-24 * time.Hour, time.Millisecond, 24 * time.Hour} {
					c := reemit(coffee.ChangeOf(event))
					c.At, c.Number, c.Order, c.Error, c.Cause = last.Add(after), 99, json.RawMessage(`{"drink":"beer"}`), "Another", "another"
					if got := apply(t, s, orderID, c); got != store.Known {
						t.Errorf("Apply(another %s) = %s, want %s", event.DetailType(), got, store.Known)
					}
					checkUnchanged(t, s, want)
				}
			}
		})
	}
}

// Each event comes twice, the second time dated tomorrow. The duplicate does not
// change the order's place in the queue, and later events still take effect.
func testReportFromTheFuture(t *testing.T, s Store) {
	changes := history{events: []coffee.Event{started, awaiting, completed}}.changes(now())
	orderID := newID()
	for _, c := range changes {
		if got := apply(t, s, orderID, c); got != store.Moved {
			t.Errorf("Apply(%s) = %s, want %s", c.To, got, store.Moved)
		}
		want := get(t, s, orderID)
		future := c
		future.At = c.At.Add(24 * time.Hour)
		if got := apply(t, s, orderID, future); got != store.Known {
			t.Errorf("Apply(%s) again, dated tomorrow = %s, want %s", c.To, got, store.Known)
		}
		checkUnchanged(t, s, want)
		if c.CustomerToken+c.BaristaToken == "" {
			continue
		}
		retry := reemit(c)
		apply(t, s, orderID, retry)
		if got := get(t, s, orderID); got.CustomerToken != retry.CustomerToken || got.BaristaToken != retry.BaristaToken || got.Since != want.Since {
			t.Errorf("order after the workflow asked again = %+v, want the new token and the old place", got)
		}
	}
}
