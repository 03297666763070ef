package barista

import (
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

var key = []string{"idempotency-key", "sixteen-letters-or-more"}

// takeTea takes an order for tea by hand, and returns the answer and the stored order.
func (s *shop) takeTea(t *testing.T) (webtest.Answer, store.Order) {
	t.Helper()
	got := ask(t, s, webtest.Barista, "POST", "/api/queue", `{"drink":"tea"}`, key...)
	return got, s.order(t, orderID("barista", key[1]))
}

func TestAnOrderByHandIsPlacedAndItsWorkflowStarted(t *testing.T) {
	s := newShop(t)
	got, stored := s.takeTea(t)
	order := webtest.Decode[api.QueuedOrder](t, got)
	if got.Status != 201 || order.State != coffee.Placed || order.Choice.Drink != "tea" || order.TakenBy != "barista" || order.OrderID != stored.ID {
		t.Errorf("POST = %d %+v, want 201 and the order, placed", got.Status, order)
	}
	if !slices.Equal(s.workflow.Started, []string{stored.ID}) || s.workflow.Answers != nil {
		t.Errorf("started %v and answered %v, want the order started", s.workflow.Started, s.workflow.Answers)
	}
}

func TestARepeatedOrderByHandIsTheSameOrder(t *testing.T) {
	s := newShop(t)
	_, first := s.takeTea(t)
	s.serveTea(t, false) // tea sells out meanwhile
	if got, again := s.takeTea(t); got.Status != 201 || !again.Equal(first) || len(s.workflow.Started) != 2 {
		t.Errorf("repeated = %+v, %+v with %d starts, want the same order and a second start", got, again, len(s.workflow.Started))
	}
	first.CustomerToken = "customer-token" // the workflow waits for the choice
	s.store.Put(first)
	for _, spent := range [][]string{nil, {"customer-token"}} {
		s.workflow.Spent = spent
		if got, _ := s.takeTea(t); got.Status != 201 || s.workflow.Answers[0] != `customer-token {"drink":"tea"}` {
			t.Errorf("repeated = %+v and answered %v, want 201 and the choice", got, s.workflow.Answers)
		}
	}
	s.workflow.Spent, s.workflow.Err = nil, doubles.ErrBroken
	if got, _ := s.takeTea(t); got.Code != coffee.Busy {
		t.Errorf("callback failed = %+v, want busy", got)
	}
	if got := ask(t, s, webtest.Barista, "POST", "/api/queue", `{"drink":"mocha"}`, key...); got.Code != coffee.KeyReused {
		t.Errorf("another drink with the key = %+v, want %s", got, coffee.KeyReused)
	}
}

func TestARepeatedOrderByHandStartsAWorkflowThatDidNotStart(t *testing.T) {
	s := newShop(t)
	s.workflow.StartErr = doubles.ErrBroken
	if got, stored := s.takeTea(t); got.Code != coffee.Busy || stored.State != coffee.Placed {
		t.Errorf("POST = %+v, %+v, want busy and the order placed", got, stored)
	}
	s.workflow.StartErr = nil
	if got, _ := s.takeTea(t); got.Status != 201 || len(s.workflow.Started) != 2 {
		t.Errorf("repeated = %+v with %d starts, want 201 and another start", got, len(s.workflow.Started))
	}
}

func TestARepeatedOrderByHandThatEndedGetsTheReason(t *testing.T) {
	for name, row := range map[string]struct {
		end  func(*store.Order)
		want coffee.ErrorCode
	}{
		"closed":    {func(o *store.Order) { o.State, o.Reason = coffee.Rejected, "ShopClosed" }, coffee.ShopIsClosed},
		"full":      {func(o *store.Order) { o.State, o.Reason = coffee.Rejected, "QueueFull" }, coffee.QueueIsFull},
		"failed":    {func(o *store.Order) { o.State, o.Reason = coffee.Failed, "OrderFailed" }, coffee.WrongState},
		"cancelled": {func(o *store.Order) { o.State, o.Reason = coffee.Cancelled, "OrderCancelled" }, coffee.WrongState},
		"collected": {func(o *store.Order) { o.State = coffee.Collected }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			_, order := s.takeTea(t)
			row.end(&order)
			s.store.Put(order)
			if got, _ := s.takeTea(t); got.Code != row.want || row.want == "" && got.Status != 201 || len(s.workflow.Started) != 1 {
				t.Errorf("repeated = %+v with %d starts, want %q", got, len(s.workflow.Started), row.want)
			}
		})
	}
}

func TestByHandRefusals(t *testing.T) {
	nothing := func(*testing.T, *shop) {}
	for _, c := range []struct {
		name    string
		prepare func(*testing.T, *shop)
		body    string
		status  int
		code    coffee.ErrorCode
	}{
		{"closed", func(t *testing.T, s *shop) { must(t, s.store.PutOpen(t.Context(), false, time.Now())) }, `{"drink":"tea"}`, 409, coffee.ShopIsClosed},
		{"queue full", func(t *testing.T, s *shop) { must(t, s.store.NoteFull(t.Context(), s.now.Add(coffee.FullFor))) },
			`{"drink":"tea"}`, 409, coffee.QueueIsFull},
		{"everything sold out", func(t *testing.T, s *shop) { s.serveTea(t, false) }, `{"drink":"tea"}`, 409, coffee.NothingToHave},
		{"unknown drink", nothing, `{"drink":"beer"}`, 404, coffee.UnknownDrink},
		{"sold out", nothing, `{"drink":"mocha"}`, 409, coffee.SoldOut},
		{"modifier", nothing, `{"drink":"tea","modifiers":{"a":"b"}}`, 409, coffee.WrongModifier},
		{"nothing", nothing, `{}`, 422, api.InvalidRequest},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t)
			c.prepare(t, s)
			got := ask(t, s, webtest.Barista, "POST", "/api/queue", c.body, key...)
			if got.Status != c.status || got.Code != c.code || s.workflow.Started != nil || s.order(t, orderID("barista", key[1])).ID != "" {
				t.Errorf("POST = %+v and started %v, want %d %s and no order", got, s.workflow.Started, c.status, c.code)
			}
		})
	}
}
