package e2e

import (
	"math/rand/v2"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// door is what an order finds when it comes.
type door string

const (
	doorOpen   door = "open"
	doorClosed door = "closed"
	doorFull   door = "full"
)

// answer is what somebody does about a wait of the workflow.
type answer string

const (
	answered         answer = "{}"
	answeredWithJunk answer = "junk"
	cancelled        answer = "cancelled"
	unanswered       answer = "none"
)

// plan is all that shall happen to one order. It is the model that the
// workflow is held against.
type plan struct {
	door     door
	customer answer
	barista  answer
}

// drawPlan draws what customer and barista do. Most of them do as they should.
func drawPlan(random *rand.Rand, door door) plan {
	draw := func() answer {
		return []answer{answered, answered, answered, answeredWithJunk, answeredWithJunk, cancelled, unanswered}[random.IntN(7)]
	}
	return plan{door, draw(), draw()}
}

// events are what the bus tells of an order that goes as planned.
func (p plan) events() []string {
	switch p.door {
	case doorClosed:
		return detailTypes(coffee.ShopClosed{})
	case doorFull:
		return detailTypes(coffee.QueueFull{})
	}
	switch p.customer {
	case cancelled:
		return detailTypes(coffee.OrderStarted{}, coffee.OrderCancelled{})
	case unanswered:
		return detailTypes(coffee.OrderStarted{}, coffee.CustomerTimedOut{})
	}
	switch p.barista {
	case cancelled:
		return detailTypes(coffee.OrderStarted{}, coffee.AwaitingCompletion{}, coffee.OrderCancelled{})
	case unanswered:
		return detailTypes(coffee.OrderStarted{}, coffee.AwaitingCompletion{}, coffee.BaristaTimedOut{})
	}
	return detailTypes(coffee.OrderStarted{}, coffee.AwaitingCompletion{}, coffee.OrderCompleted{})
}

// play does what the plan says, and returns the plan with each answer that
// came too late left out.
func (p plan) play(o order, junk string) (plan, error) {
	if p.door != doorOpen {
		return p, nil
	}
	for _, wait := range []struct {
		event  coffee.Event
		answer *answer
	}{{coffee.OrderStarted{}, &p.customer}, {coffee.AwaitingCompletion{}, &p.barista}} {
		err := o.reply(wait.event, *wait.answer, junk)
		if tooLate(err) {
			*wait.answer, err = unanswered, nil
		}
		if err != nil || *wait.answer == cancelled || *wait.answer == unanswered {
			return p, err
		}
	}
	return p, nil
}

func (o order) reply(waiting coffee.Event, a answer, junk string) error {
	switch a {
	case answered:
		return o.succeed(waiting, "{}")
	case answeredWithJunk:
		return o.succeed(waiting, junk)
	case cancelled:
		return o.cancel(waiting, "Random.Cancelled", "as drawn")
	}
	return nil
}

func detailTypes(events ...coffee.Event) []string {
	names := make([]string, len(events))
	for i, event := range events {
		names[i] = event.DetailType()
	}
	return names
}
