package customer

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

const (
	place = `{"drink":"tea","modifiers":{"milk":"oat"}}`
	key   = "sixteen-letters-or-more"

	// scanned is a request body with the shop's code (see body), otherCode one with a
	// well-formed code that the shop never issued.
	scanned   = `{"code":"CODE"}`
	otherCode = `{"code":"8c-3k9z-ABCDEFGHIJKLMNOPQRSTUVWXYZ"}`
)

// body replaces CODE in a request body with the shop's code.
func (s *shop) body(text string) string { return strings.ReplaceAll(text, "CODE", s.code) }

func TestRedeemStartsOneOrderPerKey(t *testing.T) {
	s := newShop(t)
	first := ask(t, s, webtest.Nobody, "POST", "/api/orders", s.scan(), "idempotency-key", key)
	id := store.OrderID(s.code, key)
	if first.Status != 201 || !reflect.DeepEqual(s.workflow.Started, []string{id}) {
		t.Fatalf("POST /api/orders = %d %s and started %v, want 201 and one execution", first.Status, first.Body, s.workflow.Started)
	}
	var got struct {
		OrderID, Secret string
		PlaceBy         time.Time
	}
	if err := json.Unmarshal([]byte(first.Body), &got); err != nil || got.OrderID != id || !got.PlaceBy.Equal(s.now.Add(15*time.Minute)) {
		t.Errorf("answer = %+v, want order %s, to be placed within 15 minutes", got, id)
	}
	if view := ask(t, s, webtest.Customer("owner", got.Secret), "GET", "/api/orders/"+id, ""); view.Status != 200 {
		t.Errorf("GET with the secret = %+v, want 200", view)
	}
	started := s.order(t, id)
	started.State, started.Since, started.StartedAt = coffee.Started, s.now.Add(time.Second), s.now.Add(time.Second)
	s.store.Put(started)
	s.now = s.now.Add(time.Minute)
	if again := ask(t, s, webtest.Nobody, "POST", "/api/orders", s.scan(), "idempotency-key", key); again.Body != first.Body {
		t.Errorf("repeated with the same key = %s, want %s", again.Body, first.Body)
	}
	s.checkRemaining(t, 9)
}

func TestRedeemIgnoresWhiteSpaceAroundTheCodeAndQuotesAroundTheKey(t *testing.T) {
	s := newShop(t)
	first := ask(t, s, webtest.Nobody, "POST", "/api/orders", s.scan(), "idempotency-key", key)
	for body, key := range map[string]string{
		`{"code":"` + s.code + `\r\n"}`:      key,
		`{"code":"\t ` + s.code + `\u00a0"}`: `"` + key + `"`,
	} {
		if again := ask(t, s, webtest.Nobody, "POST", "/api/orders", body, "idempotency-key", key); again.Status != 201 || again.Body != first.Body {
			t.Errorf("POST %s with the key %s = %s, want %s", body, key, again.Body, first.Body)
		}
	}
	s.checkRemaining(t, 9)
}

func TestOrderIDsMayContainAnyUnicodeLetter(t *testing.T) {
	for id, paths := range map[string][]string{
		"order.1":    {"order.1", "order%2E1"},
		"Größe":      {"Größe", "Gr%C3%B6%C3%9Fe", "Gr%c3%b6%c3%9fe"},
		"注文-１":       {"注文-１", "%E6%B3%A8%E6%96%87-%EF%BC%91"},
		"a+b=(c)!@'": {"a+b=(c)!@'", "a%2Bb%3D(c)!%40'"},
		".":          {".", "%2E"},
		"☕":          {"☕", "%E2%98%95"},
	} {
		for _, path := range paths {
			s := newShop(t)
			s.store.Put(store.Order{ID: id, State: coffee.Started, SecretHash: store.HashSecret(secret), CustomerToken: "t"})
			for _, method := range []string{"GET", "HEAD", "DELETE"} {
				if got := ask(t, s, owner, method, "/api/orders/"+path, ""); got.Status != 200 {
					t.Errorf("%s /api/orders/%s = %d %s, want 200", method, path, got.Status, got.Body)
				}
			}
		}
	}
}

