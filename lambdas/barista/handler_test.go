package main

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

func TestQueueIsByNumberWithAges(t *testing.T) {
	got := ask(t, newShop(), webtest.Barista, "GET", "/api/queue", "")
	var numbers []int
	for _, order := range webtest.Decode[struct{ Orders []api.QueuedOrder }](t, got).Orders {
		numbers = append(numbers, order.Number)
		if order.Age != 90 || order.Choice.Drink != "tea" {
			t.Errorf("order = %+v, want the drink, aged 90 s", order)
		}
	}
	if !reflect.DeepEqual(numbers, []int{10, 11, 12}) || strings.Contains(got.Body, "token") {
		t.Errorf("queue = %s, want 10, 11, 12 and no token", got.Body)
	}
}

func TestSteps(t *testing.T) {
	did := func(id string, number int) coffee.BaristaDetail {
		return coffee.BaristaDetail{OrderNumber: number, Barista: "barista",
			OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: start.Add(90 * time.Second)}, OrderID: id}}
	}
	for _, c := range []struct {
		step, order string
		status      int
		state       coffee.State
		told        []string
		published   []coffee.Event
	}{
		{"claim", "queued", 200, coffee.Making, nil, []coffee.Event{coffee.OrderClaimed{BaristaDetail: did("queued", 12)}}},
		{"claim", "mine", 200, coffee.Making, nil, []coffee.Event{coffee.OrderClaimed{BaristaDetail: did("mine", 11)}}},
		{"claim", "theirs", 409, coffee.Making, nil, nil},
		{"claim", "none", 404, "", nil, nil},
		{"release", "mine", 200, coffee.Queued, nil, []coffee.Event{coffee.OrderReleased{BaristaDetail: did("mine", 11)}}},
		{"release", "theirs", 409, coffee.Making, nil, nil},
		{"release", "none", 404, "", nil, nil},
		{"complete", "queued", 200, coffee.Ready, []string{"token-queued"}, nil},
		{"complete", "mine", 200, coffee.Ready, []string{"token-mine"}, nil},
		{"complete", "ready", 200, coffee.Ready, []string{"token-ready"}, nil},
		{"complete", "theirs", 409, coffee.Making, nil, nil},
		{"complete", "none", 404, "", nil, nil},
		{"collect", "ready", 200, coffee.Collected, []string{"token-ready"}, []coffee.Event{coffee.OrderCollected{BaristaDetail: did("ready", 9)}}},
		{"collect", "queued", 409, coffee.Queued, nil, nil},
		{"collect", "none", 404, "", nil, nil},
		{"cancel", "queued", 200, coffee.Cancelled, []string{"token-queued"}, nil},
		{"cancel", "theirs", 200, coffee.Cancelled, []string{"token-theirs"}, nil},
		{"cancel", "ready", 409, coffee.Ready, nil, nil},
		{"cancel", "none", 404, "", nil, nil},
	} {
		t.Run(c.step+" "+c.order, func(t *testing.T) {
			s, body := newShop(), ""
			if c.step == "cancel" {
				body = `{"reason":"no milk"}`
			}
			got := ask(t, s, webtest.Barista, "POST", "/api/queue/"+c.order+"/"+c.step, body)
			if got.Status != c.status || s.orders[c.order].State != c.state {
				t.Errorf("%d %s and %s, want %d and %s", got.Status, got.Body, s.orders[c.order].State, c.status, c.state)
			}
			if !reflect.DeepEqual(s.told, c.told) || !reflect.DeepEqual(s.published, c.published) {
				t.Errorf("told %v and published %v, want %v and %v", s.told, s.published, c.told, c.published)
			}
			if c.step == "cancel" && c.status == 200 && s.causes[0] != "Barista.Cancelled: no milk" {
				t.Errorf("cause = %q, want the reason", s.causes[0])
			}
		})
	}
}

func TestAReasonIsCleanedBeforeItIsMeasured(t *testing.T) {
	s, want := newShop(), strings.Repeat("é", 200)
	body := `{"reason":"  ` + strings.Repeat("e\u0301", 200) + `\r\n"}`
	if got := ask(t, s, webtest.Barista, "POST", "/api/queue/queued/cancel", body); got.Status != 200 || s.causes[0] != "Barista.Cancelled: "+want {
		t.Errorf("cancel = %d %s for %q, want 200 for %q", got.Status, got.Body, s.causes, want)
	}
}

