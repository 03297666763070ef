package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
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

// newOrder names an order without starting it.
func (s *shop) newOrder() order {
	o := order{s, fmt.Sprintf("%s-%d", s.shortName(), ordersMade.Add(1))}
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

// token is the task token in an event of the order.
func (o order) token(event coffee.Event) (string, error) {
	heard, err := o.hear(event)
	return heard.TaskToken(), err
}

// hear waits for an event of the order, or for the order's end.
func (o order) hear(event coffee.Event) (deployed.Heard, error) {
	position := func(heard []deployed.Heard) int { return slices.Index(names(heard), event.DetailType()) }
	heard, err := o.tap.AwaitOf(o.ctx, o.id, func(heard []deployed.Heard) bool {
		_, unfinished := o.ending(o.id)
		return position(heard) >= 0 || unfinished == nil
	})
	at := position(heard)
	if at < 0 {
		return deployed.Heard{}, errors.Join(fmt.Errorf("order %s: heard %v, awaited %s", o.id, names(heard), event.DetailType()), err)
	}
	return heard[at], nil
}

// hearAny waits for the order's first event, and returns all there are.
func (o order) hearAny() ([]deployed.Heard, error) {
	heard, err := o.tap.AwaitOf(o.ctx, o.id, func(heard []deployed.Heard) bool { return len(heard) > 0 })
	if err != nil {
		err = fmt.Errorf("order %s: heard nothing of it: %w", o.id, err)
	}
	return heard, err
}

// tells waits until the bus has told as many events of the order as there are
// names, and returns an error if they are others.
func (o order) tells(want ...string) error {
	heard, err := o.tap.AwaitOf(o.ctx, o.id, func(heard []deployed.Heard) bool { return len(heard) >= len(want) })
	if got := names(heard); err == nil && !slices.Equal(got, want) {
		err = errors.New("that is all")
	}
	if err != nil {
		return fmt.Errorf("order %s: heard %v, want %v: %w", o.id, names(heard), want, err)
	}
	return nil
}

// closed waits until the orders table knows how the order ended, and returns
// an error unless the bus told so once.
func (o order) closed(ctx context.Context) error {
	if _, err := o.tap.AwaitOf(ctx, o.id, func([]deployed.Heard) bool { _, err := o.ending(o.id); return err == nil }); err != nil {
		_, told := o.ending(o.id)
		return errors.Join(told, err)
	}
	ending, err := o.ending(o.id)
	if err != nil {
		return err
	}
	for {
		record, err := o.Order(ctx, o.id)
		if err != nil {
			return err
		}
		wrong := compare(record, coffee.ChangeOf(ending))
		if wrong == nil {
			return nil
		}
		if err := pause(ctx); err != nil {
			return fmt.Errorf("order %s, which ended with %s: %w: %w", o.id, ending.DetailType(), wrong, err)
		}
	}
}

// compare says what in the record of an order is not as the change that ended
// it wants it.
func compare(record deployed.Order, end coffee.Change) error {
	want := map[string]string{
		coffee.StateAttribute:         string(end.To),
		coffee.CustomerTokenAttribute: "",
		coffee.BaristaTokenAttribute:  "",
	}
	if end.Number != 0 {
		want[coffee.NumberAttribute] = strconv.Itoa(end.Number)
	}
	if end.To.Terminal() {
		want[coffee.ReasonAttribute], want[coffee.ErrorAttribute], want[coffee.CauseAttribute] = end.Reason, end.Error, end.Cause
	}
	for attribute, value := range want {
		if record[attribute] != value {
			return fmt.Errorf("its %s = %q, want %q", attribute, record[attribute], value)
		}
	}
	return nil
}

// has returns an error if the orders table has other values in the record.
func (o order) has(want map[string]string) error {
	record, err := o.Order(o.ctx, o.id)
	if err != nil {
		return err
	}
	for attribute, value := range want {
		if record[attribute] != value {
			return fmt.Errorf("order %s has %s = %q, want %q", o.id, attribute, record[attribute], value)
		}
	}
	return nil
}

// ends waits until the execution has ended, and returns an error if that was
// in another way.
func (o order) ends(status sfn.ExecutionStatus, final string) error {
	got, err := o.Ended(o.ctx, o.id)
	if err == nil && (got.Status != status || got.Final != final) {
		err = fmt.Errorf("order %s ended %s in %s, want %s in %s", o.id, got.Status, got.Final, status, final)
	}
	return err
}