func TestAChoiceIsNormalizedLikeTheMenu(t *testing.T) {
	s := newShop(t)
	s.putMenu(t, coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true,
		Modifiers: []coffee.Modifier{{Name: "größe", Options: []string{"café"}}}}}})
	got := ask(t, s, owner, "PUT", "/api/orders/order-1", `{"drink":"tea","modifiers":{" gro\u0308ße":"cafe\u0301\n"}}`)
	want := `customer-token {"drink":"tea","modifiers":{"größe":"café"}}`
	if got.Status != 200 || !reflect.DeepEqual(s.workflow.Answers, []string{want}) {
		t.Errorf("PUT = %d %s and answered %v, want %v", got.Status, got.Body, s.workflow.Answers, want)
	}
}

func TestHeadAnswersLikeGetWithoutABody(t *testing.T) {
	for _, path := range []string{"/api/shop", "/api/orders/order-1", "/api/orders/order-9", "/api/orders/%20", "/api/nothing"} {
		for _, by := range []webtest.Caller{owner, webtest.Nobody} {
			get, head := ask(t, newShop(t), by, "GET", path, ""), ask(t, newShop(t), by, "HEAD", path, "")
			if head.Status != get.Status || head.Body != "" || !reflect.DeepEqual(head.Headers, get.Headers) {
				t.Errorf("HEAD %s by %s = %+v, want %+v without the body", path, by.Name, head, get)
			}
		}
	}
}

func TestRedeemReturnsTheDrinkIfTheWorkflowDoesNotStart(t *testing.T) {
	s := newShop(t)
	s.workflow.StartErr = doubles.ErrBroken
	got := ask(t, s, webtest.Nobody, "POST", "/api/orders", s.scan(), "idempotency-key", key)
	if got.Status != 503 || got.Code != coffee.Busy || got.Headers["Retry-After"] != "1" {
		t.Errorf("start failed: %+v, want busy", got)
	}
	s.checkRemaining(t, 10)
	if strings.Contains(got.Body, "internal-host") {
		t.Errorf("answer = %s, want nothing internal", got.Body)
	}
	s.workflow.StartErr = nil
	got = ask(t, s, webtest.Nobody, "POST", "/api/orders", s.scan(), "idempotency-key", key)
	if got.Code != coffee.WrongState || len(s.workflow.Started) != 1 {
		t.Errorf("repeated = %+v with %d starts, want %s since the drink went back", got, len(s.workflow.Started), coffee.WrongState)
	}
}

// A repeated scan gets the reason why its order ended, and returns the drink to the code
// if that failed when the order ended.
func TestARepeatedScanOfAnEndedOrderGetsTheReason(t *testing.T) {
	for name, row := range map[string]struct {
		end    func(*store.Order)
		code   coffee.ErrorCode
		remain int
	}{
		"closed":    {func(o *store.Order) { o.State, o.Reason = coffee.Rejected, "ShopClosed" }, coffee.ShopIsClosed, 10},
		"full":      {func(o *store.Order) { o.State, o.Reason = coffee.Rejected, "QueueFull" }, coffee.QueueIsFull, 10},
		"failed":    {func(o *store.Order) { o.State, o.Reason = coffee.Failed, "OrderFailed" }, coffee.WrongState, 10},
		"timed out": {func(o *store.Order) { o.State, o.Reason = coffee.TimedOut, "CustomerTimedOut" }, coffee.WrongState, 10},
		"cancelled by the shop": {func(o *store.Order) {
			o.State, o.Reason, o.By = coffee.Cancelled, "OrderCancelled", store.ByShop
		}, coffee.WrongState, 10},
		"cancelled by a barista": {func(o *store.Order) { o.State, o.Reason, o.By = coffee.Cancelled, "OrderCancelled", "mia" }, coffee.WrongState, 10},
		"cancelled by the customer": {func(o *store.Order) {
			o.State, o.Reason, o.By = coffee.Cancelled, "OrderCancelled", store.ByCustomer
		}, coffee.WrongState, 9},
		"collected": {func(o *store.Order) { o.State = coffee.Collected }, "", 9},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			repeat := func() webtest.Answer {
				return ask(t, s, webtest.Nobody, "POST", "/api/orders", s.scan(), "idempotency-key", key)
			}
			repeat()
			ended := s.order(t, store.OrderID(s.code, key))
			row.end(&ended)
			s.store.Put(ended)
			for range 2 {
				if got := repeat(); got.Code != row.code || row.code == "" && got.Status != 201 {
					t.Errorf("repeated scan = %+v, want %q", got, row.code)
				}
			}
			s.checkRemaining(t, row.remain)
			s.store.Err = func(operation string) error {
				if operation == "GiveBack" {
					return doubles.ErrBroken
				}
				return nil
			}
			if got := repeat(); row.remain == 10 && got.Status != 500 {
				t.Errorf("repeated scan while GiveBack fails = %+v, want 500", got)
			}
		})
	}
}

