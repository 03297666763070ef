package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func testWalk(t *testing.T, s Store) {
	start := now()
	second := func(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }
	want := store.Order{ID: newID()}
	for i, one := range []struct {
		way    any
		state  coffee.State
		change func(r *store.Order)
	}{
		{started, coffee.Started, func(r *store.Order) { r.StartedAt, r.CustomerToken = second(0), customerToken }},
		{"Place", coffee.Placed, func(r *store.Order) { r.PlacedAt, r.Order = second(1), `{"drink":"latte"}` }},
		{awaiting, coffee.Queued, func(r *store.Order) {
			r.QueuedAt, r.Number, r.CustomerToken, r.BaristaToken = second(2), 7, "", baristaToken
		}},
		{"Claim", coffee.Making, func(r *store.Order) { r.MakingAt, r.Barista = second(3), mia }},
		{"Release", coffee.Queued, func(r *store.Order) { r.MakingAt, r.Barista, r.ReleasedBy = time.Time{}, "", mia }},
		{"Claim", coffee.Making, func(r *store.Order) { r.MakingAt, r.Barista, r.ReleasedBy = second(5), mia, "" }},
		{"Complete", coffee.Ready, func(r *store.Order) { r.ReadyAt, r.Unconfirmed = second(6), true }},
		{completed, coffee.Ready, func(r *store.Order) { r.Unconfirmed, r.BaristaToken = false, "" }},
		{"Collect", coffee.Collected, func(r *store.Order) { r.CollectedAt = second(8) }},
	} {
		want.State, want.Since, want.Expires = one.state, second(i), second(i).Add(coffee.OrderRetention).Truncate(time.Second)
		switch one.way {
		case "Release":
			want.Since = want.QueuedAt // its old place in the queue
		case completed: // confirms the barista's Complete
			want.Since, want.Expires = want.ReadyAt, want.ReadyAt.Add(coffee.OrderRetention).Truncate(time.Second)
		}
		one.change(&want)
		if got := walkOn(t, s, want.ID, second(i), one.way); !got.Equal(want) {
			t.Errorf("order after %v = %+v, want %+v", one.way, got, want)
		}
	}
}

func testCancel(t *testing.T, s Store) {
	orderID, _ := walk(t, s, situations["queued"]...)
	want, at := get(t, s, orderID), now().Add(time.Minute)
	want.State, want.Since, want.EndedAt, want.Unconfirmed = coffee.Cancelled, at, at, true
	want.Expires = at.Add(coffee.OrderRetention).Truncate(time.Second)
	want.By, want.Reason, want.Cause = "customer", "OrderCancelled", "the bus came"
	if got := walkOn(t, s, orderID, at, "Cancel"); !got.Equal(want) {
		t.Errorf("order after Cancel = %+v, want %+v", got, want)
	}
	at = at.Add(time.Second)
	want.Unconfirmed, want.BaristaToken = false, ""
	want.Error = "Customer.Left"
	if got := walkOn(t, s, orderID, at, cancelled); !got.Equal(want) {
		t.Errorf("order after OrderCancelled = %+v, want %+v", got, want)
	}
}

func testStepsFromEverySituation(t *testing.T, s Store) {
	for name, way := range situations {
		for _, step := range steps {
			t.Run(step.name+" when "+name, func(t *testing.T) {
				orderID, last := walk(t, s, way...)
				before := get(t, s, orderID)
				got, err := step.take(t.Context(), s, orderID, last.Add(time.Minute))
				switch {
				case slices.Contains(step.from, before.State):
					if err != nil || got.State != step.to {
						t.Fatalf("%s = %+v, %v, want the order %s", step, got, err, step.to)
					}
					if got.Version != before.Version+1 {
						t.Errorf("%s: version is %d, want one more than %d", step, got.Version, before.Version)
					}
					again, err := step.take(t.Context(), s, orderID, last.Add(time.Hour))
					if err != nil || !again.Equal(got) {
						t.Errorf("%s again = %+v, %v, want the same order, %+v", step, again, err, got)
					}
					checkUnchanged(t, s, got)
				case err == nil:
					if !repeats(step, before) || !got.Equal(before) {
						t.Errorf("%s = %+v, want %s", step, got, coffee.WrongState)
					}
					checkUnchanged(t, s, before)
				default:
					if codeOf(err) != coffee.WrongState || !got.Equal(before) || repeats(step, before) {
						t.Errorf("%s = %+v, %v, want %s", step, got, err, coffee.WrongState)
					}
					checkUnchanged(t, s, before)
				}
			})
		}
	}
}

