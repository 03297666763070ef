package cost

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// Counter counts what orders cost in a deployed shop. Others may order meanwhile.
type Counter struct {
	shop      *deployed.Shop
	tap       *deployed.Tap
	functions *functions
	began     time.Time
	// Quiet is how long nothing more may be logged before all is counted.
	Quiet time.Duration
}

// Open returns a Counter of the shop that is deployed as a stack. The tap listens
// to its bus. Until Close, the shop's functions log their requests: the variable
// that tells them to is set on the functions, beside those of the template.
func Open(ctx context.Context, cfg aws.Config, stack string, shop *deployed.Shop, tap *deployed.Tap) (*Counter, error) {
	functions, err := findFunctions(ctx, cfg, stack)
	if err != nil {
		return nil, err
	}
	c := &Counter{shop: shop, tap: tap, functions: functions, began: time.Now().Add(-time.Second), Quiet: 20 * time.Second}
	if err := functions.logRequests(ctx, true); err != nil {
		return nil, errors.Join(err, c.Close(ctx))
	}
	return c, nil
}

// MaxZip is the most bytes that the zipped code of a function may have, built for
// any architecture: that for amd64 is an eighth larger than that for arm64.
const MaxZip = 5_500_000

// Zips returns how many bytes the zipped code of each function has.
func (c *Counter) Zips() map[string]int64 {
	sizes := map[string]int64{}
	for _, fn := range c.functions.all {
		sizes[fn.name] = fn.zip
	}
	return sizes
}

// Close gives the functions back the variables that they had.
func (c *Counter) Close(ctx context.Context) error {
	return c.functions.logRequests(context.WithoutCancel(ctx), false)
}

// Count returns what each of the orders cost, in the same order. It waits until
// their executions have ended and the logs are complete.
func (c *Counter) Count(ctx context.Context, played []Played) ([]Order, error) {
	executed, err := c.executed(ctx, played)
	if err != nil {
		return nil, err
	}
	var last []Order
	for changed := time.Now(); time.Since(changed) < c.Quiet; {
		orders, err := c.look(ctx, played, executed)
		if err != nil {
			return nil, err
		}
		if !slices.EqualFunc(orders, last, func(a, b Order) bool { return a.Counts == b.Counts }) {
			last, changed = orders, time.Now()
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("the logs still grow: %w", ctx.Err())
		case <-time.After(c.Quiet / 10):
		}
	}
	return last, nil
}

// executed returns what the workflow did for the orders, which is all it will do.
func (c *Counter) executed(ctx context.Context, played []Played) ([]execution, error) {
	var all []execution
	for _, p := range played {
		ended, err := c.shop.Ended(ctx, p.OrderID)
		if err != nil {
			return nil, err
		}
		if ended.Status != "SUCCEEDED" {
			return nil, fmt.Errorf("the execution of order %s is %s, want SUCCEEDED", p.OrderID, ended.Status)
		}
		execution, err := readExecution(ctx, c.shop, p.OrderID)
		if err != nil {
			return nil, err
		}
		all = append(all, execution)
	}
	return all, nil
}

// look counts what was logged and heard so far.
func (c *Counter) look(ctx context.Context, played []Played, executed []execution) ([]Order, error) {
	logged, err := c.functions.invocations(ctx, c.began)
	if err != nil {
		return nil, err
	}
	orders := make([]Order, len(played))
	byID := map[string]*Order{}
	for i, p := range played {
		events, _ := c.tap.Of(p.OrderID)
		orders[i].Counts = Counts{Calls: p.Calls, Transitions: executed[i].transitions, Events: len(events)}
		orders[i].add(executed[i].requests...)
		byID[p.OrderID] = &orders[i]
	}
	logged.addTo(byID)
	return orders, nil
}
