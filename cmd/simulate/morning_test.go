package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// quick holds the options of a morning that takes a few seconds.
var quick = options{
	orders: 30, rate: 100, baristas: 4, cancel: 0.4, seed: 1,
	making: 20 * time.Millisecond, patience: time.Minute, queueLimit: 50, drinksPerCode: 99,
}

// play plays a morning in a shop. It fails the test if people stay in the pool.
func play(t *testing.T, ctx context.Context, s *fakeShop, o options) (report, error) {
	t.Helper()
	url, tally := s.start(t), newTally()
	m := newMorning(o, client.New(url, tally.countRequest), url+"/live", tally, newJournal(t), t.Output())
	people := &fakePool{people: map[string]bool{}}
	took, err := m.play(ctx, people)
	if len(people.people) > 0 {
		t.Errorf("%v are still on the staff", people.people)
	}
	return m.report("", took), err
}

func TestAGoodShopLosesNothing(t *testing.T) {
	for name, poll := range map[string]bool{"live": false, "polling": true} {
		t.Run(name, func(t *testing.T) {
			o := quick
			o.poll = poll
			losesNothing(t, o)
		})
	}
}

func losesNothing(t *testing.T, o options) {
	s := newFakeShop()
	s.busyEvery = 10
	r, err := play(t, t.Context(), s, o)
	if err != nil || r.verdict() != nil || len(r.Lost) > 0 {
		t.Fatalf("lost %v (%v), want nothing", r.Lost, err)
	}
	if r.Outcomes[collected] == 0 || r.Outcomes[cancelled] == 0 || r.Outcomes[collected]+r.Outcomes[cancelled] != quick.orders {
		t.Errorf("outcomes = %v, want some collected and some cancelled, %d in all", r.Outcomes, quick.orders)
	}
	for stage, w := range r.Waits {
		if w.Count < r.Outcomes[collected] {
			t.Errorf("%s has %d waits, want one for every drink of %d", stage, w.Count, r.Outcomes[collected])
		}
	}
	if s.limits.DrinksPerCode != 10 || !s.open {
		t.Errorf("left open: %v, with %+v, want both as before", s.open, s.limits)
	}
	// A customer who first looks when the drink is being made sees no estimate.
	if n := r.Estimates.Count; n == 0 || n > r.Outcomes[collected] {
		t.Errorf("%d estimates were judged, want some, and at most one for every drink of %d", n, r.Outcomes[collected])
	}
	if (r.Live == nil) != o.poll || !o.poll && (r.Live.Missed > 0 || r.Live.Messages < quick.orders) {
		t.Errorf("live updates: %+v, want messages for every customer", r.Live)
	}
}

func TestCustomersWaitOutsideAFullShop(t *testing.T) {
	s, o := newFakeShop(), quick
	o.inside = 2
	if r, err := play(t, t.Context(), s, o); err != nil || r.verdict() != nil || s.mostOpen >= o.inside {
		t.Errorf("%v, %v, and %d orders were open when another customer scanned, want fewer than %d", err, r.verdict(), s.mostOpen, o.inside)
	}
	if s.mostOpen == 0 {
		t.Error("no two customers were inside at once")
	}
}

func TestCustomersSurviveLostConnections(t *testing.T) {
	s := newFakeShop()
	s.cutAfter = 3
	r, err := play(t, t.Context(), s, quick)
	if err != nil || r.verdict() != nil || r.Live.Reconnections[noAnswer] == 0 {
		t.Errorf("lost %v (%v), after the reconnections %v, want none lost, after some", r.Lost, err, r.Live.Reconnections)
	}
}

func TestCustomersPollWhereWebSocketsFail(t *testing.T) {
	s := newFakeShop()
	s.closed = true
	r, err := play(t, t.Context(), s, quick)
	if err != nil || r.verdict() != nil || r.Live.Messages > 0 || r.Live.Reconnections["http_403"] == 0 {
		t.Errorf("lost %v (%v), live updates: %+v, want none lost, and refused connections", r.Lost, err, r.Live)
	}
}

