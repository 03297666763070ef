package janitor

import (
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// A person has completed or cancelled the order, the workflow was not told, and then its
// execution was stopped. Everybody else hears what the person did.
func TestAStoppedExecutionsOrderEndsAsAPersonDecided(t *testing.T) {
	end := coffee.OrderDetail{
		Detail:  coffee.Detail{Version: coffee.Version, Time: time.Date(2026, 11, 22, 9, 2, 30, 0, time.UTC)},
		OrderID: theOrder,
	}
	completed := coffee.OrderCompleted{OrderDetail: end, OrderNumber: 7}
	cancelled := coffee.OrderCancelled{OrderDetail: end, Error: "Barista.Cancelled", Cause: "no milk"}
	for _, row := range []struct {
		name  string
		order store.Order
		want  coffee.Event
	}{
		{"completed", store.Order{State: coffee.Ready, Number: 7}, completed},
		{"collected", store.Order{State: coffee.Collected, Number: 7}, completed},
		{"recalled", store.Order{State: coffee.Making, RecalledAt: start, Number: 7}, completed},
		{"cancelled after it was recalled", store.Order{State: coffee.Cancelled, By: "mia", RecalledAt: start, Number: 7}, completed},
		{"cancelled", store.Order{State: coffee.Cancelled, By: "mia", Cause: "no milk", Number: 7}, cancelled},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			row.order.ID, row.order.Unconfirmed, row.order.BaristaToken = theOrder, true, "T"
			s.store.Put(row.order)
			s.deliver(t, "execution-aborted", "execution-aborted")
			if got := s.order(t, theOrder); got.State != row.order.State || got.Unconfirmed || got.BaristaToken != "" {
				t.Errorf("order = %+v, want it %s, and confirmed", got, row.order.State)
			}
			if want := []coffee.Event{row.want}; !slices.Equal(s.bus.Published, want) {
				t.Errorf("published %+v, want %+v", s.bus.Published, want)
			}
		})
	}
}
