package storetest

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// testShuffles delivers about ten changes in random order, as many times as the flag
// -rapid.checks says.
func testShuffles(t *testing.T, s Store) {
	start := now()
	rapid.Check(t, func(t *rapid.T) {
		changes := anyChanges(t, start)
		repeated := rapid.SliceOfN(rapid.SampledFrom(changes), 0, 3).Draw(t, "repeated")
		deliveries := rapid.Permutation(slices.Concat(changes, repeated)).Draw(t, "deliveries")

		want := content(t, s, deliver(t, s, changes...))
		last := changes[len(changes)-1]
		if want.State != last.To || want.CustomerToken != last.CustomerToken || want.BaristaToken != last.BaristaToken {
			t.Fatalf("order after %+v = %+v, want the state and tokens of the last change", changes, want)
		}
		if got := content(t, s, deliver(t, s, deliveries...)); !sameWithinASecond(got, want) {
			t.Fatalf("order after shuffled changes = %+v, want %+v", got, want)
		}
	})
}

// anyChanges draws the changes of an order. One of its events may be emitted twice,
// and after TIMED_OUT or FAILED a status event of the execution may follow.
func anyChanges(t *rapid.T, start time.Time) []coffee.Change {
	changes := rapid.SampledFrom(histories).Draw(t, "history").changes(start)
	if rapid.Bool().Draw(t, "emits one twice") {
		i := rapid.IntRange(0, len(changes)-1).Draw(t, "twice")
		changes = slices.Insert(changes, i+1, reemit(changes[i]))
	}
	last := changes[len(changes)-1]
	if last.To == coffee.TimedOut || last.To == coffee.Failed {
		if rapid.Bool().Draw(t, "execution status event") {
			after := rapid.IntRange(0, 3).Draw(t, "milliseconds after")
			changes = append(changes, executionReport(last, time.Duration(after)*time.Millisecond))
		}
	}
	return changes
}

func testConcurrentDeliveries(t *testing.T, s Store) {
	for _, h := range histories {
		t.Run(h.name, func(t *testing.T) {
			changes := h.changes(now())
			want := content(t, s, deliver(t, s, changes...))
			orderID := newID()
			var all sync.WaitGroup
			for _, c := range slices.Repeat(changes, 3) {
				all.Go(func() {
					c.OrderID = orderID
					if _, _, err := s.Apply(t.Context(), c); err != nil {
						t.Errorf("Apply(%+v): %v", c, err)
					}
				})
			}
			all.Wait()
			if got := content(t, s, orderID); !got.Equal(want) {
				t.Errorf("order after concurrent changes = %+v, want %+v", got, want)
			}
		})
	}
}

func testConcurrentEquals(t *testing.T, s Store) {
	change := history{events: []coffee.Event{started}}.changes(now())[0]
	change.OrderID = newID()
	var moved atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, outcome, err := s.Apply(t.Context(), change)
			if err != nil {
				t.Errorf("Apply(%+v): %v", change, err)
			}
			if outcome == store.Moved {
				moved.Add(1)
			}
		})
	}
	all.Wait()
	if got := moved.Load(); got != 1 {
		t.Errorf("%d of 8 concurrent equal changes moved the order, want 1", got)
	}
}
