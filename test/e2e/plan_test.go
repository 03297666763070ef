package e2e

import (
	"math/rand/v2"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// door is the state of the shop that an order finds: open, closed or full.
type door string

const (
	doorOpen   door = "open"
	doorClosed door = "closed"
	doorFull   door = "full"
)

// answer is what the customer or the barista does while the workflow waits.
type answer string

const (
	answered         answer = "{}"
	answeredWithJunk answer = "junk"
	cancelled        answer = "cancelled"
	unanswered       answer = "none"
)

// plan lists everything that happens to one order. It is the model of the workflow.
type plan struct {
	door     door
	customer answer
	barista  answer
}

// drawPlan draws the answers of customer and barista, mostly successful ones.
func drawPlan(random *rand.Rand, door door) plan {
	draw := func() answer {
		return []answer{answered, answered, answered, answeredWithJunk, answeredWithJunk, cancelled, unanswered}[random.IntN(7)]
	}
	return plan{door, draw(), draw()}
}

// events returns the types of the events of an order with this plan.
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

// play gives the plan's answers. It returns the plan, in which answers that came too
// late are replaced by unanswered.
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
