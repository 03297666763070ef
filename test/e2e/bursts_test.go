package e2e

import (
	"fmt"
	"maps"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestARushIsAdmittedUpToTheLimitExactly(t *testing.T) {
	for _, rush := range []int{21, 60, 200} {
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

// startAtOnce starts that many orders in one moment, waits until the bus has
// told of each, and counts what it told of all of them.
func (s *shop) startAtOnce(n int) map[string]int {
	orders := s.newOrders(n)
	s.must(atOnce(orders, n, order.start))
	told := map[string]int{}
	for _, o := range orders {
		heard, err := o.hearAny()
		s.must(err)
		for _, name := range names(heard) {
			told[name]++
		}
	}
	return told
}
