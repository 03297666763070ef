package manager

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

// newBerliner returns a shop in Berlin, where it is 10:00 on 22 November. It has an order
// of the last second of yesterday, one of the first of today and one of now.
func newBerliner(t *testing.T) *shop {
	t.Helper()
	s := newShop(t)
	must(t, s.store.PutLimits(t.Context(), coffee.Limits{DrinksPerCode: 1, CodePeriodSeconds: 1, TimeZone: "Europe/Berlin"}))
	midnight := time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC)
	for i, at := range []time.Time{midnight.Add(-time.Second), midnight, start} {
		_, err := s.store.TakeByHand(t.Context(), fmt.Sprint("order-", i), "mia", coffee.Choice{Drink: "tea"}, at)
		must(t, err)
		if i < 2 {
			_, err := s.store.Cancel(t.Context(), fmt.Sprint("order-", i), "mia", "no tea", []coffee.State{coffee.Placed}, midnight.Add(time.Minute))
			must(t, err)
		}
	}
	return s
}

func TestTheDaysNumbers(t *testing.T) {
	s := newBerliner(t)
	for _, c := range []struct {
		date, is        string
		cancelled, open int
	}{
		{"today", "2026-11-22", 1, 1}, {"2026-11-22", "2026-11-22", 1, 1}, {"2026-11-21", "2026-11-21", 1, 0}, {"2026-11-20", "2026-11-20", 0, 0},
	} {
		got := webtest.Decode[api.Day](t, ask(t, s, webtest.Manager, "GET", "/api/days/"+c.date, ""))
		byOutcome := map[api.Outcome]int{}
		for _, o := range got.Outcomes {
			byOutcome[o.Outcome] = o.Orders
		}
		if got.Date != c.is || got.TimeZone != "Europe/Berlin" || got.Today != "2026-11-22" || got.First != "2026-08-25" ||
			byOutcome[api.OutcomeCancelledByStaff] != c.cancelled || byOutcome[api.OutcomeOpen] != c.open || got.Orders != c.cancelled+c.open {
			t.Errorf("numbers of %s = %+v, want %s in Berlin with %d cancelled and %d open", c.date, got, c.is, c.cancelled, c.open)
		}
	}
	got := webtest.Decode[api.Day](t, ask(t, s, webtest.Manager, "GET", "/api/days/2026-10-25", ""))
	if len(got.Quarters) != 100 || got.From.Format(time.RFC3339) != "2026-10-25T00:00:00+02:00" || got.To.Format(time.RFC3339) != "2026-10-26T00:00:00+01:00" {
		t.Errorf("the day on which the clocks go back is from %v to %v with %d quarter hours, want 25 hours", got.From, got.To, len(got.Quarters))
	}
}

func TestTheDaysOrders(t *testing.T) {
	s := newBerliner(t)
	got := ask(t, s, webtest.Manager, "GET", "/api/days/today/orders.csv", "")
	rows := strings.Split(strings.TrimSpace(got.Body), "\r\n")
	if got.Status != 200 || len(rows) != 3 || !strings.HasPrefix(rows[1], "order-1,,counter,cancelledByStaff,Tea,,2026-11-21T23:00:00Z,2026-11-22 00:00:00,") ||
		!strings.HasPrefix(rows[2], "order-2,,counter,open,Tea,") {
		t.Errorf("the orders of today = %d %s, want order-1 and order-2", got.Status, got.Body)
	}
	if got := got.Headers["Content-Disposition"]; got != `attachment; filename="orders-2026-11-22.csv"` {
		t.Errorf("Content-Disposition = %s, want a file named after the day", got)
	}
}

func TestDaysThatAreNotFound(t *testing.T) {
	for _, path := range []string{"/api/days/%s", "/api/days/%s/orders.csv"} {
		for date, want := range map[string]coffee.ErrorCode{
			"2026-11-23": coffee.DayOutOfRange, "2026-08-24": coffee.DayOutOfRange, "2026-11-31": coffee.DayOutOfRange,
			"yesterday": api.InvalidRequest, "2026-11-1": api.InvalidRequest,
		} {
			if got := ask(t, newBerliner(t), webtest.Manager, "GET", fmt.Sprintf(path, date), ""); got.Code != want {
				t.Errorf("%s on %s = %d %s, want %s", path, date, got.Status, got.Body, want)
			}
		}
		for _, operation := range []string{"Shop", "Arrived", "Menu"} {
			s := newBerliner(t)
			s.store.Err = func(called string) error {
				if called == operation {
					return doubles.ErrBroken
				}
				return nil
			}
			if got := ask(t, s, webtest.Manager, "GET", fmt.Sprintf(path, "today"), ""); got.Status != 500 || strings.Contains(got.Body, "host") {
				t.Errorf("%s while %s fails = %d %s, want 500 and nothing internal", path, operation, got.Status, got.Body)
			}
		}
	}
}