func TestRedeemRefusals(t *testing.T) {
	for code, status := range map[coffee.ErrorCode]int{
		coffee.CodeUnknown: 404, coffee.CodeExpired: 410, coffee.CodeUsedUp: 429, coffee.ShopIsClosed: 409,
	} {
		s := newShop(t)
		s.store.Err = func(string) error {
			return &coffee.Error{Code: code, Message: "No.", RetryAfter: 61500 * time.Millisecond}
		}
		got := ask(t, s, webtest.Nobody, "POST", "/api/orders", s.scan())
		if got.Status != status || got.Code != code || got.Headers["Retry-After"] != "62" || len(s.workflow.Started) != 0 {
			t.Errorf("%s: %+v, want %d and Retry-After 62", code, got, status)
		}
	}
}

const placed = `customer-token {"drink":"tea","modifiers":{"milk":"oat"}}`

func TestPlaceAnswersTheWorkflow(t *testing.T) {
	s := newShop(t)
	got := ask(t, s, owner, "PUT", "/api/orders/order-1", place)
	order := webtest.Decode[api.Order](t, got)
	if got.Status != 200 || order.State != coffee.Placed || !reflect.DeepEqual(s.workflow.Answers, []string{placed}) {
		t.Errorf("PUT = %+v, answered %v, want PLACED and the choice as output", got, s.workflow.Answers)
	}
	if strings.Contains(got.Body, "token") {
		t.Errorf("answer = %s, want no token", got.Body)
	}
}

func TestARepeatedPlaceCompletesAFailedOne(t *testing.T) {
	s := newShop(t)
	s.workflow.Err = doubles.ErrBroken
	if got := ask(t, s, owner, "PUT", "/api/orders/order-1", place); got.Code != coffee.Busy {
		t.Fatalf("callback failed: %+v, want busy", got)
	}
	s.workflow.Err = nil
	must(t, s.store.PutOpen(t.Context(), false, time.Now()))
	s.putMenu(t, coffee.Menu{}) // sold out since
	if got := ask(t, s, owner, "PUT", "/api/orders/order-1", place); got.Status != 200 || len(s.workflow.Answers) != 2 {
		t.Errorf("repeated: %+v, answered %d times, want 200 and twice", got, len(s.workflow.Answers))
	}
	s.workflow.Spent = []string{"customer-token"}
	if got := ask(t, s, owner, "PUT", "/api/orders/order-1", place); got.Status != 200 {
		t.Errorf("repeated after the token was spent: %+v, want 200", got)
	}
	if got := ask(t, s, owner, "PUT", "/api/orders/order-1", `{"drink":"mocha"}`); got.Code != coffee.WrongState {
		t.Errorf("another drink: %+v, want %s", got, coffee.WrongState)
	}
}

func TestCancel(t *testing.T) {
	for _, c := range []struct {
		name     string
		order    func(*store.Order)
		spent    string
		status   int
		code     coffee.ErrorCode
		answered []string
	}{
		{"started", func(o *store.Order) {}, "", 200, "", []string{"customer-token Customer.Cancelled: "}},
		{"queued", func(o *store.Order) { o.State, o.CustomerToken, o.BaristaToken = coffee.Queued, "", "b" }, "", 200, "", []string{"b Customer.Cancelled: "}},
		{"claimed", func(o *store.Order) { o.State = coffee.Making }, "", 409, coffee.WrongState, nil},
		{"workflow answered already", func(o *store.Order) {}, "customer-token", 200, "", []string{"customer-token Customer.Cancelled: "}},
		{"placed an instant ago", func(o *store.Order) { o.State, o.PlacedAt = coffee.Placed, start }, "customer-token",
			200, "", []string{"customer-token Customer.Cancelled: "}},
		{"not admitted yet", func(o *store.Order) { o.State, o.CustomerToken = coffee.Requested, "" }, "", 200, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop(t).put(t, c.order)
			s.workflow.Spent = []string{c.spent}
			got := ask(t, s, owner, "DELETE", "/api/orders/order-1", "")
			if got.Status != c.status || got.Code != c.code || !reflect.DeepEqual(s.workflow.Answers, c.answered) {
				t.Errorf("DELETE = %+v, answered %v, want %d %s and %v", got, s.workflow.Answers, c.status, c.code, c.answered)
			}
		})
	}
}

