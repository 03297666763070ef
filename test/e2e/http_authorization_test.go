package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// way is a kind of caller: a column of rules.
type way int

const (
	asNobody way = iota
	asStranger
	asOwner
	asDisplay
	asBarista
	asManager
	asMachine
	withID
	withExpired
	withTampered
	waysToAsk
)

func (w way) String() string {
	return [waysToAsk]string{
		"without credentials", "with the secret of another order", "with the order's secret",
		"as a display", "as a barista", "as a manager", "as a machine client",
		"with an ID token", "with an expired token", "with a tampered token",
	}[w]
}

// rule lists the status that each kind of caller gets from a route.
type rule struct {
	route string
	body  any
	want  [waysToAsk]int
}

// rules lists every route. In the customers' routes {id} is an order that is MAKING. In
// the baristas' routes it is an unknown ID, so that no answer depends on an earlier
// one.
func rules(code string) []rule {
	var (
		scan      = map[string]string{"code": code}
		reason    = map[string]string{"reason": "no milk"}
		open      = map[string]bool{"open": true}
		available = map[string]bool{"available": true}
		limits    = coffee.Limits{QueueLimit: 20, DrinksPerCode: 10, CodePeriodSeconds: 300}
		hours     = api.HoursOf(coffee.Hours{})
	)
	type statuses = [waysToAsk]int
	rules := []rule{
		// nobody, stranger, owner; display, barista, manager; machine; ID, expired, tampered
		{"GET /api/shop", nil, statuses{200, 200, 200, 200, 200, 200, 200, 200, 200, 200}},
		{"GET /api/board", nil, statuses{200, 200, 200, 200, 200, 200, 200, 200, 200, 200}},
		{"GET /api/openapi.json", nil, statuses{200, 200, 200, 200, 200, 200, 200, 200, 200, 200}},
		{"POST /api/orders", scan, statuses{201, 201, 201, 201, 201, 201, 201, 201, 201, 201}},
		{"ANY /api/{proxy+}", nil, statuses{404, 404, 404, 404, 404, 404, 404, 404, 404, 404}},
		{"ANY /", nil, statuses{200, 200, 200, 200, 200, 200, 200, 200, 200, 200}},
		{"ANY /{proxy+}", nil, statuses{404, 404, 404, 404, 404, 404, 404, 404, 404, 404}},

		{"GET /api/orders/{id}", nil, statuses{401, 404, 200, 404, 404, 404, 404, 404, 404, 404}},
		{"PUT /api/orders/{id}", flatWhite, statuses{401, 404, 200, 404, 404, 404, 404, 404, 404, 404}},
		{"DELETE /api/orders/{id}", nil, statuses{401, 404, 409, 404, 404, 404, 404, 404, 404, 404}},

		{"GET /api/queue", nil, statuses{401, 401, 401, 403, 200, 403, 401, 401, 401, 401}},
		{"POST /api/queue", flatWhite, statuses{401, 401, 401, 403, 201, 403, 201, 401, 401, 401}},
		{"GET /api/queue/{id}", nil, statuses{401, 401, 401, 403, 404, 403, 404, 401, 401, 401}},
		{"POST /api/queue/{id}/claim", nil, statuses{401, 401, 401, 403, 404, 403, 401, 401, 401, 401}},
		{"POST /api/queue/{id}/release", nil, statuses{401, 401, 401, 403, 404, 403, 401, 401, 401, 401}},
		{"POST /api/queue/{id}/complete", nil, statuses{401, 401, 401, 403, 404, 403, 401, 401, 401, 401}},
		{"POST /api/queue/{id}/recall", nil, statuses{401, 401, 401, 403, 404, 403, 401, 401, 401, 401}},
		{"POST /api/queue/{id}/collect", nil, statuses{401, 401, 401, 403, 404, 403, 401, 401, 401, 401}},
		{"POST /api/queue/{id}/cancel", reason, statuses{401, 401, 401, 403, 404, 403, 404, 401, 401, 401}},

		{"GET /api/code", nil, statuses{401, 401, 401, 200, 403, 200, 401, 401, 401, 401}},
		{"PUT /api/shop", open, statuses{401, 401, 401, 403, 200, 200, 401, 401, 401, 401}},
		{"PUT /api/menu", menu, statuses{401, 401, 401, 403, 403, 200, 401, 401, 401, 401}},
		{"PUT /api/menu/{drink}", available, statuses{401, 401, 401, 403, 200, 200, 401, 401, 401, 401}},
		{"GET /api/settings", nil, statuses{401, 401, 401, 403, 403, 200, 401, 401, 401, 401}},
		{"PUT /api/settings", limits, statuses{401, 401, 401, 403, 403, 200, 401, 401, 401, 401}},
		{"GET /api/hours", nil, statuses{401, 401, 401, 403, 403, 200, 401, 401, 401, 401}},
		{"PUT /api/hours", hours, statuses{401, 401, 401, 403, 403, 200, 401, 401, 401, 401}},
		{"GET /api/days/{date}", nil, statuses{401, 401, 401, 403, 403, 200, 401, 401, 401, 401}},
		{"GET /api/days/{date}/orders.csv", nil, statuses{401, 401, 401, 403, 403, 200, 401, 401, 401, 401}},
	}
	for _, rule := range rules {
		if path, isGet := strings.CutPrefix(rule.route, "GET "); isGet { // HEAD has the same rule as GET
			rule.route = "HEAD " + path
			rules = append(rules, rule)
		}
	}
	return rules
}

