package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// raw sends a body unchanged. headers are pairs of a name and a value.
func (c *counter) raw(route, bearer, body string, headers ...string) reply {
	c.t.Helper()
	answer, err := c.tryRaw(route, bearer, body, headers...)
	c.must(err)
	return answer
}

// tryRaw is raw, and returns an error if there is no answer.
func (c *counter) tryRaw(route, bearer, body string, headers ...string) (reply, error) {
	method, path, _ := strings.Cut(route, " ")
	request, err := http.NewRequestWithContext(c.ctx, method, c.url+path, strings.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, strings.TrimSpace(string(text))}, err
}

func TestAnAmbiguousJSONBodyIsRefused(t *testing.T) {
	c := staffedShop(t, listing)
	manager := c.badges[coffee.GroupManager].Access
	for _, body := range []string{
		`{"drinks":[{"id":"tea","ID":"Not an id/%00","name":"Tea","available":true}]}`,
		`{"drinks":[{"id":"tea","name":"Tea","name":"Coffee","available":true}]}`,
		`{"drinks":[{"id":"tea","name":"\ud800","available":true}]}`,
		"{\"drinks\":[{\"id\":\"tea\",\"name\":\"\xff\",\"available\":true}]}",
		`{"drinks":[{"id":"tea","name":"\u0000","available":true}]}`,
		`{"drinks":[{"id":"tea","name":"Tea","available":true}]}{}`,
		`{"drinks":[{"id":"tea","name":"Tea","available":null}]}`,
	} {
		if got := c.raw("PUT /api/menu", manager, body); got.status != 422 {
			t.Errorf("PUT /api/menu %q = %d %s, want 422", body, got.status, got.text)
		}
	}
	shop, err := c.customer.Shop(c.ctx)
	if c.must(err); !reflect.DeepEqual(shop.Menu.Menu(), menu) {
		t.Errorf("the menu is %+v, want the old menu", shop.Menu)
	}
}

func TestSpellingsOfTheSameScanReturnTheSameOrder(t *testing.T) {
	const key = "the-key-of-one-customer"
	c := staffedShop(t, listing)
	code := c.newCode(10)
	first, err := c.scan(code, key)
	c.must(err)
	for _, again := range []struct{ code, key string }{{code + `\r\n`, key}, {`\t` + code + ` `, `"` + key + `"`}} {
		got := c.raw("POST /api/orders", "", `{"code":"`+again.code+`"}`, "Idempotency-Key", again.key)
		var ticket api.Ticket
		if err := json.Unmarshal([]byte(got.text), &ticket); err != nil || ticket != first {
			t.Errorf("a scan of %s with the key %s = %d %s, want %+v", again.code, again.key, got.status, got.text, first)
		}
	}
	for _, none := range []string{"", " ", `""`, key + "," + key} {
		if got := c.raw("POST /api/orders", "", `{"code":"`+code+`"}`, "Idempotency-Key", none); got.status != 422 {
			t.Errorf("a scan with the key %q = %d %s, want 422", none, got.status, got.text)
		}
	}
	c.must(c.awaitRemaining(9))
}

func TestHeadAnswersLikeGetWithoutABody(t *testing.T) {
	c := staffedShop(t, listing)
	for _, path := range []string{"/api/shop", "/api/queue", "/api/code", "/api/settings", "/api/openapi.json", "/api/orders/none", "/api/nothing"} {
		for _, bearer := range []string{"", c.badges[coffee.GroupManager].Access, c.badges[coffee.GroupBarista].Access} {
			get, head := c.raw("GET "+path, bearer, ""), c.raw("HEAD "+path, bearer, "")
			if head.status != get.status || head.text != "" || head.header.Get("Content-Type") != get.header.Get("Content-Type") {
				t.Errorf("HEAD %s = %d %v %q, want %d %v", path, head.status, head.header, head.text, get.status, get.header)
			}
		}
	}
	if got := c.raw("PATCH /api/shop", "", "{}"); got.status != 405 || got.header.Get("Allow") != "GET, HEAD, PUT" {
		t.Errorf("PATCH /api/shop = %d %v, want 405 and Allow: GET, HEAD, PUT", got.status, got.header)
	}
}

