package customer

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

func TestBoardListsOnlyOrderNumbers(t *testing.T) {
	s := newShop(t)
	for i, row := range []struct {
		number int
		state  coffee.State
	}{
		{9, coffee.Making}, {8, coffee.Queued}, {3, coffee.Ready}, {5, coffee.Ready}, {4, coffee.Ready},
		{1, coffee.Collected}, {2, coffee.Unclaimed}, {6, coffee.TimedOut}, {0, coffee.Placed}, {0, coffee.Queued},
	} {
		s.store.Put(store.Order{ID: string(rune('a' + i)), Number: row.number, State: row.state, Since: start.Add(time.Duration(i) * time.Second)})
	}
	got := ask(t, s, webtest.Nobody, "GET", "/api/board", "")
	want := api.Board{Preparing: []int{7, 8, 9}, Ready: []int{4, 5, 3}, Open: true, EstimatedWait: 180, Version: s.now.UnixMilli()}
	if board := webtest.Decode[api.Board](t, got); !reflect.DeepEqual(board, want) {
		t.Errorf("GET /api/board = %+v, want %+v", board, want)
	}
	empty := newShop(t).put(t, func(o *store.Order) { o.State = coffee.Collected })
	empty.store.Put(store.Order{ID: "order-2", State: coffee.Collected})
	for range 2 {
		if got := ask(t, empty, webtest.Nobody, "GET", "/api/board", ""); !strings.HasPrefix(got.Body, `{"preparing":[],"ready":[],`) {
			t.Errorf("GET /api/board of an empty shop = %q, want two empty lists", got.Body)
		}
	}
}

func TestBoardSaysWhetherTheShopIsOpenAndHowLongAnOrderTakes(t *testing.T) {
	s := newShop(t)
	s.store.Put(store.Order{ID: "a", Number: 3, State: coffee.Ready, Since: start, QueuedAt: start.Add(-time.Minute), ReadyAt: start})
	must(t, s.store.PutOpen(t.Context(), false, time.Now()))
	board := webtest.Decode[api.Board](t, ask(t, s, webtest.Nobody, "GET", "/api/board", ""))
	if board.Open || board.EstimatedWait != 60 {
		t.Errorf("GET /api/board = %+v, want closed, with a wait of 60 s like the last order's", board)
	}
	s.now = s.now.Add(queueTTL)
	must(t, s.store.PutOpen(t.Context(), true, time.Now()))
	later := webtest.Decode[api.Board](t, ask(t, s, webtest.Nobody, "GET", "/api/board", ""))
	if !later.Open || later.Version <= board.Version {
		t.Errorf("GET /api/board later = %+v, want open, and a higher version than %d", later, board.Version)
	}
}

func TestViewOfAReadyOrderShowsTheReminder(t *testing.T) {
	s := newShop(t).put(t, func(o *store.Order) { o.State = coffee.Ready })
	view := func() *time.Time {
		return webtest.Decode[api.Order](t, ask(t, s, owner, "GET", "/api/orders/order-1", "")).RemindedAt
	}
	if got := view(); got != nil {
		t.Errorf("remindedAt = %v, want none before the reminder", got)
	}
	s.put(t, func(o *store.Order) { o.RemindedAt = start.Add(10 * time.Minute) })
	if got := view(); got == nil || !got.Equal(start.Add(10*time.Minute)) {
		t.Errorf("remindedAt = %v, want the time of the reminder", got)
	}
}