func TestARepeatedCancelAnswersTheBaristasWait(t *testing.T) {
	s := newShop(t).put(t, func(o *store.Order) { o.State, o.PlacedAt = coffee.Placed, start })
	s.workflow.Spent = []string{"customer-token"}
	ask(t, s, owner, "DELETE", "/api/orders/order-1", "")
	s.put(t, func(o *store.Order) { o.CustomerToken, o.BaristaToken = "", "barista-token" }) // the tracker stored the next token
	got := ask(t, s, owner, "DELETE", "/api/orders/order-1", "")
	if want := []string{"customer-token Customer.Cancelled: ", "barista-token Customer.Cancelled: "}; got.Status != 200 || !reflect.DeepEqual(s.workflow.Answers, want) {
		t.Errorf("DELETE again = %+v, answered %v, want 200 and %v", got, s.workflow.Answers, want)
	}
}

func TestViewReadsOnlyWhatItShows(t *testing.T) {
	for state, want := range map[coffee.State]string{
		coffee.Requested: "Order InState InState Latest Latest", coffee.Started: "Order InState InState Latest Latest",
		coffee.Queued: "Order InState InState Latest Latest", coffee.Making: "Order Latest Latest",
		coffee.Ready: "Order", coffee.Collected: "Order", coffee.Cancelled: "Order",
	} {
		s := newShop(t).put(t, func(o *store.Order) { o.State = state })
		var (
			mu    sync.Mutex
			reads []string
		)
		s.store.Err = func(operation string) error {
			mu.Lock()
			defer mu.Unlock()
			reads = append(reads, operation)
			return nil
		}
		for _, want := range []string{want, "Order"} { // the second is within queueTTL
			reads = nil
			if got := ask(t, s, owner, "GET", "/api/orders/order-1", ""); got.Status != 200 || strings.Join(reads, " ") != want {
				t.Errorf("GET of an order that is %s = %d and reads %v, want 200 and %s", state, got.Status, reads, want)
			}
		}
	}
}

func TestQueueLengthCountsPlacesTaken(t *testing.T) {
	s := newShop(t)
	for i, state := range coffee.States() {
		s.store.Put(store.Order{ID: string(state), State: state, Since: start, Number: i})
	}
	got := webtest.Decode[struct {
		Open                              bool
		Menu                              api.Menu
		QueueLength, EstimatedWaitSeconds int
	}](t, ask(t, s, webtest.Nobody, "GET", "/api/shop", ""))
	if got.QueueLength != 6 { // order-1, order-2, and one order each in STARTED, PLACED, QUEUED and MAKING
		t.Errorf("queueLength = %d, want 6 places taken", got.QueueLength)
	}
}

func TestViewEstimatesTheWait(t *testing.T) {
	s := newShop(t)
	s.store.Put(store.Order{ID: "order-3", State: coffee.Collected, QueuedAt: start, ReadyAt: start.Add(100 * time.Second)})
	s.store.Put(store.Order{ID: "order-4", State: coffee.Ready, QueuedAt: start, ReadyAt: start.Add(200 * time.Second)})
	s.put(t, func(o *store.Order) { o.State, o.QueuedAt, o.Number = coffee.Queued, start, 8 })
	order := webtest.Decode[api.Order](t, ask(t, s, owner, "GET", "/api/orders/order-1", ""))
	if order.Number != 8 || *order.Ahead != 1 || *order.EstimatedWait != 90 {
		t.Errorf("order 8 = %+v, want 1 ahead and a wait of 90 s: 150 on average, 60 of them over", order)
	}
}

func TestViewOfAnEndedOrderSaysWhy(t *testing.T) {
	s := newShop(t).put(t, func(o *store.Order) {
		o.State, o.Reason, o.Cause, o.Error = coffee.Cancelled, "OrderCancelled", "no more milk", "Barista.Cancelled"
	})
	order := webtest.Decode[api.Order](t, ask(t, s, owner, "GET", "/api/orders/order-1", ""))
	if order.Reason != "OrderCancelled" || order.Explanation != "no more milk" || order.Ahead != nil {
		t.Errorf("cancelled order = %+v, want reason and explanation", order)
	}
	s.put(t, func(o *store.Order) {
		o.State, o.Reason, o.Cause = coffee.Failed, "OrderFailed", "arn:aws:lambda internal"
	})
	if got := ask(t, s, owner, "GET", "/api/orders/order-1", ""); strings.Contains(got.Body, "arn:") {
		t.Errorf("failed order = %s, want nothing internal", got.Body)
	}
}