func TestAnExecutionOfAnyNameGoesThroughTheQueue(t *testing.T) {
	c := staffedShop(t, listing)
	run := fmt.Sprint(time.Now().UnixNano())
	for i, name := range []string{"order.1", "Größe-", "注文", "a+b=(c)!@'"} {
		o := order{c.shop, name + run}
		c.track(o.id)
		c.must(c.Start(c.ctx, o.id))
		c.must(o.place(`{"drink":"flat-white"}`))
		c.must(o.becomes(coffee.Queued))
		_, err := c.barista.Claim(c.ctx, o.id)
		c.must(err)
		if i%2 == 1 {
			_, err = c.barista.TurnDown(c.ctx, o.id, " no   milk\n")
			c.must(err)
			c.must(o.becomes(coffee.Cancelled))
			continue
		}
		_, err = c.barista.Complete(c.ctx, o.id)
		c.must(err)
		_, err = c.barista.Collect(c.ctx, o.id)
		c.must(err)
	}
}

func TestTheLargestMenuCanBeStoredReadAndOrderedFrom(t *testing.T) {
	c := staffedShop(t, listing)
	large := coffee.Menu{}
	for i := range 100 {
		large.Drinks = append(large.Drinks, coffee.Drink{ID: fmt.Sprint("drink-", i), Name: strings.Repeat("珈", 100), Available: true,
			Modifiers: []coffee.Modifier{
				{Name: "ミルク", Options: []string{"牛乳", "豆乳", "オーツミルク", "なし"}}, {Name: "markup", Options: []string{strings.Repeat("<", 64), "a & b"}},
			}})
	}
	c.must(c.manager.SetMenu(c.ctx, large))
	shop, err := c.customer.Shop(c.ctx)
	if c.must(err); !reflect.DeepEqual(shop.Menu.Menu(), large) {
		t.Errorf("the menu is %.200v, want the one that was stored", shop.Menu)
	}
	ticket, err := c.admit(c.newCode(10))
	c.must(err)
	_, err = c.customer.Place(c.ctx, ticket, coffee.Choice{Drink: "drink-99", Modifiers: map[string]string{"markup": "a & b"}})
	c.must(err)
	c.must(order{c.shop, ticket.OrderID}.becomes(coffee.Queued))
}

func TestASoldOutShopTakesNoOrders(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	checkRefused := func(what string, err error, want coffee.ErrorCode) {
		t.Helper()
		if codeOf(err) != want {
			t.Errorf("%s = %v, want %s", what, err, want)
		}
	}
	checkRefused("an empty menu for an open shop", c.manager.SetMenu(c.ctx, coffee.Menu{Drinks: []coffee.Drink{}}), coffee.EmptyMenu)
	for _, drink := range menu.Drinks {
		c.must(c.barista.SetAvailable(c.ctx, drink.ID, false))
	}
	_, err := c.scan(code, "")
	checkRefused("a scan while everything is sold out", err, coffee.NothingToHave)
	_, err = c.take("")
	checkRefused("an order by hand while everything is sold out", err, coffee.NothingToHave)
	c.must(c.awaitRemaining(10))
	c.must(c.barista.SetAvailable(c.ctx, "espresso", true))
	_, err = c.scan(code, "")
	c.must(err)
	c.must(c.awaitRemaining(9))
	c.must(c.manager.SetOpen(c.ctx, false))
	c.must(c.manager.SetMenu(c.ctx, coffee.Menu{Drinks: []coffee.Drink{}}))
	checkRefused("opening a shop without a menu", c.manager.SetOpen(c.ctx, true), coffee.EmptyMenu)
}

func TestChangedLimitsApplyToTheCurrentCode(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(5)
	for range 3 {
		_, err := c.scan(code, "")
		c.must(err)
	}
	for _, change := range []struct{ drinks, period, remain int }{{5, 60, 2}, {2, 600, 0}, {10, 300, 7}, {4, 86400, 1}} {
		c.changeLimits(func(l *coffee.Limits) { l.DrinksPerCode, l.CodePeriodSeconds = change.drinks, change.period })
		c.must(c.awaitRemaining(change.remain))
		if got, err := c.display.Code(c.ctx); err != nil || got.Code != code {
			t.Errorf("the code is %+v, %v, want the same code until its period ends, %s", got, err, code)
		}
	}
}
