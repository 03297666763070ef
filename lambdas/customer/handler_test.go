package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

const (
	scan  = `{"code":"` + code + `"}`
	place = `{"drink":"tea","modifiers":{"milk":"oat"}}`
	key   = "sixteen-letters-or-more"
)

func TestRedeemStartsOneOrderPerKey(t *testing.T) {
	s := newShop()
	first := ask(t, s, webtest.Nobody, "POST", "/api/orders", scan, "idempotency-key", key)
	id := codes.OrderID(code, key)
	if first.Status != 201 || !reflect.DeepEqual(s.started, []string{id}) {
		t.Fatalf("POST /api/orders = %d %s and started %v, want 201 and one order", first.Status, first.Body, s.started)
	}
	var got struct {
		OrderID, Secret string
		PlaceBy         time.Time
	}
	if err := json.Unmarshal([]byte(first.Body), &got); err != nil || got.OrderID != id || !got.PlaceBy.Equal(s.now.Add(15*time.Minute)) {
		t.Errorf("answer = %+v, want the order and 15 minutes", got)
	}
	if view := ask(t, s, webtest.Customer("owner", got.Secret), "GET", "/api/orders/"+id, ""); view.Status != 200 {
		t.Errorf("GET with the secret = %+v, want 200", view)
	}
	started := s.orders[id]
	started.State, started.Since, started.StartedAt = coffee.Started, s.now.Add(time.Second), s.now.Add(time.Second)
	s.orders[id] = started
	s.now = s.now.Add(time.Minute)
	if again := ask(t, s, webtest.Nobody, "POST", "/api/orders", scan, "idempotency-key", key); again.Body != first.Body {
		t.Errorf("repeated with the same key = %s, want %s", again.Body, first.Body)
	}
}

func TestWhatAScannerAddsToACodeAndQuotesAroundAKeyDoNotCount(t *testing.T) {
	s := newShop()
	first := ask(t, s, webtest.Nobody, "POST", "/api/orders", scan, "idempotency-key", key)
	for body, key := range map[string]string{
		`{"code":"` + code + `\r\n"}`:      key,
		`{"code":"\t ` + code + `\u00a0"}`: `"` + key + `"`,
	} {
		if again := ask(t, s, webtest.Nobody, "POST", "/api/orders", body, "idempotency-key", key); again.Status != 201 || again.Body != first.Body {
			t.Errorf("POST %s with the key %s = %s, want %s", body, key, again.Body, first.Body)
		}
	}
	if len(s.orders) != len(newShop().orders)+1 {
		t.Errorf("%d orders, want one new one", len(s.orders))
	}
}

func TestAnOrdersIDMayHaveLettersOfAnyLanguage(t *testing.T) {
	for id, paths := range map[string][]string{
		"order.1":    {"order.1", "order%2E1"},
		"Größe":      {"Größe", "Gr%C3%B6%C3%9Fe", "Gr%c3%b6%c3%9fe"},
		"注文-１":       {"注文-１", "%E6%B3%A8%E6%96%87-%EF%BC%91"},
		"a+b=(c)!@'": {"a+b=(c)!@'", "a%2Bb%3D(c)!%40'"},
		".":          {".", "%2E"},
		"☕":          {"☕", "%E2%98%95"},
	} {
		for _, path := range paths {
			s := newShop()
			s.orders[id] = orders.Record{ID: id, State: coffee.Started, SecretHash: web.HashSecret(secret), CustomerToken: "t"}
			for _, method := range []string{"GET", "HEAD", "DELETE"} {
				if got := ask(t, s, owner, method, "/api/orders/"+path, ""); got.Status != 200 {
					t.Errorf("%s /api/orders/%s = %d %s, want 200", method, path, got.Status, got.Body)
				}
			}
		}
	}
}

func TestAChoiceIsReadAsTheMenuIsWritten(t *testing.T) {
	s := newShop()
	s.menu.Drinks[0].Modifiers = []coffee.Modifier{{Name: "größe", Options: []string{"café"}}}
	got := ask(t, s, owner, "PUT", "/api/orders/order-1", `{"drink":"tea","modifiers":{" gro\u0308ße":"cafe\u0301\n"}}`)
	want := coffee.Choice{Drink: "tea", Modifiers: map[string]string{"größe": "café"}}
	if got.Status != 200 || !reflect.DeepEqual(s.outputs, []any{want}) {
		t.Errorf("PUT = %d %s and told %v, want %v", got.Status, got.Body, s.outputs, want)
	}
}