func TestWhatFailedAfterTheWriteHealsWhenRepeated(t *testing.T) {
	for _, path := range []string{"queued/claim", "mine/release", "mine/complete", "ready/collect", "queued/cancel"} {
		t.Run(path, func(t *testing.T) {
			s, body := newShop(), ""
			if strings.HasSuffix(path, "cancel") {
				body = `{"reason":"no milk"}`
			}
			s.callbackErr, s.busErr = errBroken, errBroken
			got := ask(t, s, webtest.Barista, "POST", "/api/queue/"+path, body)
			if got.Code != coffee.Busy || strings.Contains(got.Body, "internal") {
				t.Fatalf("first = %+v, want busy and nothing internal", got)
			}
			s.callbackErr, s.busErr = nil, nil
			first := len(s.told) + len(s.published)
			if got := ask(t, s, webtest.Barista, "POST", "/api/queue/"+path, body); got.Status != 200 || len(s.told)+len(s.published) <= first {
				t.Errorf("repeated = %+v after %d tries, want 200 and another try", got, first)
			}
			s.spent = true
			if got := ask(t, s, webtest.Barista, "POST", "/api/queue/"+path, body); got.Status != 200 {
				t.Errorf("repeated with a spent token = %+v, want 200", got)
			}
		})
	}
}

func TestByHandPlacesTheOrder(t *testing.T) {
	s := newShop()
	key := []string{"idempotency-key", "sixteen-letters-or-more"}
	s.callbackErr = errBroken
	if got := ask(t, s, webtest.Barista, "POST", "/api/queue", `{"drink":"tea"}`, key...); got.Code != coffee.Busy {
		t.Fatalf("callback failed = %+v, want busy", got)
	}
	s.callbackErr, s.noTea = nil, true // sold out since
	for range 2 {
		got := ask(t, s, webtest.Barista, "POST", "/api/queue", `{"drink":"tea"}`, key...)
		if got.Status != 201 || !reflect.DeepEqual(s.told, []string{"customer-token", "customer-token"}) || len(s.orders) != 5 {
			t.Errorf("repeated = %+v, told %v, %d orders, want 201 and one new order", got, s.told, len(s.orders))
		}
		if order := webtest.Decode[api.QueuedOrder](t, got); order.Number != 13 || order.State != coffee.Queued {
			t.Errorf("repeated = %+v, want it queued with its number", order)
		}
	}
	if got := ask(t, s, webtest.Barista, "POST", "/api/queue", `{"drink":"mocha"}`, key...); got.Code != coffee.KeyReused {
		t.Errorf("another drink with the key = %+v, want %s", got, coffee.KeyReused)
	}
}

func TestByHandTakesNothingWhereEverythingIsSoldOut(t *testing.T) {
	s := newShop()
	s.noTea = true
	if got := ask(t, s, webtest.Barista, "POST", "/api/queue", `{"drink":"tea"}`); got.Status != 409 || got.Code != coffee.NothingToHave {
		t.Errorf("POST = %d %s, want 409 %s", got.Status, got.Body, coffee.NothingToHave)
	}
}

func TestByHandDoesNotWaitForeverForItsNumber(t *testing.T) {
	s := newShop()
	s.number = 0
	got := ask(t, s, webtest.Barista, "POST", "/api/queue", `{"drink":"tea"}`)
	if order := webtest.Decode[api.QueuedOrder](t, got); got.Status != 201 || order.State != coffee.Placed || s.slept > 5*time.Second {
		t.Errorf("POST = %+v after %v, want it placed", got, s.slept)
	}
}

func TestByHandIsRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		admits orders.Record
		body   string
		status int
		code   coffee.ErrorCode
	}{
		{"closed", orders.Record{State: coffee.Rejected, Reason: "ShopClosed"}, `{"drink":"tea"}`, 409, coffee.ShopIsClosed},
		{"full", orders.Record{State: coffee.Rejected, Reason: "QueueFull"}, `{"drink":"tea"}`, 409, coffee.QueueIsFull},
		{"failed", orders.Record{State: coffee.Failed}, `{"drink":"tea"}`, 409, coffee.WrongState},
		{"no answer", orders.Record{}, `{"drink":"tea"}`, 503, coffee.Busy},
		{"unknown drink", orders.Record{}, `{"drink":"beer"}`, 404, coffee.UnknownDrink},
		{"sold out", orders.Record{}, `{"drink":"mocha"}`, 409, coffee.SoldOut},
		{"modifier", orders.Record{}, `{"drink":"tea","modifiers":{"a":"b"}}`, 409, coffee.WrongModifier},
		{"nothing", orders.Record{}, `{}`, 422, api.InvalidRequest},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop()
			s.admits = c.admits
			got := ask(t, s, webtest.Barista, "POST", "/api/queue", c.body)
			if got.Status != c.status || got.Code != c.code || s.told != nil || s.slept > 10*time.Second {
				t.Errorf("POST = %+v after %v, want %d %s", got, s.slept, c.status, c.code)
			}
			if c.admits.State != coffee.Rejected {
				return
			}
			for _, want := range []coffee.ErrorCode{c.code, coffee.WrongState} { // with a key, at first and again
				got := ask(t, s, webtest.Barista, "POST", "/api/queue", c.body, "idempotency-key", "sixteen-letters-or-more")
				if got.Code != want {
					t.Errorf("POST with a key = %+v, want %s", got, want)
				}
			}
		})
	}
}