// repeats reports whether the step was taken already, so that taking it again
// succeeds without effect.
func repeats(s step, r store.Order) bool {
	switch s.name {
	case "Place":
		return r.Order == `{"drink":"latte"}` &&
			slices.Contains([]coffee.State{coffee.Placed, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected}, r.State)
	case "Complete":
		return r.State == coffee.Ready && r.Barista == mia
	case "Release":
		return r.State == coffee.Queued && r.ReleasedBy == mia
	case "Cancel":
		return r.State == coffee.Cancelled && r.By == "customer"
	default:
		return r.State == s.to
	}
}

func testUnknownSteps(t *testing.T, s Store) {
	for _, step := range steps {
		orderID := newID()
		if r, err := step.take(t.Context(), s, orderID, now()); codeOf(err) != coffee.UnknownOrder {
			t.Errorf("%s of an unknown order = %+v, %v, want %s", step, r, err, coffee.UnknownOrder)
		}
		if _, ok, err := s.Order(t.Context(), orderID); ok || err != nil {
			t.Errorf("%s of an unknown order created one, %v", step, err)
		}
	}
}

func testOtherBarista(t *testing.T, s Store) {
	orderID, last := walk(t, s, situations["making"]...)
	want, at := get(t, s, orderID), last.Add(time.Minute)
	for name, try := range map[string]func() (store.Order, error){
		"Claim":    func() (store.Order, error) { return s.Claim(t.Context(), orderID, ole, at) },
		"Release":  func() (store.Order, error) { return s.Release(t.Context(), orderID, ole, at) },
		"Complete": func() (store.Order, error) { return s.Complete(t.Context(), orderID, ole, at) },
	} {
		got, err := try()
		if codeOf(err) != coffee.ClaimedByOther || got.Barista != mia {
			t.Errorf("%s by another = %+v, %v, want %s and the order with its barista", name, got, err, coffee.ClaimedByOther)
		}
		checkUnchanged(t, s, want)
	}
}

func testChoices(t *testing.T, s Store) {
	flat := coffee.Choice{Drink: "flat-white", Modifiers: map[string]string{"milk": "oat", "size": "big"}}
	orderID, last := walk(t, s, started)
	placed, err := s.Place(t.Context(), orderID, flat, last)
	if err != nil || placed.CustomerToken != customerToken {
		t.Fatalf("Place = %+v, %v, want the order with its token", placed, err)
	}
	if got, err := s.Place(t.Context(), orderID, latte, last); codeOf(err) != coffee.WrongState {
		t.Errorf("Place of another drink = %+v, %v, want %s", got, err, coffee.WrongState)
	}
	// The workflow may order the fields of the same choice differently.
	event := awaiting
	event.Order = []byte(`{"modifiers": {"size":"big", "milk":"oat"}, "drink":"flat-white"}`)
	queued := walkOn(t, s, orderID, last.Add(time.Second), event)
	if got, err := s.Place(t.Context(), orderID, flat, last); err != nil || !got.Equal(queued) {
		t.Errorf("Place of the same drink = %+v, %v, want the queued order", got, err)
	}
}

func testLists(t *testing.T, s Store) {
	var want []string
	for i := range 30 {
		orderID, last := walk(t, s, situations["queued"]...)
		if i%3 == 0 { // a released order keeps its place
			walkOn(t, s, orderID, last.Add(time.Minute), "Claim")
			walkOn(t, s, orderID, last.Add(time.Hour), "Release")
		}
		want = append(want, orderID)
		time.Sleep(2 * time.Millisecond) // the next is queued later
	}
	all, err := s.InState(t.Context(), coffee.Queued)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range all {
		if r.State != coffee.Queued || r.CustomerToken+r.BaristaToken != "" || r.Number != 7 || r.QueuedAt.IsZero() {
			t.Errorf("InState(QUEUED) has %+v, want a queued order without tokens", r)
		}
		if slices.Contains(want, r.ID) {
			got = append(got, r.ID)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("InState(QUEUED) = %v, want %v, in that order", got, want)
	}
	latest, err := s.Latest(t.Context(), coffee.Queued, time.Time{}, 2)
	if err != nil || len(latest) != 2 || latest[0].Since != all[len(all)-1].Since || latest[1].Since != all[len(all)-2].Since {
		t.Errorf("Latest(QUEUED, 2) = %+v, %v, want the last two of InState, newest first", latest, err)
	}
}
