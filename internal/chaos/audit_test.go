package chaos

import (
	"maps"
	"strings"
	"testing"

	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// cleanShop has an order of each kind that may be in a shop's books.
func cleanShop() *auditor {
	a := &auditor{
		Books: deployed.Books{
			Orders: map[string]deployed.Order{
				"collected": {"state": "COLLECTED", "orderNumber": "7", "code": "a-X"},
				"ready":     {"state": "READY", "orderNumber": "8", "code": "a-X"},
				"left":      {"state": "CANCELLED", "by": "customer", "code": "a-X"},
				"refused":   {"state": "CANCELLED", "by": "mia", "orderNumber": "9", "code": "a-X", "drinkReturnedAt": "1"},
				"unstarted": {"state": "CANCELLED", "by": "shop", "code": "a-X", "drinkReturnedAt": "1"},
				"slow":      {"state": "TIMED_OUT", "code": "a-X", "drinkReturnedAt": "1"},
				"byhand":    {"state": "COLLECTED", "orderNumber": "10"},
			},
			Executions: map[string]sfntypes.ExecutionStatus{},
			Taken:      map[string]int{"code#a": 3},
		},
		acknowledged: map[string]coffee.State{}, endings: map[string]int{},
	}
	for id := range maps.Keys(a.Orders) {
		a.acknowledged[id] = coffee.State(a.Orders[id]["state"])
		if id != "unstarted" {
			a.Executions[id], a.endings[id] = sfntypes.ExecutionStatusSucceeded, 1
		}
	}
	return a
}

func TestTheAuditFindsNothingInACleanShop(t *testing.T) {
	if found := cleanShop().audit(); len(found) > 0 {
		t.Errorf("found %v, want nothing", found)
	}
}

func TestTheAuditFinds(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(*auditor)
		want  string // column and part of the text
	}{
		"an acknowledged order that is gone":   {func(a *auditor) { a.acknowledged["gone"] = coffee.Collected }, "lost: order gone was acknowledged"},
		"an execution without its order":       {func(a *auditor) { a.Executions["gone"], a.endings["gone"] = "SUCCEEDED", 1 }, "lost: execution gone"},
		"an order without its execution":       {func(a *auditor) { delete(a.Executions, "collected") }, "lost: order collected is COLLECTED, and no execution"},
		"an end that no event told":            {func(a *auditor) { a.endings["slow"] = 0 }, "lost: execution slow"},
		"an end that was told twice":           {func(a *auditor) { a.endings["slow"] = 2 }, "doubled: execution slow is SUCCEEDED, and 2 events"},
		"a number that exists twice":           {func(a *auditor) { a.Orders["ready"]["orderNumber"] = "7" }, "doubled: orders collected and ready both have the number 7"},
		"a drink that nobody ordered":          {func(a *auditor) { delete(a.acknowledged, "collected") }, "doubled: order collected was made"},
		"an open order":                        {func(a *auditor) { a.Orders["ready"]["state"] = "MAKING" }, "stuck: order ready is MAKING"},
		"a running execution":                  {func(a *auditor) { a.Executions["slow"] = "RUNNING" }, "stuck: execution slow"},
		"a customer's task token":              {func(a *auditor) { a.Orders["slow"]["customerToken"] = "t" }, "stuck: order slow is TIMED_OUT and still has its customerToken"},
		"a barista's task token":               {func(a *auditor) { a.Orders["slow"]["baristaToken"] = "t" }, "stuck: order slow is TIMED_OUT and still has its baristaToken"},
		"an end that its customer did not see": {func(a *auditor) { a.acknowledged["ready"] = coffee.Failed }, "doubled: order ready is READY, and its customer saw it end as FAILED"},
		"a seat":                               {func(a *auditor) { a.Seats = []string{"slow"} }, "unbalanced: order slow, which is TIMED_OUT, still has its seat"},
		"a drink that was not given back":      {func(a *auditor) { delete(a.Orders["slow"], "drinkReturnedAt"); a.Taken["code#a"] = 4 }, "unbalanced: order slow"},
		"a drink given back for nothing": {func(a *auditor) { a.Orders["ready"]["drinkReturnedAt"] = "1"; a.Taken["code#a"] = 2 },
			"unbalanced: order ready is READY, and its drink was returned: true"},
		"a drink given back twice": {func(a *auditor) { a.Taken["code#a"] = 2 }, "unbalanced: 2 drinks are taken from code#a, and 3 orders have one"},
	} {
		t.Run(name, func(t *testing.T) {
			a := cleanShop()
			test.spoil(a)
			found := a.audit()
			if len(found) != 1 || !strings.HasPrefix(string(found[0].Column)+": "+found[0].Text, test.want) {
				t.Errorf("found %v, want one finding, %q", found, test.want)
			}
		})
	}
}
