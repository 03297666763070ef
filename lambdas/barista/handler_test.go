package barista

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
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
		{"recall", "ready", 200, coffee.Making, []string{"token-ready {}"}, []coffee.Event{coffee.OrderRecalled{BaristaDetail: detail("ready", 9)}}},
		{"recall", "queued", 409, coffee.Queued, nil, nil},
		{"recall", "theirs", 409, coffee.Making, nil, nil},
		{"recall", "none", 404, "", nil, nil},
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
			got := ask(t, s, webtest.Barista, "POST", "/api/queue/"+c.order+"/"+c.step, body)
			if got.Status != c.status || s.order(t, c.order).State != c.state {
				t.Errorf("%d %s and %s, want %d and %s", got.Status, got.Body, s.order(t, c.order).State, c.status, c.state)
			}
			if !reflect.DeepEqual(s.workflow.Answers, c.answers) || !reflect.DeepEqual(s.bus.Published, c.published) {
				t.Errorf("answered %v and published %v, want %v and %v", s.workflow.Answers, s.bus.Published, c.answers, c.published)
			}
		})
	}
}

func TestACancelReasonIsNormalizedBeforeItsLengthIsChecked(t *testing.T) {
	s, want := newShop(t), strings.Repeat("é", 200)
	body := `{"reason":"  ` + strings.Repeat("e\u0301", 200) + `\r\n"}`
	if got := ask(t, s, webtest.Barista, "POST", "/api/queue/queued/cancel", body); got.Status != 200 || s.workflow.Answers[0] != "token-queued Barista.Cancelled: "+want {
		t.Errorf("cancel = %d %s for %q, want 200 for %q", got.Status, got.Body, s.workflow.Answers, want)
	}
}

