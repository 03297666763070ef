package meter

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// settleWithin bounds the wait for what an order leaves to be done.
const settleWithin = 30 * time.Second

// settled waits until all is over that an order began: the execution has ended,
// every event that was put on the bus was heard, and every function that the API
// or an event had to invoke has answered.
func (m *Meter) settled(ctx context.Context, orderID string) (Order, error) {
	if ended, err := m.shop.Ended(ctx, orderID); err != nil || ended.Status != "SUCCEEDED" {
		return Order{}, fmt.Errorf("the order's execution is %s, not a happy end: %w", ended.Status, err)
	}
	execution, err := m.execution(ctx, orderID)
	if err != nil {
		return Order{}, err
	}
	for {
		order, missing, err := m.look(ctx, orderID, execution)
		if err != nil || missing == "" {
			return order, err
		}
		select {
		case <-ctx.Done():
			return Order{}, fmt.Errorf("order %s does not settle: %s", orderID, missing)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// look counts an order whose execution has ended, and says what is missing.
func (m *Meter) look(ctx context.Context, orderID string, execution execution) (o Order, missing string, err error) {
	// What is caused is read before its cause: it is complete if it suffices.
	invoked, err := m.logs.fresh(ctx)
	if err != nil {
		return Order{}, "", err
	}
	heard, _ := m.tap.Of(orderID)
	calls, requests, err := m.counted()
	if err != nil {
		return Order{}, "", err
	}
	work, err := m.work(ctx, execution)
	if err != nil {
		return Order{}, "", err
	}
	o = Order{
		Calls: calls, Transitions: execution.transitions, Events: detailTypes(heard),
		Invocations: slices.Collect(maps.Values(invoked)), Requests: append(requests, work...),
	}
	m.nameOthers(o)
	put := 0
	for _, r := range o.Requests {
		put += r.Events
	}
	deliveries, err := m.rules.deliveries(ctx, heard)
	switch {
	case err != nil:
		return Order{}, "", err
	case len(heard) < put:
		return o, fmt.Sprintf("%d of %d events were heard on the bus", len(heard), put), nil
	case len(invoked) < calls+deliveries:
		return o, fmt.Sprintf("%d of %d invocations have ended", len(invoked), calls+deliveries), nil
	}
	return o, "", nil
}

// nameOthers names who sent the requests of nobody that was introduced: whoever
// else was invoked.
func (m *Meter) nameOthers(o Order) {
	m.mu.Lock()
	defer m.mu.Unlock()
	introduced := slices.Collect(maps.Values(m.names))
	var others []string
	for _, i := range o.Invocations {
		if !slices.Contains(introduced, i.Function) && !slices.Contains(others, i.Function) {
			others = append(others, i.Function)
		}
	}
	slices.Sort(others)
	for i := range o.Requests {
		if o.Requests[i].From == "" {
			o.Requests[i].From = strings.Join(others, " or ")
		}
	}
}

// work is what the workflow asked of other services. The items are looked at
// afterwards, which is as good for those that do not grow.
func (m *Meter) work(ctx context.Context, execution execution) ([]Request, error) {
	var all []Request
	for _, state := range execution.tasks {
		r := m.workflow.request(state)
		if r.Service == DynamoDB {
			body, err := m.workflow.tableRequest(state)
			if err != nil {
				return nil, err
			}
			cost, err := m.tables.look(ctx, r.Operation, body)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", state, err)
			}
			if r.Units, err = cost(ctx); err != nil {
				return nil, fmt.Errorf("%s: %w", state, err)
			}
		}
		all = append(all, r)
	}
	return all, nil
}

func detailTypes(events []deployed.Heard) []string {
	names := make([]string, len(events))
	for i, heard := range events {
		names[i] = heard.DetailType
	}
	return names
}
