package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// ends lists the histories that end an order.
func ends() []history {
	var ended []history
	for _, h := range histories {
		if last := h.events[len(h.events)-1]; !coffee.ChangeOf(last).To.Open() {
			ended = append(ended, h)
		}
	}
	return ended
}

func testLateChanges(t *testing.T, s Store) {
	for _, h := range histories {
		if len(h.events) < 2 {
			continue
		}
		t.Run(h.name, func(t *testing.T) {
			changes := h.changes(now())
			want := content(t, s, deliver(t, s, changes...))
			last := len(changes) - 1
			orderID := deliver(t, s, changes[last])
			for i := last - 1; i >= 0; i-- {
				if got := apply(t, s, orderID, changes[i]); got != store.Noted {
					t.Errorf("Apply(%s) of an order that is %s = %s, want %s", changes[i].To, changes[last].To, got, store.Noted)
				}
			}
			if got := content(t, s, orderID); !got.Equal(want) {
				t.Errorf("order whose events came in reverse = %+v, want %+v", got, want)
			}
		})
	}
}

func testEndIsFinal(t *testing.T, s Store) {
	for _, h := range ends() {
		t.Run(h.name, func(t *testing.T) {
			changes := h.changes(now())
			orderID := deliver(t, s, changes...)
			want := get(t, s, orderID)
			for _, other := range []coffee.Event{closed, late, cancelled, failed} {
				c := coffee.ChangeOf(other)
				c.At = now().Add(time.Hour)
				if c.To == want.State {
					continue
				}
				if got := apply(t, s, orderID, c); got != store.Known {
					t.Errorf("Apply(%s) to an order that is %s = %s, want %s", c.To, want.State, got, store.Known)
				}
			}
			if got := get(t, s, orderID); !got.Equal(want) {
				t.Errorf("order after events of other ends = %+v, want %+v", got, want)
			}
		})
	}
}

func testTokensStaySpent(t *testing.T, s Store) {
	for _, h := range ends() {
		t.Run(h.name, func(t *testing.T) {
			changes := h.changes(now())
			last := changes[len(changes)-1]
			waits := history{events: []coffee.Event{started, awaiting}}.changes(last.At.Add(time.Minute))
			got := get(t, s, deliver(t, s, append(changes, waits...)...))
			if got.State != last.To || got.CustomerToken+got.BaristaToken != "" {
				t.Errorf("order after late OrderStarted and AwaitingCompletion is %s with the tokens %q, %q, want %s without tokens",
					got.State, got.CustomerToken, got.BaristaToken, last.To)
			}
		})
	}
}

func testReports(t *testing.T, s Store) {
	for _, h := range ends() {
		changes := h.changes(now())
		last := changes[len(changes)-1]
		if last.To != coffee.TimedOut && last.To != coffee.Failed {
			continue
		}
		t.Run(h.name, func(t *testing.T) {
			want := content(t, s, deliver(t, s, changes...))
			report := executionReport(last, 5*time.Millisecond)
			for name, deliveries := range map[string][]coffee.Change{
				"last":   append(slices.Clone(changes), report),
				"before": append(slices.Clone(changes[:len(changes)-1]), report, last),
				"first":  append([]coffee.Change{report}, changes...),
			} {
				if got := content(t, s, deliver(t, s, deliveries...)); !sameWithinASecond(got, want) {
					t.Errorf("order whose execution status event came %s = %+v, want %+v", name, got, want)
				}
			}
		})
	}
}