func TestChangesWithoutAMessageAreCounted(t *testing.T) {
	s := newFakeShop()
	s.mute = true
	o := quick
	o.orders, o.cancel, o.patience = 5, 0, 500*time.Millisecond
	s.limits.DrinksPerCode = 10
	r, _ := play(t, t.Context(), s, o)
	if r.Live.Missed == 0 {
		t.Errorf("%d changes were missed, want some: nobody was told", r.Live.Missed)
	}
}

func TestOrdersThatNeverEndAreLost(t *testing.T) {
	s := newFakeShop()
	s.stuck = true
	o := quick
	o.orders, o.cancel, o.patience = 5, 0, 500*time.Millisecond
	r, _ := play(t, t.Context(), s, o)
	if len(r.Lost) != o.orders || r.Outcomes[stuck] != o.orders || r.verdict() == nil {
		t.Errorf("lost %v, verdict %v, want all %d that were never handed over", r.Lost, r.verdict(), o.orders)
	}
}

// Each fake shop gives some answers that contradict others.
func TestContradictoryAnswersMakeOrdersLost(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*fakeShop)
		want  string
	}{
		"another order for the same scan": {func(s *fakeShop) {
			s.spoilTicket = func(again bool, t *api.Ticket) {
				if again {
					t.OrderID = "other"
				}
			}
		}, "its repeated scan got another order"},
		"the same number for all": {func(s *fakeShop) {
			s.spoilView = func(o *api.Order) { o.Number = min(o.Number, 1) }
			s.spoilWork = func(_ string, o *api.QueuedOrder) { o.Number = 1 }
		}, "is also that of order"},
		"another drink for the barista": {func(s *fakeShop) {
			s.spoilWork = func(_ string, o *api.QueuedOrder) { o.Choice = &api.Chosen{Drink: "mocha"} }
		}, "mocha map[] is in the order"},
		"cancelled in the customer's view only": {func(s *fakeShop) {
			s.spoilView = func(o *api.Order) {
				if o.State == coffee.Collected {
					o.State = coffee.Cancelled
				}
			}
		}, "answers said it was COLLECTED and CANCELLED"},
		"an order claimed by two": {func(s *fakeShop) {
			s.spoilWork = func(action string, o *api.QueuedOrder) {
				if action == "claim" && s.orders[o.OrderID].Number%2 == 0 {
					s.orders[o.OrderID].State = coffee.Queued
				}
			}
		}, "baristas claimed it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFakeShop()
			test.spoil(s)
			o := quick
			o.cancel, o.patience = 0, 2*time.Second
			r, _ := play(t, t.Context(), s, o)
			found := 0
			for _, l := range r.Lost {
				if strings.Contains(strings.Join(l.Because, "; "), test.want) {
					found++
				}
			}
			if found == 0 || r.verdict() == nil {
				t.Errorf("lost %v, want some with the reason %q", r.Lost, test.want)
			}
		})
	}
}

func TestAnInterruptedMorningClearsUp(t *testing.T) {
	s := newFakeShop()
	s.open = false
	o := quick
	o.orders, o.rate = 1000, 20
	ctx, interrupt := context.WithCancel(t.Context())
	s.spoilTicket = func(bool, *api.Ticket) {
		if len(s.orders) == 10 {
			interrupt()
		}
	}
	r, err := play(t, ctx, s, o)
	if err != nil || !r.Interrupted || r.verdict() == nil || len(r.Lost) > 0 {
		t.Errorf("interrupted: %v, lost %v, verdict %v (%v)", r.Interrupted, r.Lost, r.verdict(), err)
	}
	if r.Customers >= o.orders || r.Outcomes[cancelled] == 0 || r.Outcomes[unfinished] > 0 {
		t.Errorf("%d customers, outcomes %v, want fewer, who cancelled what they could", r.Customers, r.Outcomes)
	}
	if s.open || s.limits.DrinksPerCode != 10 {
		t.Errorf("left open: %v, with %+v, want both as before", s.open, s.limits)
	}
}
