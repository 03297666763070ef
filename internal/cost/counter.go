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

// Counter counts what orders take in a deployed shop. Other customers may order at
// the same time.
type Counter struct {
	shop      *deployed.Shop
	tap       *deployed.Tap
	functions *functions
	since     time.Time // logs are read from here on
	// Quiet is how long the counts must stay the same before they are final.
	//
	// Default: 20 s.
	Quiet time.Duration
}

// Open returns a Counter for the shop in a stack, whose bus the tap listens to. It
// sets requestlog.Variable on the shop's functions, so that they log their requests
// until Close.
func Open(ctx context.Context, cfg aws.Config, stack string, shop *deployed.Shop, tap *deployed.Tap) (*Counter, error) {
	functions, err := findFunctions(ctx, cfg, stack)
	if err != nil {
		return nil, err
	}
	c := &Counter{shop: shop, tap: tap, functions: functions, since: time.Now().Add(-time.Second), Quiet: 20 * time.Second}
	if err := functions.logRequests(ctx, true); err != nil {
		return nil, errors.Join(err, c.Close(ctx))
	}
	return c, nil
}

// MaxZip is the budget for the zipped code of a function, in bytes, on any
// architecture: code for amd64 is an eighth larger than for arm64.
const MaxZip = 5_500_000

// Zips returns the size of each function's zipped code, in bytes.
func (c *Counter) Zips() map[string]int64 {
	sizes := map[string]int64{}
	for _, fn := range c.functions.all {
		sizes[fn.name] = fn.zip
	}
	return sizes
}

// Close restores the functions' variables.
func (c *Counter) Close(ctx context.Context) error {
	return c.functions.logRequests(context.WithoutCancel(ctx), false)
}

// Count returns the counts of the played orders, in the same order. It waits until
// their executions have ended and the logs are complete.
func (c *Counter) Count(ctx context.Context, played []Played) ([]Order, error) {
	executions, err := c.readExecutions(ctx, played)
	if err != nil {
		return nil, err
	}
	var last []Order
	for changed := time.Now(); time.Since(changed) < c.Quiet; {
		orders, err := c.countOnce(ctx, played, executions)
		if err != nil {
			return nil, err
		}
		if !slices.EqualFunc(orders, last, func(a, b Order) bool { return a.Counts == b.Counts }) {
			last, changed = orders, time.Now()
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("the logs are still growing: %w", ctx.Err())
		case <-time.After(c.Quiet / 10):
		}
	}
	return last, nil
}

// readExecutions waits until the orders' executions have ended, and reads their
// histories.
func (c *Counter) readExecutions(ctx context.Context, played []Played) ([]execution, error) {
	var all []execution
	for _, p := range played {
		ended, err := c.shop.AwaitEnd(ctx, p.OrderID)
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

// countOnce counts what is in the logs, and came over the bus, so far.
func (c *Counter) countOnce(ctx context.Context, played []Played, executions []execution) ([]Order, error) {
	logged, err := c.functions.invocations(ctx, c.since)
	if err != nil {
		return nil, err
	}
	orders := make([]Order, len(played))
	byID := map[string]*Order{}
	for i, p := range played {
		events, _ := c.tap.Of(p.OrderID)
		orders[i].Counts = Counts{Calls: p.Calls, Transitions: executions[i].transitions, Events: len(events), Live: p.Live}
		orders[i].add(executions[i].requests...)
		byID[p.OrderID] = &orders[i]
	}
	logged.addTo(byID)
	return orders, nil
}
