package day_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/day"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

var menu = coffee.Menu{Drinks: []coffee.Drink{{ID: "flat-white", Name: "Flat White"}, {ID: "tea", Name: "Tea"}}}

// dayOf returns the day of a date in a time zone.
func dayOf(t *testing.T, date, zone string) coffee.Day {
	t.Helper()
	location, err := coffee.LoadTimeZone(zone)
	must(t, err)
	at, err := time.ParseInLocation(time.DateOnly, date, location)
	must(t, err)
	found, err := coffee.FindDay(date, at.Add(30*time.Hour))
	must(t, err)
	return found
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// collected returns an order with waits of 1, 2 and 3 units.
func collected(requested time.Time, unit time.Duration, order string) store.Order {
	return store.Order{
		State: coffee.Collected, Order: order, RequestedAt: requested, PlacedAt: requested.Add(unit),
		ReadyAt: requested.Add(3 * unit), CollectedAt: requested.Add(6 * unit),
	}
}

func TestOrdersCountByOutcome(t *testing.T) {
	of := dayOf(t, "2026-11-26", "UTC")
	var orders []store.Order
	for _, o := range []store.Order{
		{State: coffee.Requested}, {State: coffee.Started}, {State: coffee.Placed, TakenBy: "mia"}, {State: coffee.Queued}, {State: coffee.Making},
		{State: coffee.Ready}, {State: coffee.Collected, TakenBy: "mia"}, {State: coffee.Unclaimed},
		{State: coffee.Cancelled, By: store.ByCustomer}, {State: coffee.Cancelled, By: "mia"}, {State: coffee.Cancelled, By: store.ByShop}, {State: coffee.Cancelled},
		{State: coffee.TimedOut, Reason: "CustomerTimedOut"}, {State: coffee.TimedOut, Reason: "BaristaTimedOut"},
		{State: coffee.Rejected, Reason: "ShopClosed"}, {State: coffee.Rejected, Reason: "QueueFull"}, {State: coffee.Failed, Reason: "OrderFailed"},
	} {
		o.RequestedAt = of.From
		orders = append(orders, o)
	}
	got := day.Count(of, orders, menu)
	want := []api.OutcomeCount{
		{Outcome: "collected", Orders: 1}, {Outcome: "unclaimed", Orders: 1}, {Outcome: "ready", Orders: 1}, {Outcome: "open", Orders: 5},
		{Outcome: "cancelledByCustomer", Orders: 1}, {Outcome: "cancelledByStaff", Orders: 1}, {Outcome: "cancelledByShop", Orders: 2},
		{Outcome: "customerTimedOut", Orders: 1}, {Outcome: "baristaTimedOut", Orders: 1},
		{Outcome: "rejectedClosed", Orders: 1}, {Outcome: "rejectedFull", Orders: 1}, {Outcome: "failed", Orders: 1},
	}
	if !reflect.DeepEqual(got.Outcomes, want) || got.Orders != 17 || got.Made != 3 || got.ByHand != 2 {
		t.Errorf("%d orders, %d made, %d by hand, %+v, want 17, 3, 2, %+v", got.Orders, got.Made, got.ByHand, got.Outcomes, want)
	}
}

func TestDrinksThatWereMadeCountWithTheirModifiers(t *testing.T) {
	of := dayOf(t, "2026-11-26", "UTC")
	tea := collected(of.From, time.Second, `{"drink":"tea"}`)
	lost := tea
	lost.State = coffee.TimedOut
	got := day.Count(of, []store.Order{
		collected(of.From, time.Second, `{"drink":"flat-white","modifiers":{"milk":"cow","size":"big"}}`),
		collected(of.From, time.Second, `{"drink":"flat-white","modifiers":{"milk":"oat"}}`),
		collected(of.From, time.Second, `{"drink":"flat-white","modifiers":{"milk":"oat"}}`),
		collected(of.From, time.Second, `{"drink":"mocha"}`), // no longer on the menu
		collected(of.From, time.Second, `{}`),
		tea, tea, lost,
	}, menu).Drinks
	want := []api.DrinkCount{
		{Drink: "flat-white", Name: "Flat White", Made: 3, Modifiers: []api.ModifierCount{{Name: "milk", Option: "oat", Made: 2}, {Name: "milk", Option: "cow", Made: 1}, {Name: "size", Option: "big", Made: 1}}},
		{Drink: "tea", Name: "Tea", Made: 2, Modifiers: []api.ModifierCount{}},
		{Made: 1, Modifiers: []api.ModifierCount{}},
		{Drink: "mocha", Name: "mocha", Made: 1, Modifiers: []api.ModifierCount{}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("drinks = %+v, want %+v", got, want)
	}
}

func TestWaitsAreOfMadeDrinks(t *testing.T) {
	of := dayOf(t, "2026-11-26", "UTC")
	var orders []store.Order
	for i := 1; i <= 20; i++ {
		orders = append(orders, collected(of.From, time.Duration(i)*time.Second, ""))
	}
	byHand := collected(of.From, time.Hour, "")
	byHand.TakenBy, byHand.PlacedAt = "mia", byHand.RequestedAt
	cancelled := collected(of.From, time.Hour, "")
	cancelled.State = coffee.Cancelled
	skewed := collected(of.From, -time.Second, "")
	ready := store.Order{State: coffee.Ready, RequestedAt: of.From, ReadyAt: of.From} // it is not known when it was placed
	got := day.Count(of, append(orders, byHand, cancelled, skewed, ready), menu).Waits
	want := api.Waits{
		ScanToPlaced:     api.Wait{Orders: 21, P50: 10, P95: 19},
		PlacedToReady:    api.Wait{Orders: 22, P50: 20, P95: 40},
		ReadyToCollected: api.Wait{Orders: 22, P50: 30, P95: 60},
	}
	if got != want {
		t.Errorf("waits = %+v, want %+v", got, want)
	}
	if got := day.Count(of, nil, menu).Waits; got != (api.Waits{}) {
		t.Errorf("waits without orders = %+v, want zeros", got)
	}
}

// One order is requested at the start of each half hour of real time, and the busiest has
// three more.
func TestQuarterHoursAreRightWhenTheClocksChange(t *testing.T) {
	for _, c := range []struct {
		zone, date string
		quarters   int
		busy       time.Duration // since the start of the day
		label      string
	}{
		{"Europe/Berlin", "2026-11-26", 96, 8 * time.Hour, "08:00 +0100"},
		{"Europe/Berlin", "2026-10-25", 100, 2*time.Hour + 30*time.Minute, "02:30 +0200"},
		{"Europe/Berlin", "2026-10-25", 100, 3*time.Hour + 30*time.Minute, "02:30 +0100"},
		{"Europe/Berlin", "2027-03-28", 92, 2 * time.Hour, "03:00 +0200"},
		{"America/New_York", "2026-11-01", 100, 2 * time.Hour, "01:00 -0500"},
		{"America/New_York", "2027-03-14", 92, 23*time.Hour - 30*time.Minute, "23:30 -0400"},
		{"Australia/Lord_Howe", "2027-04-04", 98, 2 * time.Hour, "01:30 +1030"},
	} {
		t.Run(fmt.Sprint(c.zone, c.date, c.label), func(t *testing.T) {
			of := dayOf(t, c.date, c.zone)
			var orders []store.Order
			for at := of.From; at.Before(of.To); at = at.Add(30 * time.Minute) {
				orders = append(orders, store.Order{RequestedAt: at.UTC()})
			}
			last := store.Order{RequestedAt: of.To.Add(-time.Millisecond)}
			busy := store.Order{RequestedAt: of.From.Add(c.busy + 7*time.Minute)}
			got := day.Count(of, append(orders, last, busy, busy, busy), menu)
			if len(got.Quarters) != c.quarters || got.Quarters[0].Orders != 1 || got.Quarters[1].Orders != 0 || got.Quarters[c.quarters-1].Orders != 1 {
				t.Errorf("%d quarter hours, from %v to %v, want %d", len(got.Quarters), got.Quarters[0], got.Quarters[len(got.Quarters)-1], c.quarters)
			}
			if len(got.Busiest) != 3 || got.Busiest[0].Orders != 4 || got.Busiest[0].From.Format("15:04 -0700") != c.label || got.Busiest[1].Orders != 1 {
				t.Errorf("busiest = %v, want 4 orders at %s", got.Busiest, c.label)
			}
		})
	}
	if got := day.Count(dayOf(t, "2026-11-26", "UTC"), nil, menu).Busiest; got == nil || len(got) != 0 {
		t.Errorf("busiest of a day without orders = %v, want none", got)
	}
}