func TestARepeatedRequestCompletesWhatFailedAfterTheWrite(t *testing.T) {
	for _, path := range []string{"queued/claim", "mine/release", "mine/complete", "ready/collect", "ready/recall", "queued/cancel"} {
		t.Run(path, func(t *testing.T) {
			s, body := newShop(t), ""
			if strings.HasSuffix(path, "cancel") {
				body = `{"reason":"no milk"}`
			}
			s.workflow.Err, s.bus.Err = doubles.ErrBroken, doubles.ErrBroken
			got := ask(t, s, webtest.Barista, "POST", "/api/queue/"+path, body)
			if got.Code != coffee.Busy || strings.Contains(got.Body, "internal") {
				t.Fatalf("first = %+v, want busy and nothing internal", got)
			}
			s.workflow.Err, s.bus.Err = nil, nil
			first := len(s.workflow.Answers) + len(s.bus.Published)
			if got := ask(t, s, webtest.Barista, "POST", "/api/queue/"+path, body); got.Status != 200 || len(s.workflow.Answers)+len(s.bus.Published) <= first {
				t.Errorf("repeated = %+v after %d tries, want 200 and another try", got, first)
			}
			s.workflow.Spent = []string{"token-queued", "token-mine", "token-ready"}
			if got := ask(t, s, webtest.Barista, "POST", "/api/queue/"+path, body); got.Status != 200 {
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
		if got := ask(t, s, webtest.Barista, c.method, c.path, c.body); got.Status != c.status || s.workflow.Answers != nil || s.bus.Published != nil {
			t.Errorf("%s %s = %d %s, want %d", c.method, c.path, got.Status, got.Body, c.status)
		}
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	refusals := map[string]int{"nobody": 401, "customer": 401, "display": 403, "manager": 403, "ID token": 401}
	for _, c := range []struct {
		method, path, body string
		success            int
	}{
		{"GET", "/api/queue", "", 200},
		{"POST", "/api/queue", `{"drink":"tea"}`, 201},
		{"POST", "/api/queue/queued/claim", "", 200},
		{"POST", "/api/queue/mine/release", "", 200},
		{"POST", "/api/queue/mine/complete", "", 200},
		{"POST", "/api/queue/ready/recall", "", 200},
		{"POST", "/api/queue/ready/collect", "", 200},
		{"POST", "/api/queue/queued/cancel", `{"reason":"no milk"}`, 200},
	} {
		callers := []webtest.Caller{webtest.Nobody, webtest.Customer("customer", "secret"),
			webtest.Display, webtest.Barista, webtest.Manager, webtest.IDToken}
		for _, by := range callers {
			want, refused := refusals[by.Name]
			if !refused {
				want = c.success
			}
			s := newShop(t)
			if got := ask(t, s, by, c.method, c.path, c.body); got.Status != want {
				t.Errorf("%s %s by %s = %d %s, want %d", c.method, c.path, by.Name, got.Status, got.Body, want)
			}
			if refused && (s.workflow.Answers != nil || s.bus.Published != nil) {
				t.Errorf("%s %s by %s answered the workflow or published, want neither", c.method, c.path, by.Name)
			}
		}
	}
}

func FuzzRequests(f *testing.F) {
	webtest.Fuzz(f, api.Barista, func(t testing.TB) webtest.Serve { return newShop(t).Serve() }, []webtest.Caller{webtest.Barista, webtest.Nobody, webtest.IDToken},
		webtest.Seed{Method: "GET", Path: "/api/queue"},
		webtest.Seed{Method: "GET", Path: "/api/queue/queued"},
		webtest.Seed{Method: "POST", Path: "/api/queue", Body: `{"drink":"tea"}`},
		webtest.Seed{Method: "POST", Path: "/api/queue/queued/claim"},
		webtest.Seed{Method: "POST", Path: "/api/queue/mine/release"},
		webtest.Seed{Method: "POST", Path: "/api/queue/mine/complete"},
		webtest.Seed{Method: "POST", Path: "/api/queue/ready/recall"},
		webtest.Seed{Method: "POST", Path: "/api/queue/ready/collect"},
		webtest.Seed{Method: "POST", Path: "/api/queue/queued/cancel", Body: `{"reason":"no milk"}`})
}

func TestAnOrderCanBeRecalledForTwoMinutes(t *testing.T) {
	s := newShop(t)
	s.now = start.Add(2 * time.Minute)
	if got := ask(t, s, webtest.Barista, "POST", "/api/queue/ready/recall", ""); got.Code != coffee.WrongState {
		t.Errorf("recall after two minutes = %+v, want %s", got, coffee.WrongState)
	}
	s.now = s.now.Add(-time.Millisecond)
	if got := ask(t, s, webtest.Barista, "POST", "/api/queue/ready/recall", ""); got.Status != 200 {
		t.Errorf("recall before that = %+v, want 200", got)
	}
}

// The workflow of a recalled order is over, so no step answers it, and cancelling the
// order returns its drink.
func TestARecalledOrderChangesOnlyTheTable(t *testing.T) {
	s := newShop(t)
	code, err := s.store.CurrentCode(t.Context(), start, 10, time.Hour)
	must(t, err)
	_, err = s.store.Redeem(t.Context(), store.Redemption{Code: code.Text, OrderID: "recalled", At: start})
	must(t, err)
	o := s.order(t, "recalled")
	o.State, o.Number, o.Barista, o.RecalledAt = coffee.Making, 8, "barista", start
	s.store.Put(o)
	steps := []string{"complete", "recall", "release", "cancel"}
	for _, step := range steps {
		body := ""
		if step == "cancel" {
			body = `{"reason":"no milk"}`
		}
		if step == "recall" { // within two minutes of completing it again
			s.now = s.now.Add(time.Second)
		}
		if got := ask(t, s, webtest.Barista, "POST", "/api/queue/recalled/"+step, body); got.Status != 200 {
			t.Fatalf("%s = %+v, want 200", step, got)
		}
	}
	if got := s.order(t, "recalled"); s.workflow.Answers != nil || got.Unconfirmed || !got.DrinkReturned {
		t.Errorf("after %v the order is %+v and the workflow was answered %v, want the drink returned and no answer", steps, got, s.workflow.Answers)
	}
}