func TestShop(t *testing.T) {
	got := ask(t, newShop(t), webtest.Nobody, "GET", "/api/shop", "")
	want := `{"open":true,"menu":{"drinks":[{"id":"tea","name":"Tea","available":true,"modifiers":[{"name":"milk","options":["oat","cow"]}]},` +
		`{"id":"mocha","name":"Mocha","available":false}]},"queueLength":2,"estimatedWaitSeconds":180}`
	if got.Status != 200 || strings.TrimSpace(got.Body) != want {
		t.Errorf("GET /api/shop = %s, want %s", got.Body, want)
	}
}

func TestBadInput(t *testing.T) {
	order := "/api/orders/order-1"
	for _, c := range []struct {
		method, path, body string
		headers            []string
		status             int
		code               coffee.ErrorCode
	}{
		{"POST", "/api/orders", `{"code":"short"}`, nil, 404, coffee.CodeMalformed},
		{"POST", "/api/orders", `{"code":""}`, nil, 404, coffee.CodeMalformed},
		{"POST", "/api/orders", otherCode, nil, 404, coffee.CodeUnknown},
		{"POST", "/api/orders", `{"code":7}`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", `{}`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", `{"code":"x","more":1}`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", `{`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", "", nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"content-type", "text/plain"}, 415, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", "short"}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", key + ", " + key}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", strings.Repeat("k", 129)}, 422, api.InvalidRequest},
		{"POST", "/api/orders", `{"code":"` + strings.Repeat("x", api.MaxBody) + `"}`, nil, 413, api.TooLarge},
		{"PUT", order, `{"drink":"beer"}`, nil, 404, coffee.UnknownDrink},
		{"PUT", order, `{"drink":"mocha"}`, nil, 409, coffee.SoldOut},
		{"PUT", order, `{"drink":"tea","modifiers":{"milk":"soy"}}`, nil, 409, coffee.WrongModifier},
		{"PUT", order, `{"drink":"tea","modifiers":{"size":"oat"}}`, nil, 409, coffee.WrongModifier},
		{"PUT", order, `{"drink":""}`, nil, 422, api.InvalidRequest},
		{"PUT", order, `{"drink":"Tea"}`, nil, 422, api.InvalidRequest},
		{"PUT", order, `{"drink":"tea "}`, nil, 422, api.InvalidRequest},
		{"PUT", order, `{"drink":"tea","modifiers":{"milk":" "}}`, nil, 422, api.InvalidRequest},
		{"PUT", order, `{"drink":"tea","modifiers":{"milk":"oat"," milk":"cow"}}`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", ""}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", " \t"}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", `""`}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", `"` + key}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", `"short"`}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"idempotency-key", `"` + key + `", "` + key + `"`}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"content-type", ""}, 415, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"content-type", "application/json; charset=latin1"}, 415, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"content-type", "application/json, text/plain"}, 415, api.InvalidRequest},
		{"POST", "/api/orders", scanned, []string{"content-type", "application/problem+json"}, 415, api.InvalidRequest},
		{"GET", "/api/orders/a%2520b", "", nil, 422, api.InvalidRequest},
		{"GET", "/api/orders/%FF", "", nil, 422, api.InvalidRequest},
		{"GET", "/api/orders/a;b", "", nil, 422, api.InvalidRequest},
		{"GET", "/api/orders/..", "", nil, 404, coffee.UnknownOrder},
		{"HEAD", "/api/nothing", "", nil, 404, ""},
		{"HEAD", "/api/orders", "", nil, 405, ""},
		{"PUT", order, `null`, nil, 422, api.InvalidRequest},
		{"GET", "/api/orders/%20", "", nil, 422, api.InvalidRequest},
		{"GET", "/api/orders/" + strings.Repeat("x", 81), "", nil, 422, api.InvalidRequest},
		{"DELETE", "/api/orders/%20", "", nil, 422, api.InvalidRequest},
		{"POST", "/api/openapi.json", `{}`, nil, 405, api.WrongMethod},
		{"GET", "/api/nothing", "", nil, 404, api.NotFound},
		{"GET", "/api//shop", "", nil, 404, api.NotFound},
		{"DELETE", "/api/shop", "", nil, 405, api.WrongMethod},
	} {
		t.Run(c.method+c.path+c.body[:min(len(c.body), 40)], func(t *testing.T) {
			s := newShop(t)
			got := ask(t, s, owner, c.method, c.path, s.body(c.body), c.headers...)
			if got.Status != c.status || got.Code != c.code {
				t.Errorf("%d %s, want %d %s", got.Status, got.Body, c.status, c.code)
			}
			if len(s.workflow.Started)+len(s.workflow.Answers) != 0 {
				t.Errorf("started %v and answered %v, want the workflow left alone", s.workflow.Started, s.workflow.Answers)
			}
			if c.status == 405 && c.path == "/api/shop" && got.Headers["Allow"] != "GET, HEAD, PUT" {
				t.Errorf("Allow = %q, want the methods of all functions", got.Headers["Allow"])
			}
		})
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	wrong := webtest.Customer("wrong secret", other)
	anyone := map[string]int{}
	mine := map[string]int{"nobody": 401, "wrong secret": 404, "display": 401, "barista": 401, "manager": 401, "ID token": 401}
	for _, c := range []struct {
		method, path, body string
		success            int
		refused            map[string]int
	}{
		{"GET", "/api/shop", "", 200, anyone},
		{"POST", "/api/orders", scanned, 201, anyone},
		{"GET", "/api/board", "", 200, anyone},
		{"GET", "/api/openapi.json", "", 200, anyone},
		{"GET", "/api/orders/order-1", "", 200, mine},
		{"PUT", "/api/orders/order-1", place, 200, mine},
		{"DELETE", "/api/orders/order-1", "", 200, mine},
	} {
		for _, by := range []webtest.Caller{webtest.Nobody, wrong, owner, webtest.Display, webtest.Barista, webtest.Manager, webtest.IDToken} {
			want, refused := c.refused[by.Name]
			if !refused {
				want = c.success
			}
			s := newShop(t)
			got := ask(t, s, by, c.method, c.path, s.body(c.body))
			if got.Status != want {
				t.Errorf("%s %s by %s = %d %s, want %d", c.method, c.path, by.Name, got.Status, got.Body, want)
			}
			if got.Headers["X-Request-Id"] != "request-1" {
				t.Errorf("request id = %q, want request-1", got.Headers["X-Request-Id"])
			}
		}
	}
}

