package storetest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// The workflow's event confirms what a barista or a customer did, whether its time is
// before or after theirs, and adds the error with which the workflow ended.
func testConfirmation(t *testing.T, s Store) {
	for _, row := range []struct {
		situation string
		event     coffee.Event
		state     coffee.State
	}{
		{"completed", completed, coffee.Ready},
		{"collected", completed, coffee.Collected},
		{"completed", slow, coffee.Ready},
		{"cancelled while started", cancelled, coffee.Cancelled},
		{"cancelled while queued", cancelled, coffee.Cancelled},
		{"cancelled while started", late, coffee.Cancelled},
		{"cancelled while started", closed, coffee.Cancelled},
		{"cancelled while queued", failed, coffee.Cancelled},
	} {
		for _, after := range []time.Duration{-time.Second, 0, time.Second} {
			t.Run(fmt.Sprintf("%s, then %s %v later", row.situation, row.event.DetailType(), after), func(t *testing.T) {
				orderID, last := walk(t, s, situations[row.situation]...)
				before := get(t, s, orderID)
				if !before.Unconfirmed || before.CustomerToken+before.BaristaToken == "" {
					t.Fatalf("order = %+v, want it unconfirmed, with a token", before)
				}
				got := walkOn(t, s, orderID, last.Add(after), row.event)
				if got.Unconfirmed || got.CustomerToken+got.BaristaToken != "" || got.State != row.state {
					t.Errorf("order after %s = %+v, want it %s and confirmed, without a token", row.event.DetailType(), got, row.state)
				}
				if change := coffee.ChangeOf(row.event); change.To == row.state && (got.Since != before.Since || got.Error != change.Error) {
					t.Errorf("order after %s = %+v, want the same Since and the error of the event", row.event.DetailType(), got)
				}
			})
		}
	}
}

// A task token that arrives late is kept as long as the workflow waits for it.
func testLateTokens(t *testing.T, s Store) {
	for _, row := range []struct {
		situation               string
		event                   coffee.Event
		customers, baristas     string
		customersNow, baristasN string
	}{
		{"placed", started, customerToken, "", customerToken + "-2", ""},
		{"making", awaiting, "", baristaToken, "", baristaToken + "-2"},
		{"completed", awaiting, "", baristaToken, "", baristaToken + "-2"},
		{"collected", awaiting, "", baristaToken, "", baristaToken + "-2"},
		{"cancelled while started", started, customerToken, "", customerToken + "-2", ""},
		{"cancelled while started", awaiting, customerToken, "", "", baristaToken + "-2"},
		{"cancelled while queued", started, "", baristaToken, "", baristaToken},
		{"cancelled and confirmed", awaiting, "", "", "", ""},
		{"completed and confirmed", awaiting, "", "", "", ""},
		{"making", started, "", baristaToken, "", baristaToken},
	} {
		t.Run(row.event.DetailType()+" when "+row.situation, func(t *testing.T) {
			orderID, last := walk(t, s, situations[row.situation]...)
			before := get(t, s, orderID)
			if before.CustomerToken != row.customers || before.BaristaToken != row.baristas {
				t.Fatalf("tokens before = %q, %q, want %q, %q", before.CustomerToken, before.BaristaToken, row.customers, row.baristas)
			}
			c := reemit(coffee.ChangeOf(row.event))
			c.At = last.Add(time.Second)
			apply(t, s, orderID, c)
			got := get(t, s, orderID)
			if got.CustomerToken != row.customersNow || got.BaristaToken != row.baristasN || got.State != before.State {
				t.Errorf("order = %+v, want it %s with the tokens %q, %q", got, before.State, row.customersNow, row.baristasN)
			}
		})
	}
}

// testLifetimes compares a Store with Memory after each of a random sequence of steps
// and of events that come shuffled and repeated. It checks that every transition is
// one of the life cycle, and that an order that has ended has no token.
func testLifetimes(t *testing.T, s Store) {
	start := now()
	rapid.Check(t, func(t *rapid.T) {
		model, orderID := new(Memory), newID()
		deliveries := rapid.Permutation(slices.Repeat(anyChanges(t, start), 2)).Draw(t, "deliveries")
		state := coffee.Requested
		for i := 0; len(deliveries) > 0; i++ {
			at := start.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "ms")) * time.Millisecond)
			if rapid.Bool().Draw(t, "event") {
				c := deliveries[0]
				deliveries = deliveries[1:]
				if got, want := apply(t, s, orderID, c), apply(t, model, orderID, c); got != want {
					t.Fatalf("Apply(%+v) = %s, want %s", c, got, want)
				}
			} else {
				step := rapid.SampledFrom(lifeSteps).Draw(t, "step")
				got, err := step.take(t.Context(), s, orderID, at)
				want, wanted := step.take(t.Context(), model, orderID, at)
				if !got.Equal(want) || codeOf(err) != codeOf(wanted) {
					t.Fatalf("%s = %+v, %v, want %+v, %v", step, got, err, want, wanted)
				}
			}
			got, _, err := s.Order(t.Context(), orderID)
			want, known, _ := model.Order(t.Context(), orderID)
			if err != nil || !got.Equal(want) {
				t.Fatalf("order = %+v, %v, want %+v", got, err, want)
			}
			if !known {
				continue
			}
			if _, err := state.Become(got.State); err != nil {
				t.Fatalf("transition outside the life cycle: %v", err)
			}
			state = got.State
			if !(state.Open() && got.RecalledAt.IsZero()) && !got.Unconfirmed && got.CustomerToken+got.BaristaToken != "" {
				t.Fatalf("order = %+v, want no token after its end", got)
			}
		}
	})
}

func testOneClaim(t *testing.T, s Store) {
	orderID, last := walk(t, s, situations["queued"]...)
	var claims, others atomic.Int32
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			barista := fmt.Sprintf("barista %d", i)
			switch r, err := s.Claim(t.Context(), orderID, barista, last.Add(time.Second)); codeOf(err) {
			case "":
				claims.Add(1)
			case coffee.ClaimedByOther:
				others.Add(1)
			default:
				t.Errorf("Claim = %+v, %v", r, err)
			}
		})
	}
	all.Wait()
	if claims.Load() != 1 || others.Load() != 19 {
		t.Errorf("%d of 20 baristas claimed one order and %d got CLAIMED_BY_OTHER, want 1 and 19", claims.Load(), others.Load())
	}
}

func testOneEnd(t *testing.T, s Store) {
	for range 20 {
		orderID, last := walk(t, s, situations["queued"]...)
		var won, lost atomic.Int32
		var all sync.WaitGroup
		count := func(err error) {
			switch codeOf(err) {
			case "":
				won.Add(1)
			case coffee.WrongState, coffee.ClaimedByOther:
				lost.Add(1)
			default:
				t.Errorf("%v, want %s", err, coffee.WrongState)
			}
		}
		all.Go(func() {
			_, err := s.Cancel(t.Context(), orderID, "customer", "", cancellable, last)
			count(err)
		})
		for i := range 8 {
			all.Go(func() {
				_, err := s.Complete(t.Context(), orderID, fmt.Sprintf("barista %d", i), last)
				count(err)
			})
		}
		all.Go(func() {
			// A claim that wins makes the cancel and all completes fail.
			_, err := s.Claim(t.Context(), orderID, ole, last)
			count(err)
		})
		all.Wait()
		if won.Load() != 1 || lost.Load() != 9 {
			t.Fatalf("%d of 8 completes, a claim and a cancel won and %d lost, want 1 and 9", won.Load(), lost.Load())
		}
	}
}
