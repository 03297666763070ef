package main

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api/apitest"
)

func TestSteps(t *testing.T) {
	detail := func(id string, number int) coffee.BaristaDetail {
		return coffee.BaristaDetail{OrderNumber: number, Barista: "barista",
			OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: start.Add(90 * time.Second)}, OrderID: id}}
	}
	for _, c := range []struct {
		step, order string
		status      int
		state       coffee.State
		answers     []string
		published   []coffee.Event
	}{
		{"claim", "queued", 200, coffee.Making, nil, []coffee.Event{coffee.OrderClaimed{BaristaDetail: detail("queued", 12)}}},
		{"claim", "mine", 200, coffee.Making, nil, []coffee.Event{coffee.OrderClaimed{BaristaDetail: detail("mine", 11)}}},
		{"claim", "theirs", 409, coffee.Making, nil, nil},
		{"claim", "none", 404, "", nil, nil},
		{"release", "mine", 200, coffee.Queued, nil, []coffee.Event{coffee.OrderReleased{BaristaDetail: detail("mine", 11)}}},
		{"release", "theirs", 409, coffee.Making, nil, nil},
		{"release", "none", 404, "", nil, nil},
		{"complete", "queued", 200, coffee.Ready, []string{"token-queued {}"}, nil},
		{"complete", "mine", 200, coffee.Ready, []string{"token-mine {}"}, nil},
		{"complete", "ready", 200, coffee.Ready, []string{"token-ready {}"}, nil},
		{"complete", "theirs", 409, coffee.Making, nil, nil},
		{"complete", "none", 404, "", nil, nil},
		{"collect", "ready", 200, coffee.Collected, []string{"token-ready {}"}, []coffee.Event{coffee.OrderCollected{BaristaDetail: detail("ready", 9)}}},
		{"collect", "queued", 409, coffee.Queued, nil, nil},
		{"collect", "none", 404, "", nil, nil},
		{"cancel", "queued", 200, coffee.Cancelled, []string{"token-queued Barista.Cancelled: no milk"}, nil},
		{"cancel", "theirs", 200, coffee.Cancelled, []string{"token-theirs Barista.Cancelled: no milk"}, nil},
		{"cancel", "ready", 409, coffee.Ready, nil, nil},
		{"cancel", "none", 404, "", nil, nil},
	} {
		t.Run(c.step+" "+c.order, func(t *testing.T) {
			s, body := newShop(t), ""
			if c.step == "cancel" {
				body = `{"reason":"no milk"}`
			}
			got := ask(t, s, apitest.Barista, "POST", "/api/queue/"+c.order+"/"+c.step, body)
			if got.Status != c.status || s.order(t, c.order).State != c.state {
				t.Errorf("%d %s and %s, want %d and %s", got.Status, got.Body, s.order(t, c.order).State, c.status, c.state)
			}
			if !reflect.DeepEqual(s.workflow.Answers, c.answers) || !reflect.DeepEqual(s.bus.Published, c.published) {
				t.Errorf("answered %v and published %v, want %v and %v", s.workflow.Answers, s.bus.Published, c.answers, c.published)
			}
		})
	}
}

func TestAReasonIsCleanedBeforeItIsMeasured(t *testing.T) {
	s, want := newShop(t), strings.Repeat("é", 200)
	body := `{"reason":"  ` + strings.Repeat("e\u0301", 200) + `\r\n"}`
	if got := ask(t, s, apitest.Barista, "POST", "/api/queue/queued/cancel", body); got.Status != 200 || s.workflow.Answers[0] != "token-queued Barista.Cancelled: "+want {
		t.Errorf("cancel = %d %s for %q, want 200 for %q", got.Status, got.Body, s.workflow.Answers, want)
	}
}

func TestWhatFailedAfterTheWriteHealsWhenRepeated(t *testing.T) {
	for _, path := range []string{"queued/claim", "mine/release", "mine/complete", "ready/collect", "queued/cancel"} {
		t.Run(path, func(t *testing.T) {
			s, body := newShop(t), ""
			if strings.HasSuffix(path, "cancel") {
				body = `{"reason":"no milk"}`
			}
			s.workflow.Err, s.bus.Err = errBroken, errBroken
			got := ask(t, s, apitest.Barista, "POST", "/api/queue/"+path, body)
			if got.Code != coffee.Busy || strings.Contains(got.Body, "internal") {
				t.Fatalf("first = %+v, want busy and nothing internal", got)
			}
			s.workflow.Err, s.bus.Err = nil, nil
			first := len(s.workflow.Answers) + len(s.bus.Published)
			if got := ask(t, s, apitest.Barista, "POST", "/api/queue/"+path, body); got.Status != 200 || len(s.workflow.Answers)+len(s.bus.Published) <= first {
				t.Errorf("repeated = %+v after %d tries, want 200 and another try", got, first)
			}
			s.workflow.Spent = []string{"token-queued", "token-mine", "token-ready"}
			if got := ask(t, s, apitest.Barista, "POST", "/api/queue/"+path, body); got.Status != 200 {
				t.Errorf("repeated with a spent token = %+v, want 200", got)
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
		s := newShop(t)
		if got := ask(t, s, apitest.Barista, c.method, c.path, c.body); got.Status != c.status || s.workflow.Answers != nil || s.bus.Published != nil {
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
		callers := []apitest.Caller{apitest.Nobody, apitest.Customer("customer", "secret"),
			apitest.Display, apitest.Barista, apitest.Manager, apitest.IDToken}
		for _, by := range callers {
			want, refused := allowed[by.Name]
			if !refused {
				want = c.success
			}
			s := newShop(t)
			if got := ask(t, s, by, c.method, c.path, c.body); got.Status != want {
				t.Errorf("%s %s by %s = %d %s, want %d", c.method, c.path, by.Name, got.Status, got.Body, want)
			}
			if refused && (s.workflow.Answers != nil || s.bus.Published != nil) {
				t.Errorf("%s %s by %s did something, want nothing", c.method, c.path, by.Name)
			}
		}
	}
}

func FuzzRequests(f *testing.F) {
	apitest.Fuzz(f, func(t testing.TB) apitest.Serve { return newShop(t).serve() }, []apitest.Caller{apitest.Barista, apitest.Nobody, apitest.IDToken},
		apitest.Seed{Method: "GET", Path: "/api/queue"},
		apitest.Seed{Method: "POST", Path: "/api/queue", Body: `{"drink":"tea"}`},
		apitest.Seed{Method: "POST", Path: "/api/queue/queued/claim"},
		apitest.Seed{Method: "POST", Path: "/api/queue/mine/release"},
		apitest.Seed{Method: "POST", Path: "/api/queue/mine/complete"},
		apitest.Seed{Method: "POST", Path: "/api/queue/ready/collect"},
		apitest.Seed{Method: "POST", Path: "/api/queue/queued/cancel", Body: `{"reason":"no milk"}`})
}