func TestHeadAnswersWhatGetDoesWithoutTheBody(t *testing.T) {
	for _, path := range []string{"/api/shop", "/api/orders/order-1", "/api/orders/order-9", "/api/orders/%20", "/api/nothing"} {
		for _, by := range []webtest.Caller{owner, webtest.Nobody} {
			get, head := ask(t, newShop(), by, "GET", path, ""), ask(t, newShop(), by, "HEAD", path, "")
			if head.Status != get.Status || head.Body != "" || !reflect.DeepEqual(head.Headers, get.Headers) {
				t.Errorf("HEAD %s by %s = %+v, want %+v without the body", path, by.Name, head, get)
			}
		}
	}
}

func TestRedeemGivesTheDrinkBackIfTheWorkflowDoesNotStart(t *testing.T) {
	s := newShop()
	s.startErr = errBroken
	got := ask(t, s, webtest.Nobody, "POST", "/api/orders", scan, "idempotency-key", key)
	if got.Status != 503 || got.Code != coffee.Busy || got.Headers["Retry-After"] != "1" || len(s.givenBack) != 1 {
		t.Errorf("start failed: %+v with %d drinks given back, want busy and 1", got, len(s.givenBack))
	}
	if strings.Contains(got.Body, "internal-host") {
		t.Errorf("answer = %s, want nothing internal", got.Body)
	}
	s.startErr = nil
	got = ask(t, s, webtest.Nobody, "POST", "/api/orders", scan, "idempotency-key", key)
	if got.Code != coffee.WrongState || len(s.started) != 1 {
		t.Errorf("repeated = %+v with %d starts, want %s: the order has no drink", got, len(s.started), coffee.WrongState)
	}
}

func TestRedeemRefusals(t *testing.T) {
	for code, status := range map[coffee.ErrorCode]int{
		coffee.CodeUnknown: 404, coffee.CodeExpired: 410, coffee.CodeUsedUp: 429, coffee.ShopIsClosed: 409,
	} {
		s := newShop()
		s.redeemErr = &coffee.Error{Code: code, Message: "No.", RetryAfter: 61500 * time.Millisecond}
		got := ask(t, s, webtest.Nobody, "POST", "/api/orders", scan)
		if got.Status != status || got.Code != code || got.Headers["Retry-After"] != "62" || len(s.started) != 0 {
			t.Errorf("%s: %+v, want %d and Retry-After 62", code, got, status)
		}
	}
}

func TestPlaceTellsTheWorkflow(t *testing.T) {
	s := newShop()
	got := ask(t, s, owner, "PUT", "/api/orders/order-1", place)
	order := webtest.Decode[api.Order](t, got)
	if got.Status != 200 || order.State != coffee.Placed || !reflect.DeepEqual(s.outputs, []any{tea}) || s.told[0] != "customer-token" {
		t.Errorf("PUT = %+v, told %v %v, want PLACED and the choice as output", got, s.told, s.outputs)
	}
	if strings.Contains(got.Body, "token") {
		t.Errorf("answer = %s, want no token", got.Body)
	}
}

func TestPlaceHealsWhenRepeated(t *testing.T) {
	s := newShop()
	s.callbackErr = errBroken
	if got := ask(t, s, owner, "PUT", "/api/orders/order-1", place); got.Code != coffee.Busy {
		t.Fatalf("callback failed: %+v, want busy", got)
	}
	s.callbackErr, s.menu = nil, coffee.Menu{} // sold out since
	if got := ask(t, s, owner, "PUT", "/api/orders/order-1", place); got.Status != 200 || len(s.told) != 2 {
		t.Errorf("repeated: %+v, told %d times, want 200 and twice", got, len(s.told))
	}
	s.spent["customer-token"] = true
	if got := ask(t, s, owner, "PUT", "/api/orders/order-1", place); got.Status != 200 {
		t.Errorf("repeated after the token was spent: %+v, want 200", got)
	}
	if got := ask(t, s, owner, "PUT", "/api/orders/order-1", `{"drink":"mocha"}`); got.Code != coffee.WrongState {
		t.Errorf("another drink: %+v, want %s", got, coffee.WrongState)
	}
}

