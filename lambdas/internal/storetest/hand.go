package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func testByHand(t *testing.T, s Store) {
	id, at := newID(), now()
	want := store.Order{
		ID: id, State: coffee.Placed, Since: at, RequestedAt: at, PlacedAt: at, Order: `{"drink":"latte"}`, TakenBy: mia,
		Expires: at.Add(coffee.OrderRetention).Truncate(time.Second),
	}
	for _, again := range []struct {
		choice coffee.Choice
		by     string
		at     time.Time
	}{{latte, mia, at}, {latte, mia, at.Add(time.Minute)}, {coffee.Choice{Drink: "tea"}, ole, at.Add(time.Hour)}} {
		if got, err := s.TakeByHand(t.Context(), id, again.by, again.choice, again.at); err != nil || !got.Equal(want) {
			t.Errorf("TakeByHand(%+v) = %+v, %v, want %+v", again, got, err, want)
		}
		checkUnchanged(t, s, want)
	}
	// The workflow starts after that. The stored choice answers its first token.
	got := walkOn(t, s, id, at.Add(time.Second), started)
	if got.State != coffee.Placed || got.CustomerToken != customerToken || got.StartedAt.IsZero() {
		t.Errorf("order taken by hand after OrderStarted = %+v, want it PLACED, with the token", got)
	}
	got = walkOn(t, s, id, at.Add(2*time.Second), awaiting)
	if got.State != coffee.Queued || got.Number != 7 || got.BaristaToken != baristaToken {
		t.Errorf("order taken by hand after AwaitingCompletion = %+v, want it QUEUED, with its number and token", got)
	}
}

func testByHandTurnedAway(t *testing.T, s Store) {
	for _, event := range []coffee.Event{closed, full} {
		id, at := newID(), now()
		if _, err := s.TakeByHand(t.Context(), id, mia, latte, at); err != nil {
			t.Fatal(err)
		}
		got := walkOn(t, s, id, at.Add(time.Second), event)
		if got.State != coffee.Rejected || got.Reason != event.DetailType() || got.TakenBy != mia {
			t.Errorf("order taken by hand after %s = %+v, want it REJECTED with the event as its reason", event.DetailType(), got)
		}
		listed, err := s.Latest(t.Context(), coffee.Rejected, at, 100)
		i := slices.IndexFunc(listed, func(o store.Order) bool { return o.ID == id })
		if err != nil || i < 0 || listed[i].Reason != event.DetailType() || listed[i].TakenBy != mia {
			t.Errorf("Latest(REJECTED) = %+v, %v, want the order with its reason and barista", listed, err)
		}
	}
}

func testNoSeat(t *testing.T, s Store) {
	must(t, s.GiveBackSeat(t.Context(), newID()))
	if seats, err := s.Seats(t.Context()); err != nil || len(seats) > 0 {
		t.Errorf("Seats() = %v, %v, want none", seats, err)
	}
}
