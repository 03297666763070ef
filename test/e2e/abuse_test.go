package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/abuse"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/cost"
)

// requestsPerFlood is how many requests of each kind the test sends. `make abuse` sends
// 1,000.
const requestsPerFlood = 4

func TestAFloodOfMadeUpRequestsWritesNothingAndStartsNothing(t *testing.T) {
	c := staffedShop(t, listing)
	target := c.target()
	counter, err := cost.Open(c.ctx, running.Config(), c.env.StackName(), c.Shop, c.tap)
	c.must(err)
	defer func() { c.must(counter.Close(c.ctx)) }()
	counter.Quiet = time.Second
	_, err = counter.Usage(c.ctx, time.Now()) // wait until the order's own updates are over
	c.must(err)
	live := func(f abuse.Flood) bool { return f.Live }
	before := c.activity()

	c.flood(counter, slices.DeleteFunc(target.Floods(), live), func(got, want abuse.Total) bool { return got == want })
	// Each connection is checked 10 s later, which takes a third write.
	connections := slices.DeleteFunc(target.Floods(), func(f abuse.Flood) bool { return !live(f) || f.Idle })
	c.flood(counter, connections, func(got, want abuse.Total) bool {
		return got.Reads == want.Reads && got.Checks == want.Checks && got.Others == 0 && got.Invocations >= want.Invocations &&
			want.Writes <= got.Writes && 2*got.Writes <= 3*want.Writes
	})
	if after := c.activity(); after != before {
		t.Errorf("the floods made of %s: %s", before, after)
	}
}

// target prepares an order whose code is used up.
func (c *counter) target() abuse.Target {
	c.t.Helper()
	code := c.newCode(1)
	order, err := c.admit(code)
	c.must(err)
	return abuse.Target{
		Client: client.New(c.url, nil), SiteURL: c.url, LiveURL: c.at.Live(c.Outputs["LiveUrl"]), SignInURL: c.at.URL(),
		ClientID: c.Outputs["UserPoolClientId"], Page: c.Outputs["SiteUrl"] + "/barista",
		UsedUp: code, OrderID: order.OrderID, Display: c.badges[coffee.GroupDisplay].Access,
	}
}

// flood runs the floods, and waits until the functions have taken what they should.
func (c *counter) flood(counter *cost.Counter, floods []abuse.Flood, right func(got, want abuse.Total) bool) {
	c.t.Helper()
	began, want := time.Now(), abuse.Total{}
	for _, flood := range floods {
		c.must(flood.Run(c.ctx, requestsPerFlood))
		want.Invocations += requestsPerFlood * flood.Cost.Invocations
		want.Reads += requestsPerFlood * flood.Cost.Reads
		want.Writes += requestsPerFlood * flood.Cost.Writes
		if flood.Live {
			want.Checks += requestsPerFlood
		}
	}
	c.must(eventually(c.ctx, func(ctx context.Context) error {
		used, err := counter.Usage(ctx, began)
		if got := abuse.TotalOf(used); err == nil && !right(got, want) {
			err = fmt.Errorf("%d floods took %+v, want %+v", len(floods), got, want)
		}
		return err
	}))
}

// activity counts the shop's executions and events.
func (c *counter) activity() string {
	c.t.Helper()
	executions, err := c.executions(c.ctx, "")
	c.must(err)
	events, _ := c.tap.Events()
	return fmt.Sprintf("%d executions and %d events", len(executions), len(events))
}