func TestSomebodyElsesOrderLooksLikeAnUnknownOne(t *testing.T) {
	s := newShop(t)
	foreign := ask(t, s, owner, "GET", "/api/orders/order-2", "")
	unknown := ask(t, s, owner, "GET", "/api/orders/order-9", "")
	if foreign.Code != coffee.UnknownOrder || foreign.Body != unknown.Body {
		t.Errorf("foreign = %s, unknown = %s, want the same", foreign.Body, unknown.Body)
	}
}

func TestSecretIsABearerToken(t *testing.T) {
	for header, status := range map[string]int{
		"Bearer " + secret: 200, "bearer " + secret: 200, secret: 401, "Basic " + secret: 401, "Bearer ": 401, "Bearer x": 404,
	} {
		got := ask(t, newShop(t), webtest.Nobody, "GET", "/api/orders/order-1", "", "authorization", header)
		if got.Status != status {
			t.Errorf("Authorization: %s = %d, want %d", header, got.Status, status)
		}
		if challenge := got.Headers["Www-Authenticate"]; (status == 401) != (challenge == "Bearer") {
			t.Errorf("Authorization: %s = WWW-Authenticate %q", header, challenge)
		}
	}
}

func FuzzRequests(f *testing.F) {
	webtest.Fuzz(f, api.Customer, func(t testing.TB) webtest.Serve {
		s := newShop(t)
		serve := s.handler.Serve(webtest.New())
		return func(ctx context.Context, request events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
			request.Body = s.body(request.Body)
			return serve(ctx, request)
		}
	}, []webtest.Caller{owner, webtest.Nobody, webtest.Barista},
		webtest.Seed{Method: "GET", Path: "/api/shop"},
		webtest.Seed{Method: "POST", Path: "/api/orders", Body: scanned},
		webtest.Seed{Method: "GET", Path: "/api/board"},
		webtest.Seed{Method: "GET", Path: "/api/openapi.json"},
		webtest.Seed{Method: "GET", Path: "/api/orders/order-1"},
		webtest.Seed{Method: "PUT", Path: "/api/orders/order-1", Body: place},
		webtest.Seed{Method: "DELETE", Path: "/api/orders/order-1"})
}
