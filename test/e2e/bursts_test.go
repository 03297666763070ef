package e2e

import (
	"fmt"
	"maps"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestConcurrentOrdersAreAdmittedUpToTheLimit(t *testing.T) {
	for _, rush := range []int{21, 200} {
		t.Run(fmt.Sprintf("%d orders", rush), func(t *testing.T) {
			eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
				want := map[string]int{"OrderStarted": coffee.DefaultQueueLimit, "QueueFull": rush - coffee.DefaultQueueLimit}
				if got := s.startAtOnce(rush); !maps.Equal(got, want) {
					t.Errorf("%d orders started at once = %v, want %v", rush, got, want)
				}
			})
		})
	}
}

// startAtOnce starts n orders concurrently, waits until the bus has delivered an event
// of each, and counts the events by type.
func (s *shop) startAtOnce(n int) map[string]int {
	orders := s.newOrders(n)
	s.must(atOnce(orders, n, order.start))
	counts := map[string]int{}
	for _, o := range orders {
		heard, err := o.hearAny()
		s.must(err)
		for _, name := range names(heard) {
			counts[name]++
		}
	}
	return counts
}
