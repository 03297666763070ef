package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestTheLastWaitIsExplained(t *testing.T) {
	said := []string{}
	tally := newTally()
	tally.say = func(line string) { said = append(said, line) }
	at := time.Date(2026, 11, 22, 9, 15, 3, 0, time.Local)
	tally.countCustomers(3, 0)
	leave := tally.awaitTimeout(at)
	tally.awaitTimeout(at.Add(-time.Minute))
	tally.countCustomers(0, 1) // the one with a drink
	if len(said) > 0 {
		t.Errorf("said %q while more customers may come", said)
	}
	tally.lastCame()
	leave()
	tally.countCustomers(0, 1)
	want := "Waiting until 09:15:03 for 2 orders to time out, whose customers chose no drink."
	if got := strings.Join(said, "; "); got != want {
		t.Errorf("said %q, want once %q", got, want)
	}
}

func TestNothingIsSaidWhileDrinksAreMade(t *testing.T) {
	tally := newTally()
	tally.say = func(line string) { t.Errorf("said %q, though one customer waits for a drink", line) }
	tally.countCustomers(2, 0)
	tally.awaitTimeout(time.Now())
	tally.lastCame()
}

func TestLostConnectionsAreCountedByCode(t *testing.T) {
	tally := newTally()
	for _, err := range []error{errDisconnected, errors.New("refused"), coffee.NewError("http_429", "")} {
		tally.countReconnection(err)
	}
	if got := tally.live.reconnections; got[noAnswer] != 2 || got["http_429"] != 1 {
		t.Errorf("counted %v, want 2 without a code and 1 of http_429", got)
	}
}

func TestAnEstimateIsJudgedWhenTheDrinkIsReady(t *testing.T) {
	start := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	after := func(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }
	for name, test := range map[string]struct {
		ready int
		want  time.Duration
	}{
		"early": {50, 70 * time.Second}, "late": {150, 30 * time.Second},
	} {
		var w waits
		w.expect(coffee.Started, after(7)) // not in the queue yet
		w.expect(coffee.Queued, after(120))
		w.expect(coffee.Making, after(30)) // not the first one
		w.reach(coffee.Making, after(40))
		w.reach(coffee.Ready, after(test.ready))
		w.reach(coffee.Collected, after(900))
		if !w.judged || w.off != test.want {
			t.Errorf("%s: off by %v (judged: %v), want %v", name, w.off, w.judged, test.want)
		}
	}
	cancelled := waits{}
	cancelled.expect(coffee.Queued, after(9))
	if cancelled.reach(coffee.Cancelled, after(9)); cancelled.judged {
		t.Error("the estimate of a cancelled order was judged")
	}
}
