package janitor

import (
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// tea is a menu with one drink.
var tea = coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}}

// redeem opens the shop and redeems a code for an order, and returns how many drinks are
// left on the code.
func (s *shop) redeem(t *testing.T, id string) (left func() int) {
	t.Helper()
	code := func() store.QRCode {
		code, err := s.store.CurrentCode(t.Context(), start, 10, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	for _, err := range []error{s.store.PutMenu(t.Context(), tea), s.store.PutOpen(t.Context(), true, time.Now())} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.store.Redeem(t.Context(), store.Redemption{Code: code().Text, OrderID: id, At: start}); err != nil {
		t.Fatal(err)
	}
	return func() int { return code().Remaining }
}

func TestADrinkThatWasNotGivenBackIsGivenBackOnce(t *testing.T) {
	for _, row := range []struct {
		name  string
		state coffee.State
		by    string
		at    time.Duration // of the run
		left  int
	}{
		{"rejected", coffee.Rejected, "", grace, 10},
		{"timed out", coffee.TimedOut, "", grace, 10},
		{"failed", coffee.Failed, "", grace, 10},
		{"cancelled by a barista", coffee.Cancelled, "mia", grace, 10},
		{"cancelled by the shop", coffee.Cancelled, store.ByShop, lookBack, 10},
		{"cancelled by the customer", coffee.Cancelled, store.ByCustomer, 2 * grace, 9},
		{"collected", coffee.Collected, "", 2 * grace, 9},
		{"unclaimed", coffee.Unclaimed, "", 2 * grace, 9},
		{"within the grace", coffee.Rejected, "", grace - time.Millisecond, 9},
		{"too long ago", coffee.Rejected, "", lookBack + time.Millisecond, 9},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			left := s.redeem(t, "a")
			order := s.order(t, "a")
			order.State, order.By, order.Since = row.state, row.by, start.Add(time.Millisecond)
			s.store.Put(order)
			for range 2 {
				s.mustRun(t, row.at+time.Millisecond)
			}
			if got := left(); got != row.left {
				t.Errorf("the code has %d drinks left, want %d", got, row.left)
			}
			if row.left == 10 {
				s.checkRepairs(t, "Drink a")
			} else {
				s.checkRepairs(t)
			}
		})
	}
}

func TestAnEndThatTheWorkflowDidNotConfirmIsConfirmed(t *testing.T) {
	for _, row := range []struct {
		name  string
		order store.Order
		event coffee.Event
	}{
		{"completed", store.Order{State: coffee.Ready, BaristaToken: "T"}, coffee.OrderCompleted{OrderDetail: detail("a", 0)}},
		{"collected", store.Order{State: coffee.Collected, BaristaToken: "T"}, coffee.OrderCompleted{OrderDetail: detail("a", 0)}},
		{"cancelled", store.Order{State: coffee.Cancelled, By: store.ByCustomer, CustomerToken: "T"}, coffee.OrderCancelled{OrderDetail: detail("a", 0)}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			row.order.ID, row.order.Since, row.order.StartedAt, row.order.Unconfirmed = "a", start, start, true
			s.store.Put(row.order)
			s.execute("a", succeeded, time.Minute, row.event)
			s.mustRun(t, time.Minute+grace-time.Millisecond)
			if !s.order(t, "a").Unconfirmed {
				t.Fatal("the order was confirmed within the grace")
			}
			for range 2 {
				s.mustRun(t, time.Minute+grace)
			}
			if got := s.order(t, "a"); got.Unconfirmed || got.BaristaToken+got.CustomerToken != "" || got.State != row.order.State {
				t.Errorf("order = %+v, want it %s, confirmed, without a token", got, row.order.State)
			}
			s.checkRepairs(t, "LostEnd a")
		})
	}
}

// Executions that release 0.1.0 started succeed with the output {}, also after an upgrade.
func TestAnOutputThatSaysNothingDoesNotTakeADrinkAway(t *testing.T) {
	for _, state := range []coffee.State{coffee.Ready, coffee.Collected, coffee.Cancelled} {
		s := newShop()
		s.store.Put(store.Order{ID: "a", State: state, By: "mia", Since: start, StartedAt: start, Unconfirmed: true, BaristaToken: "T"})
		s.execute("a", succeeded, time.Minute, coffee.OrderCompleted{})
		s.workflow.Executions[0].Output = "{}"
		s.mustRun(t, time.Minute+grace)
		if got := s.order(t, "a"); got.State != state || got.Unconfirmed || got.BaristaToken != "" {
			t.Errorf("a %s order became %+v, want it confirmed", state, got)
		}
		if len(s.bus.Published) > 0 {
			t.Errorf("the janitor published %+v about a %s order, want nothing", s.bus.Published, state)
		}
	}
}

// An order that a person ended long ago, and whose execution still runs.
func TestARunningExecutionOfAnEndedOrderIsFoundHoweverOld(t *testing.T) {
	s := newShop()
	s.store.Put(store.Order{ID: "a", State: coffee.Collected, Since: start, Unconfirmed: true, BaristaToken: "T"})
	s.execute("a", running, 0, nil)
	s.execute("unknown order", running, 0, nil)
	s.mustRun(t, 24*time.Hour)
	s.checkRepairs(t, "Callback a")
}

func TestASeatIsGivenBackOnlyAfterItsExecutionHasEnded(t *testing.T) {
	s := newShop()
	for _, id := range []string{"running", "just ended", "ended", "no execution"} {
		s.store.Seat(id)
	}
	s.execute("running", running, 0, nil)
	s.execute("just ended", succeeded, time.Minute, coffee.OrderCompleted{OrderDetail: detail("just ended", 0)})
	s.execute("ended", succeeded, 0, coffee.OrderCompleted{OrderDetail: detail("ended", 0)})
	s.mustRun(t, grace)
	if got := s.store.Seated(); !slices.Equal(got, []string{"just ended", "running"}) {
		t.Errorf("seats = %v, want those of the executions that run or have just ended", got)
	}
	s.checkRepairs(t, "Seat ended", "Seat no execution")
	if slices.Contains(s.workflow.Described, "running") {
		t.Errorf("looked up %v, want none that is listed as running", s.workflow.Described)
	}
	s.mustRun(t, time.Minute+grace)
	if got := s.store.Seated(); !slices.Equal(got, []string{"running"}) {
		t.Errorf("seats = %v, want only that of the running execution", got)
	}
}
