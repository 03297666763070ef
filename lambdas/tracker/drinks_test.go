package tracker

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// open opens the shop with tea on its menu, and returns a code for ten drinks.
func (s *shop) open(t *testing.T) store.QRCode {
	t.Helper()
	if err := s.store.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.store.PutOpen(t.Context(), true, time.Now()); err != nil {
		t.Fatal(err)
	}
	return s.code(t)
}

func (s *shop) code(t *testing.T) store.QRCode {
	t.Helper()
	code, err := s.store.CurrentCode(t.Context(), moment, 10, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestDrinkAndSeatAreReturnedOnce(t *testing.T) {
	seated := []string{theOrder}
	for _, row := range []struct {
		name  string
		steps []string
		left  int
		seats []string
	}{
		{"underway", []string{"order-started", "awaiting-completion", "complete"}, 9, seated},
		{"closed", []string{"shop-closed", "shop-closed"}, 10, nil},
		{"full", []string{"queue-full", "queue-full"}, 10, nil},
		{"the customer was late", []string{"order-started", "customer-timed-out", "customer-timed-out"}, 10, nil},
		{"the barista was late", []string{"order-started", "awaiting-completion", "barista-timed-out", "barista-timed-out"}, 10, nil},
		{"completed before the time-out arrived", []string{"order-started", "awaiting-completion", "complete", "barista-timed-out"}, 9, nil},
		{"the customer cancelled it", []string{"order-started", "cancel", "order-cancelled"}, 9, nil},
		{"the barista cancelled it", []string{"order-started", "awaiting-completion", "turn down", "order-cancelled", "order-cancelled"}, 10, nil},
		{"something else cancelled it", []string{"order-started", "order-cancelled"}, 10, nil},
		{"failed", []string{"order-started", "order-failed", "order-failed"}, 10, nil},
		{"completed", []string{"order-started", "awaiting-completion", "complete", "order-completed"}, 9, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			code := s.open(t)
			if _, err := s.store.Redeem(t.Context(), store.Redemption{Code: code.Text, OrderID: theOrder, At: moment}); err != nil {
				t.Fatal(err)
			}
			s.store.Seat(theOrder)
			s.take(t, row.steps...)
			if code = s.code(t); code.Remaining != row.left {
				t.Errorf("the code has %d drinks left, want %d", code.Remaining, row.left)
			}
			if got := s.store.Seated(); !slices.Equal(got, row.seats) {
				t.Errorf("seats = %v, want %v", got, row.seats)
			}
		})
	}
}

func TestAFullQueueIsNotedForAWhile(t *testing.T) {
	s := newShop()
	s.open(t)
	s.deliver(t, "shop-closed", "queue-full")
	event, err := coffee.DecodeEvent("QueueFull", doubles.LoadEvent(t, "queue-full").Detail)
	if err != nil {
		t.Fatal(err)
	}
	s.checkFullUntil(t, coffee.ChangeOf(event).At.Add(coffee.FullFor))
}

// checkFullUntil checks that orders are refused because the queue is full before until,
// and not from then on.
func (s *shop) checkFullUntil(t *testing.T, until time.Time) {
	t.Helper()
	s.store.Put(store.Order{ID: "in-the-queue", State: coffee.Queued})
	for at, want := range map[time.Time]coffee.ErrorCode{until.Add(-time.Millisecond): coffee.QueueIsFull, until: ""} {
		if _, err := s.store.CheckAdmission(t.Context(), at); err == nil && want != "" || err != nil && coffee.CodeOf(err) != want {
			t.Errorf("CheckAdmission(%v) = %v, want %q", at, err, want)
		}
	}
}

// The drink is returned before the queue is noted as full, and an error there is logged.
func TestADrinkIsReturnedEvenIfNoteFullFails(t *testing.T) {
	s := newShop()
	code := s.open(t)
	if _, err := s.store.Redeem(t.Context(), store.Redemption{Code: code.Text, OrderID: theOrder, At: moment}); err != nil {
		t.Fatal(err)
	}
	s.fail("NoteFull")
	s.deliver(t, "queue-full")
	if code = s.code(t); code.Remaining != 10 || !strings.Contains(s.log.String(), errBroken.Error()) {
		t.Errorf("the code has %d drinks left and the log is %q, want 10 and the error", code.Remaining, s.log)
	}
}
