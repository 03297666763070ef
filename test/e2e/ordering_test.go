package e2e

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

var flatWhite = coffee.Choice{Drink: "flat-white", Modifiers: map[string]string{"milk": "oat"}}

func TestAnOrderGoesFromTheScanToTheCounterOverHTTP(t *testing.T) {
	c := staffed(t, listing)
	order := c.scan(c.freshPeriod(20*time.Second), "").is(t, http.StatusCreated)
	id, secret := order.text("orderId"), order.text("secret")
	c.becomes(id, secret, coffee.Started)
	c.ask(secret, "PUT", "/api/orders/"+id, flatWhite, nil).is(t, http.StatusOK)
	queued := c.becomes(id, secret, coffee.Queued)
	if queued.body["number"] == nil || queued.body["ahead"] != 0.0 {
		t.Errorf("got %v, want a number and nobody ahead", queued.body)
	}
	for _, step := range []struct {
		action string
		state  coffee.State
	}{{"claim", coffee.Making}, {"release", coffee.Queued}, {"claim", coffee.Making}, {"complete", coffee.Ready}, {"collect", coffee.Collected}} {
		done := c.as(coffee.GroupBarista, "POST", "/api/queue/"+id+"/"+step.action, nil).is(t, http.StatusOK)
		if done.text("state") != string(step.state) {
			t.Errorf("%s = %v, want %s", step.action, done.body, step.state)
		}
	}
	if execution, err := c.Ended(c.ctx, id); err != nil || execution.Status != "SUCCEEDED" {
		t.Errorf("the execution = %+v (%v), want it to succeed", execution, err)
	}
}

func TestACustomerCancelsUntilTheDrinkIsClaimed(t *testing.T) {
	c := staffed(t, listing)
	code := c.freshPeriod(20 * time.Second)
	waiting := c.scan(code, "").is(t, http.StatusCreated)
	c.becomes(waiting.text("orderId"), waiting.text("secret"), coffee.Started)
	c.ask(waiting.text("secret"), "DELETE", "/api/orders/"+waiting.text("orderId"), nil, nil).is(t, http.StatusOK)
	if _, err := c.Ended(c.ctx, waiting.text("orderId")); err != nil {
		t.Error(err)
	}

	claimed := c.scan(code, "").is(t, http.StatusCreated)
	id, secret := claimed.text("orderId"), claimed.text("secret")
	c.becomes(id, secret, coffee.Started)
	c.ask(secret, "PUT", "/api/orders/"+id, flatWhite, nil).is(t, http.StatusOK)
	c.becomes(id, secret, coffee.Queued)
	c.as(coffee.GroupBarista, "POST", "/api/queue/"+id+"/claim", nil).is(t, http.StatusOK)
	if a := c.ask(secret, "DELETE", "/api/orders/"+id, nil, nil).is(t, http.StatusConflict); a.text("code") != string(coffee.WrongState) {
		t.Errorf("cancelling a claimed order = %v, want %s", a.body, coffee.WrongState)
	}
}

func TestAThousandScansOfOneCodeTakeItsTenDrinks(t *testing.T) {
	c := staffed(t, seating)
	code := c.freshPeriod(40 * time.Second)
	got := c.many(1000, 100, func(int) reply { return c.scan(code, "") })
	want := map[string]int{"201": coffee.DefaultDrinksPerCode, string(coffee.CodeUsedUp): 1000 - coffee.DefaultDrinksPerCode}
	if !maps.Equal(got, want) {
		t.Errorf("1,000 scans = %v, want %v", got, want)
	}
	if a := c.scan(code, ""); a.header.Get("Retry-After") == "" {
		t.Errorf("a used-up code = %d %v, want it to say when the next one comes", a.status, a.header)
	}
}

func TestARepeatedScanIsTheSameOrder(t *testing.T) {
	c := staffed(t, listing)
	code := c.freshPeriod(20 * time.Second)
	before := c.code().body["remaining"].(float64)
	orders := make(chan string, 50)
	got := c.many(50, 50, func(int) reply {
		a := c.scan(code, "a-key-of-a-customer-0001")
		orders <- a.text("orderId") + " " + a.text("secret")
		return a
	})
	close(orders)
	different := map[string]bool{}
	for order := range orders {
		different[order] = true
	}
	if got["201"] != 50 || len(different) != 1 {
		t.Errorf("50 scans with one key = %v and %d orders, want one order", got, len(different))
	}
	if after := c.code().body["remaining"].(float64); after != before-1 {
		t.Errorf("%v drinks remain of %v, want one to be taken", after, before)
	}
}

func TestATurnedAwayOrderGivesItsDrinkBack(t *testing.T) {
	c := staffed(t, listing)
	code := c.freshPeriod(20 * time.Second)
	c.must(c.Configure(c.ctx, coffee.ShopSettings{Open: true, QueueLimit: 1}))
	before := c.code().body["remaining"]
	first := c.scan(code, "").is(t, http.StatusCreated)
	c.becomes(first.text("orderId"), first.text("secret"), coffee.Started)
	second := c.scan(code, "").is(t, http.StatusCreated)
	c.becomes(second.text("orderId"), second.text("secret"), coffee.Rejected)
	c.must(eventually(c.ctx, func(context.Context) error {
		if after := c.code().body["remaining"]; after != before.(float64)-1 {
			return fmt.Errorf("%v drinks remain of %v, want one to be taken", after, before)
		}
		return nil
	}))
}

func TestNobodyGetsInWithTheWrongKey(t *testing.T) {
	c := staffed(t, listing)
	order := c.scan(c.freshPeriod(20*time.Second), "").is(t, http.StatusCreated)
	id, secret := order.text("orderId"), order.text("secret")
	barista := c.badges[coffee.GroupBarista]
	for name, test := range map[string]struct {
		bearer, method, path string
		want                 int
	}{
		"an order without its secret":         {"", "GET", "/api/orders/" + id, http.StatusUnauthorized},
		"an order with another secret":        {secret + "x", "GET", "/api/orders/" + id, http.StatusNotFound},
		"an order of nobody":                  {secret, "GET", "/api/orders/no-such-order", http.StatusNotFound},
		"an order by a barista":               {barista.Access, "GET", "/api/orders/" + id, http.StatusNotFound},
		"the queue by nobody":                 {"", "GET", "/api/queue", http.StatusUnauthorized},
		"the queue by a customer":             {secret, "GET", "/api/queue", http.StatusUnauthorized},
		"the queue with a tampered token":     {barista.Access + "x", "GET", "/api/queue", http.StatusUnauthorized},
		"the queue with an ID token":          {barista.ID, "GET", "/api/queue", http.StatusUnauthorized},
		"the queue by a display":              {c.badges[coffee.GroupDisplay].Access, "GET", "/api/queue", http.StatusForbidden},
		"the code by a barista":               {barista.Access, "GET", "/api/code", http.StatusForbidden},
		"the settings by a barista":           {barista.Access, "PUT", "/api/settings", http.StatusForbidden},
		"the queue by a barista":              {barista.Access, "GET", "/api/queue", http.StatusOK},
		"the shop by anyone":                  {"", "GET", "/api/shop", http.StatusOK},
		"the description of it all by anyone": {"", "GET", "/api/openapi.json", http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			limits := map[string]int{"queueLimit": 20, "drinksPerCode": 10, "codePeriodSeconds": 300}
			if a := c.ask(test.bearer, test.method, test.path, limits, nil); a.err != nil || a.status != test.want {
				t.Errorf("%s %s = %d %v (%v), want %d", test.method, test.path, a.status, a.body, a.err, test.want)
			}
		})
	}
}
