package e2e

import (
	"fmt"
	"maps"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func testOrdersWithinTheLag(t *testing.T) {
	const limit = coffee.DefaultQueueLimit
	for name, strategy := range map[string]struct {
		get      func() (*stack, error)
		admitted map[int]int // orders admitted, by size of the burst
	}{
		"ListExecutions": {crowdedListing, map[int]int{60: 60}},
		"ReservedSeats":  {crowdedSeating, map[int]int{20: limit, 40: limit, 60: limit}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for burst, admitted := range strategy.admitted {
				t.Run(fmt.Sprintf("%d orders", burst), func(t *testing.T) {
					s := open(t, strategy.get, openDoors)
					defer s.cancelAll()
					want := map[string]int{"OrderStarted": admitted}
					if burst > admitted {
						want["QueueFull"] = burst - admitted
					}
					if got := s.startAtOnce(burst); !maps.Equal(got, want) {
						t.Errorf("%d orders started at once = %v, want %v", burst, got, want)
					}
				})
			}
		})
	}
}

// cancelAll cancels the orders that were admitted in this test. close does so only for
// executions that ListExecutions returns already.
func (s *shop) cancelAll() {
	err := atOnce(s.orders, 8, func(o order) error {
		heard, err := o.hearAny()
		if err != nil || heard[0].TaskToken() == "" {
			return err
		}
		return o.Fail(o.ctx, heard[0].TaskToken(), "Shop.Closing", "the test is over")
	})
	if err != nil {
		s.t.Errorf("cancelling all orders: %v", err)
	}
}