func TestCancel(t *testing.T) {
	for _, c := range []struct {
		name   string
		order  func(*orders.Record)
		spent  string
		status int
		code   coffee.ErrorCode
		told   []string
	}{
		{"started", func(o *orders.Record) {}, "", 200, "", []string{"customer-token"}},
		{"queued", func(o *orders.Record) { o.State, o.CustomerToken, o.BaristaToken = coffee.Queued, "", "b" }, "", 200, "", []string{"b"}},
		{"claimed", func(o *orders.Record) { o.State = coffee.Making }, "", 409, coffee.WrongState, nil},
		{"told before", func(o *orders.Record) {}, "customer-token", 200, "", []string{"customer-token"}},
		{"placed an instant ago", func(o *orders.Record) { o.State, o.PlacedAt = coffee.Placed, start }, "customer-token",
			200, "", []string{"customer-token"}},
		{"not admitted yet", func(o *orders.Record) { o.State, o.CustomerToken = coffee.Requested, "" }, "", 200, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShop().put(c.order)
			s.spent[c.spent] = true
			got := ask(t, s, owner, "DELETE", "/api/orders/order-1", "")
			if got.Status != c.status || got.Code != c.code || !reflect.DeepEqual(s.told, c.told) {
				t.Errorf("DELETE = %+v, told %v, want %d %s and %v", got, s.told, c.status, c.code, c.told)
			}
		})
	}
}

func TestCancelAfterPlacingEndsTheBaristasWaitWhenRepeated(t *testing.T) {
	s := newShop().put(func(o *orders.Record) { o.State, o.PlacedAt = coffee.Placed, start })
	s.spent["customer-token"] = true
	ask(t, s, owner, "DELETE", "/api/orders/order-1", "")
	s.put(func(o *orders.Record) { o.CustomerToken, o.BaristaToken = "", "barista-token" }) // the news arrived
	got := ask(t, s, owner, "DELETE", "/api/orders/order-1", "")
	if want := []string{"customer-token", "barista-token"}; got.Status != 200 || !reflect.DeepEqual(s.told, want) {
		t.Errorf("DELETE again = %+v, told %v, want 200 and %v", got, s.told, want)
	}
}

func TestViewTellsOfTheWait(t *testing.T) {
	s := newShop()
	s.orders["order-3"] = orders.Record{ID: "order-3", State: coffee.Collected, QueuedAt: start, ReadyAt: start.Add(100 * time.Second)}
	s.orders["order-4"] = orders.Record{ID: "order-4", State: coffee.Ready, QueuedAt: start, ReadyAt: start.Add(200 * time.Second)}
	s.put(func(o *orders.Record) { o.State, o.QueuedAt, o.Number = coffee.Queued, start, 8 })
	order := webtest.Decode[api.Order](t, ask(t, s, owner, "GET", "/api/orders/order-1", ""))
	if order.Number != 8 || *order.Ahead != 1 || *order.EstimatedWait != 90 {
		t.Errorf("order 8 = %+v, want 1 ahead and 150 - 60 s", order)
	}
}

func TestViewOfAnEndedOrderSaysWhy(t *testing.T) {
	s := newShop().put(func(o *orders.Record) {
		o.State, o.Reason, o.Cause, o.Error = coffee.Cancelled, "OrderCancelled", "no more milk", "Barista.Cancelled"
	})
	order := webtest.Decode[api.Order](t, ask(t, s, owner, "GET", "/api/orders/order-1", ""))
	if order.Reason != "OrderCancelled" || order.Explanation != "no more milk" || order.Ahead != nil {
		t.Errorf("cancelled order = %+v, want reason and explanation", order)
	}
	s.put(func(o *orders.Record) {
		o.State, o.Reason, o.Cause = coffee.Failed, "OrderFailed", "arn:aws:lambda internal"
	})
	if got := ask(t, s, owner, "GET", "/api/orders/order-1", ""); strings.Contains(got.Body, "arn:") {
		t.Errorf("failed order = %s, want nothing internal", got.Body)
	}
}

