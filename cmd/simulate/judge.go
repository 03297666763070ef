package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// outcome is how an order ended, as the JSON report names it.
type outcome string

const (
	collected       outcome = "collected"
	cancelled       outcome = "cancelled"
	cancelledByShop outcome = "cancelledByShop"
	customerSlow    outcome = "customerTimedOut"
	baristaSlow     outcome = "baristaTimedOut"
	queueFull       outcome = "queueFull"
	shopClosed      outcome = "shopClosed"
	failed          outcome = "failed"
	stuck           outcome = "stuck"      // not ended within the customer's patience
	unfinished      outcome = "unfinished" // not ended when the simulation was interrupted
)

// outcomes lists all outcomes in the report's order, with their text in the table.
var outcomes = []struct {
	outcome outcome
	words   string
}{
	{collected, "collected"}, {cancelled, "cancelled by the customer"}, {cancelledByShop, "cancelled by the shop"},
	{customerSlow, "timed out: no drink was chosen"}, {baristaSlow, "timed out: not made in time"},
	{queueFull, "turned away: the queue was full"}, {shopClosed, "turned away: the shop was closed"},
	{failed, "failed"}, {stuck, "LOST: never ended"}, {unfinished, "not over when interrupted"},
}

// verdict is an order's outcome, and what was wrong with it, in words.
type verdict struct {
	*order
	outcome outcome
	wrong   []string
}

// judge returns a verdict for each order. One that did not end is wrong, unless the
// simulation was interrupted.
func (l *ledger) judge(interrupted bool) []verdict {
	l.mu.Lock()
	defer l.mu.Unlock()
	numbers := map[int]*order{}
	for _, o := range l.taken {
		if other := numbers[o.number]; o.number != 0 && other != nil {
			o.complain("its number %d is also that of order %s", o.number, other.ticket.OrderID)
			other.complain("its number %d is also that of order %s", o.number, o.ticket.OrderID)
		}
		numbers[o.number] = o
	}
	verdicts := make([]verdict, len(l.taken))
	for i, o := range l.taken {
		v := verdict{order: o, outcome: o.outcome(), wrong: slices.Concat(o.wrong, o.contradictions())}
		if v.outcome == stuck && interrupted {
			v.outcome = unfinished
		} else if v.outcome == stuck {
			v.wrong = append(v.wrong, "it never ended: the last state that its customer saw was "+word(o.last.State))
		}
		verdicts[i] = v
	}
	return verdicts
}

func (o *order) outcome() outcome {
	switch o.last.State {
	case coffee.Collected:
		return collected
	case coffee.Cancelled:
		if o.gaveUp {
			return cancelled
		}
		return cancelledByShop
	case coffee.TimedOut:
		if o.last.Reason == (coffee.CustomerTimedOut{}).DetailType() {
			return customerSlow
		}
		return baristaSlow
	case coffee.Rejected:
		if o.last.Reason == (coffee.ShopClosed{}).DetailType() {
			return shopClosed
		}
		return queueFull
	case coffee.Failed:
		return failed
	default:
		return stuck
	}
}

// contradictions returns the answers about an order that cannot all be true.
func (o *order) contradictions() []string {
	found := slices.Concat(o.impossibleStates(), o.impossibleVersions())
	if len(o.claims) > 1+o.releases {
		found = append(found, fmt.Sprintf("%d baristas claimed it and %d released it", len(o.claims), o.releases))
	}
	if len(o.completed) > 1 {
		found = append(found, fmt.Sprintf("%d baristas got the answer that they completed it", len(o.completed)))
	}
	if len(o.denied) > 0 && !slices.Contains(drinkReturned, o.last.State) {
		found = append(found, fmt.Sprintf("its repeated scan was refused with %s", o.denied[0]))
	}
	return found
}

// drinkReturned lists the states in which the drink went back to the QR code, so that a
// repeated scan may be refused.
var drinkReturned = []coffee.State{coffee.Rejected, coffee.TimedOut, coffee.Cancelled, coffee.Failed}

// impossibleStates describes the pairs of states that exclude each other, or that the
// order cannot have had in the sequence of the answers. Answers to different people may
// overtake each other: a state came before another one only if its answer arrived before
// the request about the other one was sent.
func (o *order) impossibleStates() []string {
	var found []string
	states := coffee.States()
	for i, a := range states {
		for _, b := range states[i+1:] {
			first, seenA := o.states[a]
			second, seenB := o.states[b]
			if !seenA || !seenB {
				continue
			}
			there, back := o.leads(a, b), o.leads(b, a)
			switch {
			case !there && !back:
				found = append(found, fmt.Sprintf("answers said it was %s and %s", a, b))
			case !there && before(first, second):
				found = append(found, fmt.Sprintf("it was %s after it was %s", b, a))
			case !back && before(second, first):
				found = append(found, fmt.Sprintf("it was %s after it was %s", a, b))
			}
		}
	}
	return found
}

// impossibleVersions describes the versions whose states cannot have followed each other.
// Unlike answers, versions have an order.
func (o *order) impossibleVersions() []string {
	var found []string
	versions := slices.Sorted(maps.Keys(o.versions))
	for i, version := range versions[:max(0, len(versions)-1)] {
		from, next := o.versions[version], versions[i+1]
		if to := o.versions[next]; from != to && !o.leads(from, to) {
			found = append(found, fmt.Sprintf("its version %d was %s, but version %d was %s", next, to, version, from))
		}
	}
	return found
}

// before reports whether an answer of the first span arrived before a request of the
// second one was sent.
func before(first, second span) bool { return first.firstHeard.Before(second.lastAsked) }

// leads reports whether an order can get from one state to another. The way back from
// MAKING to QUEUED is open only if a barista released the order. No barista here recalls
// one.
func (o *order) leads(from, to coffee.State) bool {
	reached, unexplored := map[coffee.State]bool{}, []coffee.State{from}
	for len(unexplored) > 0 {
		state := unexplored[0]
		unexplored = unexplored[1:]
		for _, next := range coffee.States() {
			released := state != coffee.Making || next != coffee.Queued || o.releases > 0
			recalled := state == coffee.Ready && next == coffee.Making
			if state.CanBecome(next) && !reached[next] && released && !recalled {
				reached[next] = true
				unexplored = append(unexplored, next)
			}
		}
	}
	return reached[to]
}

func word(s coffee.State) string {
	if s == "" {
		return "not known yet"
	}
	return string(s)
}
