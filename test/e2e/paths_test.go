package e2e

import (
	"context"
	"testing"

	sfn "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

var openDoors = coffee.ShopSettings{Open: true}

// path is one way through the workflow, with its expected events, end and record.
type path struct {
	name     string
	settings coffee.ShopSettings
	play     func(o order) error
	events   []string
	status   sfn.ExecutionStatus
	final    string
	// record lists attributes in the orders table, besides those that coffee.ChangeOf
	// takes from the last event.
	record map[string]string
}

// paths lists the paths without time-outs and failures.
var paths = []path{
	{
		name: "completed", settings: openDoors, play: playToTheEnd,
		events: []string{"OrderStarted", "AwaitingCompletion", "OrderCompleted"},
		status: "SUCCEEDED", final: "EmitOrderCompleted",
		record: map[string]string{"state": "READY", "order": "{}"},
	},
	{
		name: "shop closed", settings: coffee.ShopSettings{Open: false},
		events: []string{"ShopClosed"},
		status: "SUCCEEDED", final: "ShopClosed",
		record: map[string]string{"state": "REJECTED", "reason": "ShopClosed"},
	},
	{
		name: "queue full", settings: coffee.ShopSettings{Open: true, QueueLimit: 1},
		events: []string{"QueueFull"},
		status: "SUCCEEDED", final: "QueueFull",
		record: map[string]string{"state": "REJECTED", "reason": "QueueFull"},
	},
	{
		name: "cancelled before the drink is placed", settings: openDoors,
		play: func(o order) error {
			return o.cancel(coffee.OrderStarted{}, "Customer.ChangedMind", "too long a queue")
		},
		events: []string{"OrderStarted", "OrderCancelled"},
		status: "SUCCEEDED", final: "OrderCancelled",
		record: map[string]string{"state": "CANCELLED", "error": "Customer.ChangedMind", "cause": "too long a queue"},
	},
	{
		name: "cancelled while it is made", settings: openDoors,
		play:   playThen(func(o order) error { return o.cancel(coffee.AwaitingCompletion{}, "OutOfMilk", `"oat" & soy, ☕`) }),
		events: []string{"OrderStarted", "AwaitingCompletion", "OrderCancelled"},
		status: "SUCCEEDED", final: "OrderCancelled",
		record: map[string]string{"state": "CANCELLED", "error": "OutOfMilk", "cause": `"oat" & soy, ☕`, "order": "{}"},
	},
	{
		name: "cancelled with neither error nor cause", settings: openDoors,
		play:   func(o order) error { return o.cancel(coffee.OrderStarted{}, "", "") },
		events: []string{"OrderStarted", "OrderCancelled"},
		status: "SUCCEEDED", final: "OrderCancelled",
		record: map[string]string{"state": "CANCELLED", "cause": ""},
	},
	{
		name: "cancelled while it is made, with neither error nor cause", settings: openDoors,
		play:   playThen(func(o order) error { return o.cancel(coffee.AwaitingCompletion{}, "", "") }),
		events: []string{"OrderStarted", "AwaitingCompletion", "OrderCancelled"},
		status: "SUCCEEDED", final: "OrderCancelled",
		record: map[string]string{"state": "CANCELLED", "cause": ""},
	},
	{
		// An answer whose error has a name of Step Functions fails the order.
		name: "failed by an answer with an error name of Step Functions", settings: openDoors,
		play:   func(o order) error { return o.cancel(coffee.OrderStarted{}, "States.Runtime", "no such field") },
		events: []string{"OrderStarted", "OrderFailed"},
		status: "FAILED", final: "OrderFailed",
		record: map[string]string{"state": "FAILED", "error": "States.Runtime", "cause": "no such field"},
	},
}

// playToTheEnd places and completes an order.
func playToTheEnd(o order) error {
	return playThen(func(o order) error { return o.complete("{}") })(o)
}

// playThen returns a function that places a drink and then calls next.
func playThen(next func(o order) error) func(o order) error {
	return func(o order) error {
		if err := o.place("{}"); err != nil {
			return err
		}
		return next(o)
	}
}

func TestEveryPathEmitsItsEventsAndEnds(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		first := s.startOrder() // fills the queue where the limit is 1
		s.must(first.emits("OrderStarted"))
		for _, p := range paths {
			t.Run(p.name, func(t *testing.T) {
				if err := p.run(s); err != nil {
					t.Error(err)
				}
			})
		}
	})
}

func (p path) run(s *shop) error {
	if err := s.Configure(s.ctx, p.settings); err != nil {
		return err
	}
	o := s.newOrder()
	if err := o.start(); err != nil {
		return err
	}
	if p.play != nil {
		if err := p.play(o); err != nil {
			return err
		}
	}
	return p.check(o)
}

func (p path) check(o order) error {
	if err := o.ends(p.status, p.final); err != nil {
		return err
	}
	if err := o.emits(p.events...); err != nil {
		return err
	}
	if err := o.checkEnd(o.ctx); err != nil {
		return err
	}
	// The event of an earlier step may still be on its way.
	return eventually(o.ctx, func(context.Context) error { return o.checkRecord(p.record) })
}

func TestACompletedOrderTakesEightTransitions(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		o := s.startOrder()
		s.must(playToTheEnd(o))
		got, err := o.awaitEnd()
		s.must(err)
		if got.Transitions != 8 {
			t.Errorf("a completed order takes %d transitions, want 8", got.Transitions)
		}
	})
}

func TestTheTableHasOnlyTheCurrentToken(t *testing.T) {
	s := open(t, listing, openDoors)
	o := s.startOrder()

	customer, err := o.token(coffee.OrderStarted{})
	s.must(err)
	s.must(o.becomes(coffee.Started))
	s.must(o.checkRecord(map[string]string{schema.CustomerTokenAttribute: customer, schema.BaristaTokenAttribute: ""}))

	s.must(o.place(`{"drink":"mocha"}`))
	barista, err := o.token(coffee.AwaitingCompletion{})
	s.must(err)
	s.must(o.becomes(coffee.Queued))
	s.must(o.checkRecord(map[string]string{schema.CustomerTokenAttribute: "", schema.BaristaTokenAttribute: barista}))
	s.must(o.awaitDrink(`{"drink":"mocha"}`))
}
