package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	sfn "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// order is one order in a test's shop. Its methods wait for what they need, up
// to the test's deadline.
type order struct {
	*shop
	id string
}

var ordersMade atomic.Int64

// newOrder returns a new order, tracked but not started.
func (s *shop) newOrder() order {
	return s.track(fmt.Sprintf("%s-%s-%d", s.shortName(), run, ordersMade.Add(1)))
}

// track adds an order to those that close checks at the end of the test.
func (s *shop) track(id string) order {
	o := order{s, id}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orders = append(s.orders, o)
	return o
}

func (s *shop) newOrders(n int) []order {
	orders := make([]order, n)
	for i := range orders {
		orders[i] = s.newOrder()
	}
	return orders
}

// startOrder starts a new order.
func (s *shop) startOrder() order {
	s.t.Helper()
	o := s.newOrder()
	s.must(o.start())
	return o
}

func (o order) start() error { return o.Start(o.ctx, o.id) }

// place answers the customer's token.
func (o order) place(output string) error { return o.succeed(coffee.OrderStarted{}, output) }

// complete answers the barista's token.
func (o order) complete(output string) error { return o.succeed(coffee.AwaitingCompletion{}, output) }

func (o order) succeed(waiting coffee.Event, output string) error {
	token, err := o.token(waiting)
	if err != nil {
		return err
	}
	return o.Succeed(o.ctx, token, output)
}

// cancel answers the token of an event with a failure.
func (o order) cancel(waiting coffee.Event, name, cause string) error {
	token, err := o.token(waiting)
	if err != nil {
		return err
	}
	return o.Fail(o.ctx, token, name, cause)
}

// token waits for an event of the order, and returns its task token.
func (o order) token(event coffee.Event) (string, error) {
	heard, err := o.hear(event)
	return heard.TaskToken(), err
}

// await waits until enough returns true for the order's events so far.
func (o order) await(ctx context.Context, enough func([]deployed.Heard) bool) ([]deployed.Heard, error) {
	ctx, cancel := context.WithTimeout(ctx, waitTimeout)
	defer cancel()
	return o.tap.AwaitOf(ctx, o.id, enough)
}

// hear waits for an event of the order, or for the order's end.
func (o order) hear(event coffee.Event) (deployed.Heard, error) {
	position := func(heard []deployed.Heard) int { return slices.Index(names(heard), event.DetailType()) }
	heard, err := o.await(o.ctx, func(heard []deployed.Heard) bool {
		_, unfinished := o.ending(o.id)
		return position(heard) >= 0 || unfinished == nil
	})
	at := position(heard)
	if at < 0 {
		return deployed.Heard{}, errors.Join(fmt.Errorf("order %s: heard %v, awaited %s", o.id, names(heard), event.DetailType()), err)
	}
	return heard[at], nil
}

// hearAny waits for the order's first event, and returns all events so far.
func (o order) hearAny() ([]deployed.Heard, error) {
	heard, err := o.await(o.ctx, func(heard []deployed.Heard) bool { return len(heard) > 0 })
	if err != nil {
		err = fmt.Errorf("order %s: no event: %w", o.id, err)
	}
	return heard, err
}

// emits waits for as many events of the order as there are names, and returns an error
// if their types differ, or, in an emulator, their order. EventBridge may deliver them in
// any order.
func (o order) emits(want ...string) error {
	heard, err := o.await(o.ctx, func(heard []deployed.Heard) bool { return len(heard) >= len(want) })
	got := names(heard)
	if o.at == nil {
		got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	}
	if err == nil && !slices.Equal(got, want) {
		err = errors.New("wrong events")
	}
	if err != nil {
		return fmt.Errorf("order %s: heard %v, want %v: %w", o.id, names(heard), want, err)
	}
	return nil
}

// becomes waits until the order is in a state in the orders table.
func (o order) becomes(state coffee.State) error {
	ctx, cancel := context.WithTimeout(o.ctx, waitTimeout)
	defer cancel()
	_, err := o.Await(ctx, o.id, state)
	return err
}

// awaitEnd waits until the execution has ended.
func (o order) awaitEnd() (deployed.Execution, error) {
	ctx, cancel := context.WithTimeout(o.ctx, waitTimeout)
	defer cancel()
	return o.AwaitEnd(ctx, o.id)
}

// ends waits until the execution has ended, and returns an error if its status or its
// final state differ.
func (o order) ends(status sfn.ExecutionStatus, final string) error {
	got, err := o.awaitEnd()
	if err == nil && (got.Status != status || got.Final != final) {
		err = fmt.Errorf("order %s ended %s in %s, want %s in %s", o.id, got.Status, got.Final, status, final)
	}
	return err
}
