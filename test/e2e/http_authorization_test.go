package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// way is a way to ask: a column of rules.
type way int

const (
	asNobody way = iota
	asStranger
	asOwner
	asDisplay
	asBarista
	asManager
	withID
	withExpired
	withTampered
	waysToAsk
)

func (w way) String() string {
	return [waysToAsk]string{
		"nobody", "with the secret of another order", "with the order's secret",
		"as a display", "as a barista", "as a manager",
		"with an ID token", "with an expired token", "with a tampered token",
	}[w]
}

// rule says which status a route answers each way to ask with.
type rule struct {
	route string
	body  any
	want  [waysToAsk]int
}

// rules has every route there is. The order that {id} stands for is being made,
// and baristas ask for one that there is not, so that no answer depends on
// another's.
func rules(code string) []rule {
	var (
		scan      = map[string]string{"code": code}
		reason    = map[string]string{"reason": "no milk"}
		open      = map[string]bool{"open": true}
		available = map[string]bool{"available": true}
		limits    = coffee.Limits{QueueLimit: 20, DrinksPerCode: 10, CodePeriodSeconds: 300}
	)
	type who = [waysToAsk]int
	rules := []rule{
		// nobody, stranger, owner; display, barista, manager; ID, expired, tampered
		{"GET /api/shop", nil, who{200, 200, 200, 200, 200, 200, 200, 200, 200}},
		{"GET /api/board", nil, who{200, 200, 200, 200, 200, 200, 200, 200, 200}},
		{"GET /api/openapi.json", nil, who{200, 200, 200, 200, 200, 200, 200, 200, 200}},
		{"POST /api/orders", scan, who{201, 201, 201, 201, 201, 201, 201, 201, 201}},
		{"ANY /api/{proxy+}", nil, who{404, 404, 404, 404, 404, 404, 404, 404, 404}},

		{"GET /api/orders/{id}", nil, who{401, 404, 200, 404, 404, 404, 404, 404, 404}},
		{"PUT /api/orders/{id}", flatWhite, who{401, 404, 200, 404, 404, 404, 404, 404, 404}},
		{"DELETE /api/orders/{id}", nil, who{401, 404, 409, 404, 404, 404, 404, 404, 404}},

		{"GET /api/queue", nil, who{401, 401, 401, 403, 200, 403, 401, 401, 401}},
		{"POST /api/queue", flatWhite, who{401, 401, 401, 403, 201, 403, 401, 401, 401}},
		{"POST /api/queue/{id}/claim", nil, who{401, 401, 401, 403, 404, 403, 401, 401, 401}},
		{"POST /api/queue/{id}/release", nil, who{401, 401, 401, 403, 404, 403, 401, 401, 401}},
		{"POST /api/queue/{id}/complete", nil, who{401, 401, 401, 403, 404, 403, 401, 401, 401}},
		{"POST /api/queue/{id}/recall", nil, who{401, 401, 401, 403, 404, 403, 401, 401, 401}},
		{"POST /api/queue/{id}/collect", nil, who{401, 401, 401, 403, 404, 403, 401, 401, 401}},
		{"POST /api/queue/{id}/cancel", reason, who{401, 401, 401, 403, 404, 403, 401, 401, 401}},

		{"GET /api/code", nil, who{401, 401, 401, 200, 403, 200, 401, 401, 401}},
		{"PUT /api/shop", open, who{401, 401, 401, 403, 200, 200, 401, 401, 401}},
		{"PUT /api/menu", menu, who{401, 401, 401, 403, 403, 200, 401, 401, 401}},
		{"PUT /api/menu/{drink}", available, who{401, 401, 401, 403, 200, 200, 401, 401, 401}},
		{"GET /api/settings", nil, who{401, 401, 401, 403, 403, 200, 401, 401, 401}},
		{"PUT /api/settings", limits, who{401, 401, 401, 403, 403, 200, 401, 401, 401}},
	}
	for _, rule := range rules {
		if path, isGet := strings.CutPrefix(rule.route, "GET "); isGet { // HEAD answers wherever GET does
			rule.route = "HEAD " + path
			rules = append(rules, rule)
		}
	}
	return rules
}

func TestEveryRouteAnswersEveryoneAsItsRuleSays(t *testing.T) {
	c := staffed(t, listing)
	expiring := c.expiringToken()
	code := c.newCode(10)
	owned, err := c.queued(code)
	c.must(err)
	_, err = c.barista.Claim(c.ctx, owned.OrderID)
	c.must(err)
	other, err := c.admitted(code)
	c.must(err)

	display, barista, manager := c.badges[coffee.GroupDisplay], c.badges[coffee.GroupBarista], c.badges[coffee.GroupManager]
	bearers := [waysToAsk][]string{
		asNobody: {""}, asStranger: {other.Secret}, asOwner: {owned.Secret},
		asDisplay: {display.Access}, asBarista: {barista.Access}, asManager: {manager.Access},
		withID:       {barista.ID, manager.ID},
		withTampered: {promoted(t, display.Access), forged(barista.Access), forged(manager.Access), unsigned(manager.Access)},
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
	c.must(c.awaitExpiry(expiring))
	ask([waysToAsk][]string{withExpired: {expiring}})
}

// cell is one answer of a rule.
type cell struct {
	rule
	way             way
	orderID, bearer string
}

func (c *counter) check(cell cell) error {
	route := strings.NewReplacer("ANY", "GET", "{proxy+}", "no-such-page", "{drink}", flatWhite.Drink,
		"queue/{id}", "queue/no-such-order", "{id}", cell.orderID).Replace(cell.route)
	got, err := c.send(route, cell.bearer, cell.body)
	if want := cell.want[cell.way]; err == nil && got.status != want {
		err = fmt.Errorf("%s %v = %d %s, want %d", cell.route, cell.way, got.status, got.text, want)
	}
	return err
}