func TestEveryRouteAnswersEveryoneAsItsRuleSays(t *testing.T) {
	c := staffedShop(t, listing)
	var expiring string
	if c.at != nil { // AWS has no tokens of seconds, and most shops no machine client
		expiring = c.expiringToken()
	}
	code := c.newCode(10)
	owned, err := c.enqueue(code)
	c.must(err)
	_, err = c.barista.Claim(c.ctx, owned.OrderID)
	c.must(err)
	other, err := c.admit(code)
	c.must(err)

	display, barista, manager := c.badges[coffee.GroupDisplay], c.badges[coffee.GroupBarista], c.badges[coffee.GroupManager]
	bearers := [waysToAsk][]string{
		asNobody: {""}, asStranger: {other.Secret}, asOwner: {owned.Secret},
		asDisplay: {display.Access}, asBarista: {barista.Access}, asManager: {manager.Access},
		withID:       {barista.ID, manager.ID},
		withTampered: {promote(t, display.Access), forge(barista.Access), forge(manager.Access), stripSignature(manager.Access)},
	}
	ask := func(bearers [waysToAsk][]string) {
		var cells []cell
		for _, rule := range rules(code) {
			for column, bearers := range bearers {
				for _, bearer := range bearers {
					cells = append(cells, cell{rule, way(column), owned.OrderID, bearer})
				}
			}
		}
		c.must(atOnce(cells, 8, c.check))
	}
	ask(bearers)
	if c.at != nil {
		ask([waysToAsk][]string{asMachine: {c.machineToken()}})
		c.must(c.awaitExpiry(expiring))
		ask([waysToAsk][]string{withExpired: {expiring}})
	}
}

// cell is one request to check: a rule, a kind of caller and its credentials.
type cell struct {
	rule
	way             way
	orderID, bearer string
}

func (c *counter) check(cell cell) error {
	route := strings.NewReplacer("ANY", "GET", "{proxy+}", "no-such-page", "{drink}", flatWhite.Drink, "{date}", coffee.Today,
		"queue/{id}", "queue/no-such-order", "{id}", cell.orderID).Replace(cell.route)
	got, err := c.send(route, cell.bearer, cell.body)
	if want := cell.want[cell.way]; err == nil && got.status != want {
		err = fmt.Errorf("%s %v = %d %s, want %d", cell.route, cell.way, got.status, got.text, want)
	}
	return err
}