func TestShop(t *testing.T) {
	got := ask(t, newShop(), webtest.Nobody, "GET", "/api/shop", "")
	want := `{"open":true,"menu":{"drinks":[{"id":"tea","name":"Tea","available":true,"modifiers":[{"name":"milk","options":["oat","cow"]}]},` +
		`{"id":"mocha","name":"Mocha","available":false}]},"queueLength":1,"estimatedWaitSeconds":180}`
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
		{"POST", "/api/orders", `{"code":"abc-other"}`, nil, 404, coffee.CodeUnknown},
		{"POST", "/api/orders", `{"code":7}`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", `{}`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", `{"code":"x","more":1}`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", `{`, nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", "", nil, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"content-type", "text/plain"}, 415, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"idempotency-key", "short"}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"idempotency-key", key + ", " + key}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"idempotency-key", strings.Repeat("k", 129)}, 422, api.InvalidRequest},
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
		{"POST", "/api/orders", scan, []string{"idempotency-key", ""}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"idempotency-key", " \t"}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"idempotency-key", `""`}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"idempotency-key", `"` + key}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"idempotency-key", `"short"`}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"idempotency-key", `"` + key + `", "` + key + `"`}, 422, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"content-type", ""}, 415, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"content-type", "application/json; charset=latin1"}, 415, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"content-type", "application/json, text/plain"}, 415, api.InvalidRequest},
		{"POST", "/api/orders", scan, []string{"content-type", "application/problem+json"}, 415, api.InvalidRequest},
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
		{"GET", "/api/nothing", "", nil, 404, api.NotFound},
		{"GET", "/api//shop", "", nil, 404, api.NotFound},
		{"DELETE", "/api/shop", "", nil, 405, api.WrongMethod},
	} {
		t.Run(c.method+c.path+c.body[:min(len(c.body), 40)], func(t *testing.T) {
			s := newShop()
			got := ask(t, s, owner, c.method, c.path, c.body, c.headers...)
			if got.Status != c.status || got.Code != c.code {
				t.Errorf("%d %s, want %d %s", got.Status, got.Body, c.status, c.code)
			}
			if len(s.started)+len(s.told) != 0 {
				t.Error("the workflow heard of it, want nothing")
			}
			if c.status == 405 && c.path == "/api/shop" && got.Headers["Allow"] != "GET, HEAD, PUT" {
				t.Errorf("Allow = %q, want what any function may do there", got.Headers["Allow"])
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
		{"POST", "/api/orders", scan, 201, anyone},
		{"GET", "/api/orders/order-1", "", 200, mine},
		{"PUT", "/api/orders/order-1", place, 200, mine},
		{"DELETE", "/api/orders/order-1", "", 200, mine},
		{"GET", "/api/openapi.json", "", 200, anyone},
	} {
		for _, by := range []webtest.Caller{webtest.Nobody, wrong, owner, webtest.Display, webtest.Barista, webtest.Manager, webtest.IDToken} {
			want, refused := c.refused[by.Name]
			if !refused {
				want = c.success
			}
			got := ask(t, newShop(), by, c.method, c.path, c.body)
			if got.Status != want {
				t.Errorf("%s %s by %s = %d %s, want %d", c.method, c.path, by.Name, got.Status, got.Body, want)
			}
			if got.Headers["X-Request-Id"] != "request-1" {
				t.Errorf("request id = %q, want request-1", got.Headers["X-Request-Id"])
			}
		}
	}
}

func TestAForeignOrderIsAsUnknownAsNone(t *testing.T) {
	s := newShop()
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
		got := ask(t, newShop(), webtest.Nobody, "GET", "/api/orders/order-1", "", "authorization", header)
		if got.Status != status {
			t.Errorf("Authorization: %s = %d, want %d", header, got.Status, status)
		}
		if challenge := got.Headers["Www-Authenticate"]; (status == 401) != (challenge == "Bearer") {
			t.Errorf("Authorization: %s = WWW-Authenticate %q", header, challenge)
		}
	}
}

func FuzzRequests(f *testing.F) {
	webtest.Fuzz(f, api.Customer, func() webtest.Serve { return newShop().serve() }, []webtest.Caller{owner, webtest.Nobody, webtest.Barista},
		webtest.Seed{Method: "GET", Path: "/api/shop"},
		webtest.Seed{Method: "POST", Path: "/api/orders", Body: scan},
		webtest.Seed{Method: "GET", Path: "/api/orders/order-1"},
		webtest.Seed{Method: "PUT", Path: "/api/orders/order-1", Body: place},
		webtest.Seed{Method: "DELETE", Path: "/api/orders/order-1"},
		webtest.Seed{Method: "GET", Path: "/api/openapi.json"})
}
