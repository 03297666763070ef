package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func ids(orders []store.Order) []string {
	var all []string
	for _, o := range orders {
		all = append(all, o.ID)
	}
	return all
}

// Orders enter a state at seconds 0 to 4.
func testEntered(t *testing.T, s Store) {
	start := now()
	second := func(n float64) time.Time { return start.Add(time.Duration(n * float64(time.Second))) }
	var all []string
	for i := range 5 {
		id := newID()
		_, err := s.TakeByHand(t.Context(), id, mia, latte, second(float64(i)))
		must(t, err)
		all = append(all, id)
	}
	for _, row := range []struct {
		name     string
		from, to time.Time
		most     int
		want     []string
	}{
		{"all", second(0), second(5), 10, all},
		{"from the time of one", second(2), second(5), 10, all[2:]},
		{"before the time of one", second(0), second(3), 10, all[:3]},
		{"between two", second(1.5), second(1.9), 10, nil},
		{"the oldest", second(0), second(5), 2, all[:2]},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := s.Entered(t.Context(), coffee.Placed, row.from, row.to, row.most)
			if err != nil || !slices.Equal(ids(got), row.want) {
				t.Errorf("Entered(%v, %v, %d) = %v, %v, want %v", row.from, row.to, row.most, ids(got), err, row.want)
			}
		})
	}
	if got, err := s.Entered(t.Context(), coffee.Queued, second(0), second(5), 10); err != nil || len(got) > 0 {
		t.Errorf("Entered(QUEUED) = %v, %v, want none", ids(got), err)
	}
}

// Orders arrive at hours 0 to 23 of a day, each by hand and each in another situation, and
// one in the last and the next day.
func testArrived(t *testing.T, s Store) {
	from := now().Truncate(time.Hour)
	to := from.Add(24 * time.Hour)
	hand := func(at time.Time) string {
		id := newID()
		_, err := s.TakeByHand(t.Context(), id, mia, latte, at)
		must(t, err)
		return id
	}
	cancel := func(id string, at time.Time) {
		_, err := s.Cancel(t.Context(), id, mia, "no milk", []coffee.State{coffee.Placed}, at)
		must(t, err)
	}
	hand(from.Add(-time.Millisecond))
	first := hand(from)
	cancel(first, to.Add(time.Hour)) // ended on the next day
	skewed := hand(from)
	apply(t, s, skewed, coffee.Change{OrderID: skewed, To: coffee.Queued, At: from.Add(-time.Minute)}) // by another clock
	unasked := newID()                                                                                 // its workflow was started directly
	apply(t, s, unasked, coffee.Change{OrderID: unasked, To: coffee.Rejected, At: from.Add(time.Hour), Reason: "QueueFull"})
	other := newID()
	apply(t, s, other, coffee.Change{OrderID: other, To: coffee.Started, At: from.Add(25 * time.Hour)})
	open := hand(from.Add(2 * time.Hour))
	last := hand(to.Add(-time.Millisecond))
	cancel(last, to.Add(72*time.Hour))
	cancel(hand(from), to.Add(72*time.Hour+time.Millisecond)) // too late to be found
	hand(to)
	got, err := s.Arrived(t.Context(), from, to)
	want := slices.Concat(slices.Sorted(slices.Values([]string{first, skewed})), []string{unasked, open, last})
	if err != nil || !slices.Equal(ids(got), want) {
		t.Fatalf("Arrived = %v, %v, want %v", ids(got), err, want)
	}
	if o := got[slices.Index(want, first)]; o.State != coffee.Cancelled || o.By != mia || o.TakenBy != mia || o.Order == "" || !o.RequestedAt.Equal(from) || o.Reason != "OrderCancelled" {
		t.Errorf("Arrived has %+v, want all that the numbers of a day need", o)
	}
	for _, empty := range []time.Duration{-48 * time.Hour, 48 * time.Hour} {
		if got, err := s.Arrived(t.Context(), from.Add(empty), to.Add(empty)); err != nil || len(got) > 0 {
			t.Errorf("Arrived(%v later) = %v, %v, want none", empty, ids(got), err)
		}
	}
}

// More orders than DynamoDB reads in one request, with one that does not exist.
func testOrders(t *testing.T, s Store) {
	var wanted, existing []string
	for i := range 101 {
		id := newID()
		wanted = append(wanted, id)
		if i == 50 {
			continue
		}
		_, err := s.TakeByHand(t.Context(), id, mia, latte, now())
		must(t, err)
		existing = append(existing, id)
	}
	first := get(t, s, wanted[0])
	got, err := s.Orders(t.Context(), wanted)
	if err != nil || !slices.Equal(ids(got), existing) || !got[0].Equal(first) {
		t.Errorf("Orders(101 IDs) = %v, %v, want the 100 that exist, in that order, whole", ids(got), err)
	}
	if got, err := s.Orders(t.Context(), nil); err != nil || len(got) > 0 {
		t.Errorf("Orders(none) = %v, %v, want none", ids(got), err)
	}
}
