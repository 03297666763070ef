package barista

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

type queueView struct{ Orders, Finished []api.QueuedOrder }

func (s *shop) queue(t *testing.T) (queueView, string) {
	t.Helper()
	got := ask(t, s, webtest.Barista, "GET", "/api/queue", "")
	return webtest.Decode[queueView](t, got), got.Body
}

func TestQueueIsSortedByNumberAndHasAges(t *testing.T) {
	queue, body := newShop(t).queue(t)
	var numbers []int
	for _, order := range queue.Orders {
		numbers = append(numbers, order.Number)
		if order.Age != 90 || order.Choice.Drink != "tea" {
			t.Errorf("order = %+v, want the drink, aged 90 s", order)
		}
		if ready := order.State == coffee.Ready; ready != (order.ReadyAt != nil) || ready != (order.RecallUntil != nil) {
			t.Errorf("order = %+v, want readyAt and recallUntil if it is READY, else neither", order)
		}
		if order.Version != 1 || order.QueuedAt == nil || !order.QueuedAt.Equal(start) {
			t.Errorf("order = %+v, want version 1, queued at %v", order, start)
		}
	}
	if !slices.Equal(numbers, []int{9, 10, 11, 12}) || strings.Contains(body, "token") {
		t.Errorf("queue = %s, want 9, 10, 11, 12 and no token", body)
	}
}

func TestQueueListsRecentlyFinishedOrders(t *testing.T) {
	s := newShop(t)
	end := func(id string, age time.Duration, change func(*store.Order)) {
		o := store.Order{ID: id, Number: 3, Since: s.now.Add(-age)}
		change(&o)
		s.store.Put(o)
	}
	end("collected", time.Minute, func(o *store.Order) { o.State = coffee.Collected })
	end("unclaimed", 2*time.Minute, func(o *store.Order) { o.State = coffee.Unclaimed })
	end("cancelled by a barista", 3*time.Minute, func(o *store.Order) { o.State, o.Reason, o.Cause = coffee.Cancelled, "OrderCancelled", "no milk" })
	end("timed out", 4*time.Minute, func(o *store.Order) { o.State, o.Reason = coffee.TimedOut, "BaristaTimedOut" })
	end("failed", 5*time.Minute, func(o *store.Order) { o.State, o.Reason, o.Cause = coffee.Failed, "OrderFailed", "arn:aws:internal" })
	end("rejected by hand", 6*time.Minute, func(o *store.Order) {
		o.State, o.Number, o.TakenBy, o.Reason = coffee.Rejected, 0, "mia", "QueueFull"
	})
	end("rejected scan", 7*time.Minute, func(o *store.Order) { o.State, o.Number, o.Reason = coffee.Rejected, 0, "QueueFull" })
	end("never placed", 8*time.Minute, func(o *store.Order) { o.State, o.Number = coffee.TimedOut, 0 })
	end("old", view.FinishedFor+time.Second, func(o *store.Order) { o.State = coffee.Collected })
	queue, body := s.queue(t)
	var ids []string
	for _, order := range queue.Finished {
		ids = append(ids, order.OrderID)
		if order.EndedAt == nil {
			t.Errorf("order = %+v, want endedAt", order)
		}
	}
	if want := []string{"collected", "unclaimed", "cancelled by a barista", "timed out", "failed", "rejected by hand"}; !slices.Equal(ids, want) {
		t.Errorf("finished = %v, want %v", ids, want)
	}
	if last := queue.Finished[5]; last.Reason != "QueueFull" || last.TakenBy != "mia" {
		t.Errorf("the order taken by hand = %+v, want the reason for the rejection", last)
	}
	if queue.Finished[2].Explanation != "no milk" || strings.Contains(body, "arn:") {
		t.Errorf("queue = %s, want the barista's reason and nothing internal", body)
	}
	for i := range view.FinishedMost {
		end(fmt.Sprint(i), time.Second, func(o *store.Order) { o.State = coffee.Collected })
	}
	if queue, _ = s.queue(t); len(queue.Finished) != view.FinishedMost || queue.Finished[0].OrderID == "collected" {
		t.Errorf("finished = %+v, want the last %d", queue.Finished, view.FinishedMost)
	}
}

func TestEveryStepGivesTheOrderANewVersion(t *testing.T) {
	s, version := newShop(t), int64(1)
	for _, move := range []string{"claim", "release", "claim", "complete", "recall", "complete", "collect"} {
		order := webtest.Decode[api.QueuedOrder](t, ask(t, s, webtest.Barista, "POST", "/api/queue/queued/"+move, ""))
		if version++; order.Version != version {
			t.Errorf("version after %s = %d, want %d", move, order.Version, version)
		}
		again := webtest.Decode[api.QueuedOrder](t, ask(t, s, webtest.Barista, "POST", "/api/queue/queued/"+move, ""))
		if again.Version != version {
			t.Errorf("version after a repeated %s = %d, want %d", move, again.Version, version)
		}
	}
}
