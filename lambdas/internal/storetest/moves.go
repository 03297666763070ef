package storetest

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func testMoves(t *testing.T, s Store) {
	start := now()
	second := func(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }
	changes := history{events: []coffee.Event{started, awaiting, completed}}.changes(start)
	orderID := newID()
	for i, want := range []store.Order{
		{State: coffee.Started, StartedAt: second(0), CustomerToken: customerToken},
		{State: coffee.Queued, StartedAt: second(0), QueuedAt: second(1),
			Number: 7, Order: `{"drink":"latte"}`, BaristaToken: baristaToken},
		{State: coffee.Ready, StartedAt: second(0), QueuedAt: second(1), ReadyAt: second(2),
			Number: 7, Order: `{"drink":"latte"}`},
	} {
		want.ID, want.Since = orderID, second(i)
		want.Expires = second(i).Add(coffee.OrderRetention).Truncate(time.Second)
		if got := apply(t, s, orderID, changes[i]); got != store.Moved {
			t.Errorf("Apply(%s) = %s, want %s", changes[i].To, got, store.Moved)
		}
		if got := get(t, s, orderID); !got.Equal(want) {
			t.Errorf("order after %s = %+v, want %+v", changes[i].To, got, want)
		}
	}
}

func testEnds(t *testing.T, s Store) {
	for _, h := range histories {
		t.Run(h.name, func(t *testing.T) {
			changes := h.changes(now())
			last := changes[len(changes)-1]
			want := store.Order{
				State: last.To, Since: last.At,
				Reason: last.Reason, Error: last.Error, Cause: last.Cause,
				CustomerToken: last.CustomerToken, BaristaToken: last.BaristaToken,
			}
			got := content(t, s, deliver(t, s, changes...))
			if last.To.Terminal() {
				want.EndedAt = last.At
			}
			// testMoves checks the rest.
			got.StartedAt, got.QueuedAt, got.ReadyAt, got.Expires = want.StartedAt, want.QueuedAt, want.ReadyAt, want.Expires
			got.Number, got.Order = want.Number, want.Order
			if !got.Equal(want) {
				t.Errorf("order %s = %+v, want %+v", h.name, got, want)
			}
		})
	}
}

func testRepetition(t *testing.T, s Store) {
	for _, h := range histories {
		t.Run(h.name, func(t *testing.T) {
			changes := h.changes(now())
			orderID := deliver(t, s, changes...)
			want := get(t, s, orderID)
			for _, c := range changes {
				if got := apply(t, s, orderID, c); got != store.Known {
					t.Errorf("Apply(%s) again = %s, want %s", c.To, got, store.Known)
				}
			}
			if got := get(t, s, orderID); !got.Equal(want) {
				t.Errorf("order after repeated changes = %+v, want %+v", got, want)
			}
		})
	}
}

func testSecondToken(t *testing.T, s Store) {
	changes := history{events: []coffee.Event{started, awaiting}}.changes(now())
	first, second := changes[0], reemit(changes[0])
	for _, deliveries := range [][]coffee.Change{{first, second}, {second, first}} {
		got := get(t, s, deliver(t, s, deliveries...))
		if got.CustomerToken != customerToken+"-2" || got.BaristaToken != "" {
			t.Errorf("tokens after two customer tokens = %q, %q, want the later one", got.CustomerToken, got.BaristaToken)
		}
	}
	first, second = changes[1], reemit(changes[1])
	for _, deliveries := range [][]coffee.Change{{changes[0], first, second}, {second, first, changes[0]}} {
		got := get(t, s, deliver(t, s, deliveries...))
		if got.CustomerToken != "" || got.BaristaToken != baristaToken+"-2" {
			t.Errorf("tokens after two barista tokens = %q, %q, want the later one", got.CustomerToken, got.BaristaToken)
		}
	}
}

func testOrdersAreIndependent(t *testing.T, s Store) {
	bystander := deliver(t, s, coffee.ChangeOf(coffee.OrderStarted{
		OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Time: now()}}, TaskToken: customerToken,
	}))
	want := get(t, s, bystander)
	for _, h := range histories {
		deliver(t, s, h.changes(now().Add(time.Minute))...)
	}
	if got := get(t, s, bystander); !got.Equal(want) {
		t.Errorf("order after changes to other orders = %+v, want %+v", got, want)
	}
}
