package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/meter"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// Nothing may be underway but the order that is counted, so this file comes
// first.

func TestAHappyOrderCostsWhatTheReadmeSays(t *testing.T) {
	c := staffed(t, listing)
	code := c.newCode(10)
	cfg, err := running.Config()
	c.must(err)
	m, err := meter.Open(c.ctx, cfg, c.env.StackName(), c.Shop, c.tap, requests)
	c.must(err)
	defer m.Close()
	customer := client.New(c.url, m.Called)
	barista := customer.As(c.badges[coffee.GroupBarista].Access)

	var first meter.Counts
	for i := range 2 {
		order, err := m.Happy(c.ctx, customer, barista, code, flatWhite)
		c.must(err)
		counts := order.Counts()
		if over := counts.Over(meter.Budget); over != nil {
			t.Errorf("an order takes %s: %+v", strings.Join(over, "; "), order)
		}
		if i > 0 && counts != first {
			t.Errorf("one order takes %+v, the next %+v", first, counts)
		}
		first = counts
	}
	readme, err := os.ReadFile(needs.Path("README.md"))
	c.must(err)
	for what, count := range map[string]int{
		"state transitions": first.Transitions, "Lambda invocations": first.Invocations,
		"events": first.Events, "DynamoDB requests": first.Requests,
	} {
		if row := fmt.Sprintf("\n| %s | %d |", what, count); !strings.Contains(string(readme), row) {
			t.Errorf("the README does not say %q: run `go run ./cmd/cost -markdown` for its tables", row)
		}
	}
}
