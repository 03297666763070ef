package storetest

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// alike reports whether two orders are the same but for times that differ by
// less than a second, as those of two reports of one event do.
func alike(a, b store.Order) bool {
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

// Of every event, another report says another number, drink, error and time.
func testEndedOrdersAreHistory(t *testing.T, s Store) {
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
					c := again(coffee.ChangeOf(event))
					c.At, c.Number, c.Order, c.Error, c.Cause = last.Add(after), 99, json.RawMessage(`{"drink":"beer"}`), "Another", "another"
					if got := apply(t, s, orderID, c); got != store.Known {
						t.Errorf("Apply(another %s) = %s, want %s", event.DetailType(), got, store.Known)
					}
					unchanged(t, s, want)
				}
			}
		})
	}
}

// The report comes twice, the second time with the time of tomorrow. It does not
// move the order in the queue, and what comes after it counts.
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
			t.Errorf("Apply(%s) again, with the time of tomorrow = %s, want %s", c.To, got, store.Known)
		}
		unchanged(t, s, want)
		if c.CustomerToken+c.BaristaToken == "" {
			continue
		}
		retry := again(c)
		apply(t, s, orderID, retry)
		if got := get(t, s, orderID); got.CustomerToken != retry.CustomerToken || got.BaristaToken != retry.BaristaToken || got.Since != want.Since {
			t.Errorf("order after the workflow asked again = %+v, want its new token and its old place", got)
		}
	}
}
