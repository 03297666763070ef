package main

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

var (
	start     = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	errBroken = errors.New("dial tcp 10.0.0.1: secret-internal-host refused")
)

// shop is a fake of everything behind the handler. Its orders are as simple as
// can be: the contract test of package orders is about the real ones.
type shop struct {
	orders map[string]orders.Record
	// admits is what the workflow makes of an order that it is to start.
	admits orders.Record
	// number is what the workflow gives to an order that is placed.
	number int

	told      []string // tokens that were used
	causes    []string
	published []coffee.Event
	slept     time.Duration

	callbackErr, busErr error
	spent               bool
	noTea               bool
}

func newShop() *shop {
	order := func(id string, number int, state coffee.State, barista string) orders.Record {
		return orders.Record{ID: id, Number: number, State: state, Barista: barista, Since: start, QueuedAt: start,
			Order: `{"drink":"tea","modifiers":{"milk":"oat"}}`, BaristaToken: "token-" + id}
	}
	return &shop{
		orders: map[string]orders.Record{
			"queued": order("queued", 12, coffee.Queued, ""),
			"mine":   order("mine", 11, coffee.Making, "barista"),
			"theirs": order("theirs", 10, coffee.Making, "ben"),
			"ready":  order("ready", 9, coffee.Ready, "barista"),
		},
		admits: orders.Record{State: coffee.Started, CustomerToken: "customer-token"},
		number: 13,
	}
}

func (s *shop) serve() webtest.Serve {
	h := &handler{orders: s, settings: s, workflow: s, bus: s,
		now: func() time.Time { return start.Add(90 * time.Second) }, sleep: func(d time.Duration) { s.slept += d }}
	return h.serve(webtest.New())
}

// step takes an order from one of the states to another.
func (s *shop) step(id, barista string, to coffee.State, from ...coffee.State) (orders.Record, error) {
	order, exists := s.orders[id]
	switch {
	case !exists:
		return order, orders.Unknown()
	case order.State == coffee.Making && order.Barista != barista && barista != "":
		return order, coffee.NewError(coffee.ClaimedByOther, order.Barista+" is making this order.")
	case order.State == to:
		return order, nil
	case !slices.Contains(from, order.State):
		return order, coffee.NewError(coffee.WrongState, "Not any more.")
	}
	order.State = to
	if barista != "" {
		order.Barista = barista
	}
	s.orders[id] = order
	return order, nil
}

func (s *shop) Get(_ context.Context, id string) (orders.Record, bool, error) {
	order, exists := s.orders[id]
	return order, exists, nil
}

func (s *shop) Place(_ context.Context, id string, choice coffee.Choice, _ time.Time) (orders.Record, error) {
	order := s.orders[id]
	if order.Placed(choice) {
		return order, nil
	}
	order.Order = `{"drink":"` + choice.Drink + `"}`
	s.orders[id] = order
	return s.step(id, "", coffee.Placed, coffee.Started)
}

func (s *shop) Claim(_ context.Context, id, barista string, _ time.Time) (orders.Record, error) {
	return s.step(id, barista, coffee.Making, coffee.Queued)
}

func (s *shop) Release(_ context.Context, id, barista string, _ time.Time) (orders.Record, error) {
	return s.step(id, barista, coffee.Queued, coffee.Making)
}

func (s *shop) Complete(_ context.Context, id, barista string, _ time.Time) (orders.Record, error) {
	return s.step(id, barista, coffee.Ready, coffee.Queued, coffee.Making)
}

func (s *shop) Collect(_ context.Context, id string, _ time.Time) (orders.Record, error) {
	return s.step(id, "", coffee.Collected, coffee.Ready)
}

func (s *shop) Cancel(_ context.Context, id, _, _ string, from []coffee.State, _ time.Time) (orders.Record, error) {
	return s.step(id, "", coffee.Cancelled, from...)
}

func (s *shop) InState(_ context.Context, state coffee.State) ([]orders.Record, error) {
	var found []orders.Record
	for _, order := range s.orders {
		if order.State == state {
			found = append(found, order)
		}
	}
	return found, nil
}

func (s *shop) Menu(context.Context) (coffee.Menu, error) {
	return coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: !s.noTea}, {ID: "mocha", Name: "Mocha"}}}, nil
}

func (s *shop) Start(_ context.Context, id string) error {
	if _, exists := s.orders[id]; !exists && s.admits.State != "" {
		order := s.admits
		order.ID = id
		s.orders[id] = order
	}
	return nil
}

func (s *shop) Succeed(_ context.Context, token string, _ any) error {
	for id, order := range s.orders {
		if order.CustomerToken == token && s.number != 0 && s.callbackErr == nil {
			order.State, order.Number, order.CustomerToken = coffee.Queued, s.number, ""
			s.orders[id] = order
		}
	}
	return s.answer(token, "")
}

func (s *shop) Fail(_ context.Context, token, failure, cause string) error {
	return s.answer(token, failure+": "+cause)
}

func (s *shop) answer(token, cause string) error {
	s.told, s.causes = append(s.told, token), append(s.causes, cause)
	if s.spent {
		return callback.ErrSpent
	}
	return s.callbackErr
}

func (s *shop) Put(_ context.Context, event coffee.Event) error {
	s.published = append(s.published, event)
	return s.busErr
}

func ask(t testing.TB, s *shop, by webtest.Caller, method, path, body string, headers ...string) webtest.Answer {
	t.Helper()
	return webtest.Ask(t, s.serve(), webtest.Request(by, method, path, body, headers...))
}
