package storetest

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func testManyScans(t *testing.T, s Store) {
	at := now()
	code := shownCode(t, s, at)
	var accepted, refused atomic.Int32
	var all sync.WaitGroup
	for range 300 {
		all.Go(func() {
			r := scan(code, at)
			order, err := s.Redeem(t.Context(), r)
			switch codeOf(err) {
			case "":
				accepted.Add(1)
			case coffee.CodeUsedUp:
				refused.Add(1)
			default:
				t.Errorf("Redeem = %+v, %v", order, err)
			}
			if _, exists, _ := s.Order(t.Context(), r.OrderID); exists != (err == nil) {
				t.Errorf("Redeem = %v, but the order exists: %v", err, exists)
			}
		})
	}
	all.Wait()
	if accepted.Load() != tenDrinks || refused.Load() != 300-tenDrinks {
		t.Errorf("%d of 300 scans accepted and %d refused, want %d and the rest", accepted.Load(), refused.Load(), tenDrinks)
	}
	checkRemaining(t, s, at, 0)
}

func testOneOrder(t *testing.T, s Store) {
	at := now()
	r := scan(shownCode(t, s, at), at)
	var salts sync.Map
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			mine := r
			mine.Salt = []byte{byte(i)}
			order, err := s.Redeem(t.Context(), mine)
			if err != nil || order.ID != r.OrderID {
				t.Errorf("Redeem = %+v, %v, want the order", order, err)
			}
			salts.Store(string(order.Salt), nil)
		})
	}
	all.Wait()
	var different []any
	salts.Range(func(salt, _ any) bool { different = append(different, salt); return true })
	if len(different) != 1 {
		t.Errorf("50 requests for one order got the salts %q, want only the first", different)
	}
	checkRemaining(t, s, at, tenDrinks-1)
}

func testGiveBackAtOnce(t *testing.T, s Store) {
	at := now()
	var taken []store.Order
	for range tenDrinks {
		taken = append(taken, redeem(t, s, scan(shownCode(t, s, at), at)))
	}
	checkRemaining(t, s, at, 0)
	var all sync.WaitGroup
	for i, order := range taken[:3] {
		for range 30 {
			all.Go(func() {
				if err := s.GiveBack(t.Context(), order, at); err != nil {
					t.Errorf("GiveBack of order %d: %v", i, err)
				}
			})
		}
	}
	all.Wait()
	checkRemaining(t, s, at, 3)
}
