package e2e

import (
	"context"
	"testing"

	sfn "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

var openDoors = coffee.ShopSettings{Open: true}

// path is one way through the workflow, with what is to be seen of it.
type path struct {
	name     string
	settings coffee.ShopSettings
	play     func(o order) error
	events   []string
	status   sfn.ExecutionStatus
	final    string
	// record is what the orders table has of it, beside what coffee.ChangeOf
	// makes of the last event.
	record map[string]string
}

// paths are those that neither need time to pass nor something to break.
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
		// An answer may not pass for an error of Step Functions without being
		// treated as one.
		name: "failed by an answer with a name of Step Functions' own", settings: openDoors,
		play:   func(o order) error { return o.cancel(coffee.OrderStarted{}, "States.Runtime", "no such field") },
		events: []string{"OrderStarted", "OrderFailed"},
		status: "FAILED", final: "OrderFailed",
		record: map[string]string{"state": "FAILED", "error": "States.Runtime", "cause": "no such field"},
	},
}

// playToTheEnd does what customer and barista do when all goes well.
func playToTheEnd(o order) error {
	return playThen(func(o order) error { return o.complete("{}") })(o)
}

// playThen places a drink before it goes on.
func playThen(next func(o order) error) func(o order) error {
	return func(o order) error {
		if err := o.place("{}"); err != nil {
			return err
		}
		return next(o)
	}
}

func TestEveryPathTellsItsEventsAndEndsAsItShould(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		first := s.startOrder() // who makes the queue full, where the limit is 1
		s.must(first.tells("OrderStarted"))
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
	if err := o.tells(p.events...); err != nil {
		return err
	}
	if err := o.closed(o.ctx); err != nil {
		return err
	}
	// The news of an earlier step may still be on its way.
	return eventually(o.ctx, func(context.Context) error { return o.has(p.record) })
}

func TestACompletedOrderTakesEightTransitions(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		o := s.startOrder()
		s.must(playToTheEnd(o))
		got, err := o.ended()
		s.must(err)
		if got.Transitions != 8 {
			t.Errorf("a completed order takes %d transitions, want 8", got.Transitions)
		}
	})
}

func TestTheTableHasTheTokenOfTheCurrentWaitOnly(t *testing.T) {
	s := open(t, listing, openDoors)
	o := s.startOrder()

	customer, err := o.token(coffee.OrderStarted{})
	s.must(err)
	s.must(o.becomes(coffee.Started))
	s.must(o.has(map[string]string{schema.CustomerTokenAttribute: customer, schema.BaristaTokenAttribute: ""}))

	s.must(o.place(`{"drink":"mocha"}`))
	barista, err := o.token(coffee.AwaitingCompletion{})
	s.must(err)
	s.must(o.becomes(coffee.Queued))
	s.must(o.has(map[string]string{schema.CustomerTokenAttribute: "", schema.BaristaTokenAttribute: barista}))
	s.must(o.hasDrink(`{"drink":"mocha"}`))
}