func TestBadInput(t *testing.T) {
	bad := "/api/queue/%20/"
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", bad + "claim", "", 422}, {"POST", bad + "release", "", 422}, {"POST", bad + "complete", "", 422},
		{"POST", bad + "collect", "", 422}, {"POST", bad + "cancel", `{"reason":"x"}`, 422},
		{"POST", "/api/queue/queued/cancel", "", 422}, {"POST", "/api/queue/queued/cancel", `{"reason":""}`, 422},
		{"POST", "/api/queue/queued/cancel", `{"reason":"` + strings.Repeat("x", 201) + `"}`, 422},
		{"POST", "/api/queue/queued/cancel", strings.Repeat(" ", api.MaxBody+1), 413},
		{"POST", "/api/queue/queued/claim", strings.Repeat(" ", api.MaxBody+1), 413},
		{"POST", "/api/queue/queued/cancel", `{"reason":"ok","Reason":"not ok"}`, 422},
		{"POST", "/api/queue/queued/cancel", `{"reason":"ok","reason":"ok"}`, 422},
		{"POST", "/api/queue/queued/cancel", `{"reason":" \u200d\ufe0f"}`, 422},
		{"POST", "/api/queue/queued/cancel", `{"reason":"a\nb"}`, 422}, {"POST", "/api/queue/queued/cancel", `{"reason":"a\u202eb"}`, 422},
		{"POST", "/api/queue", `{"drink":1}`, 422}, {"DELETE", "/api/queue", "", 405},
		{"POST", "/api/queue/queued/drink", "", 404}, {"GET", "/api/queue/queued/claim", "", 405},
	} {
		s := newShop()
		if got := ask(t, s, webtest.Barista, c.method, c.path, c.body); got.Status != c.status || s.told != nil || s.published != nil {
			t.Errorf("%s %s = %d %s, want %d", c.method, c.path, got.Status, got.Body, c.status)
		}
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	allowed := map[string]int{"nobody": 401, "customer": 401, "display": 403, "manager": 403, "ID token": 401}
	for _, c := range []struct {
		method, path, body string
		success            int
	}{
		{"GET", "/api/queue", "", 200},
		{"POST", "/api/queue", `{"drink":"tea"}`, 201},
		{"POST", "/api/queue/queued/claim", "", 200},
		{"POST", "/api/queue/mine/release", "", 200},
		{"POST", "/api/queue/mine/complete", "", 200},
		{"POST", "/api/queue/ready/collect", "", 200},
		{"POST", "/api/queue/queued/cancel", `{"reason":"no milk"}`, 200},
	} {
		callers := []webtest.Caller{webtest.Nobody, webtest.Customer("customer", "secret"),
			webtest.Display, webtest.Barista, webtest.Manager, webtest.IDToken}
		for _, by := range callers {
			want, refused := allowed[by.Name]
			if !refused {
				want = c.success
			}
			s := newShop()
			if got := ask(t, s, by, c.method, c.path, c.body); got.Status != want {
				t.Errorf("%s %s by %s = %d %s, want %d", c.method, c.path, by.Name, got.Status, got.Body, want)
			}
			if refused && (s.told != nil || s.published != nil) {
				t.Errorf("%s %s by %s did something, want nothing", c.method, c.path, by.Name)
			}
		}
	}
}

func FuzzRequests(f *testing.F) {
	webtest.Fuzz(f, api.Barista, func() webtest.Serve { return newShop().serve() }, []webtest.Caller{webtest.Barista, webtest.Nobody, webtest.IDToken},
		webtest.Seed{Method: "GET", Path: "/api/queue"},
		webtest.Seed{Method: "POST", Path: "/api/queue", Body: `{"drink":"tea"}`},
		webtest.Seed{Method: "POST", Path: "/api/queue/queued/claim"},
		webtest.Seed{Method: "POST", Path: "/api/queue/mine/release"},
		webtest.Seed{Method: "POST", Path: "/api/queue/mine/complete"},
		webtest.Seed{Method: "POST", Path: "/api/queue/ready/collect"},
		webtest.Seed{Method: "POST", Path: "/api/queue/queued/cancel", Body: `{"reason":"no milk"}`})
}
