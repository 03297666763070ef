package main

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// ledger remembers all that anybody was told of an order, to find out whether it
// can all be true. It may be used by many goroutines.
type ledger struct {
	mu     sync.Mutex
	orders map[string]*order
	keys   map[string]*order
	taken  []*order // in the order in which they were
}

// order is what was told of one.
type order struct {
	ticket api.Ticket
	// denied are the codes with which a repeated scan was refused.
	denied []coffee.ErrorCode

	// choice is what the customer asked for, and gaveUp whether they wanted to
	// cancel.
	choice *coffee.Choice
	gaveUp bool

	told      map[coffee.State]span
	last      api.Order // as its customer saw it last
	number    int
	claims    map[string]bool // by barista
	releases  int
	completed map[string]bool // by barista

	// wrong are contradictions that showed at once.
	wrong []string
}

// span is from when to when a state was told: from the first answer's arrival to
// when the last answer's request was sent.
type span struct{ firstHeard, lastAsked time.Time }

// sight is one answer about an order.
type sight struct {
	asked, heard time.Time
	id           string
	state        coffee.State
	number       int
	choice       *coffee.Choice
}

func newLedger() *ledger {
	return &ledger{orders: map[string]*order{}, keys: map[string]*order{}}
}

// acknowledge notes that a scan with a key was answered with a ticket.
func (l *ledger) acknowledge(key string, ticket api.Ticket) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if o := l.keys[key]; o != nil {
		o.again(ticket)
		return
	}
	o := l.orders[ticket.OrderID]
	if o == nil {
		o = &order{ticket: ticket, told: map[coffee.State]span{}, claims: map[string]bool{}, completed: map[string]bool{}}
		l.orders[ticket.OrderID] = o
		l.taken = append(l.taken, o)
	} else {
		o.complain("two scans with keys of their own got this one order")
	}
	l.keys[key] = o
}

// again compares the answers to one scan that was sent twice.
func (o *order) again(ticket api.Ticket) {
	switch {
	case ticket.OrderID != o.ticket.OrderID:
		o.complain("the same scan, repeated, got another order: %s", ticket.OrderID)
	case ticket.Secret != o.ticket.Secret:
		o.complain("the same scan, repeated, got another secret")
	case !ticket.PlaceBy.Equal(o.ticket.PlaceBy):
		o.complain("the same scan, repeated, may place its drink until %s, not until %s", clock(ticket.PlaceBy), clock(o.ticket.PlaceBy))
	}
}

// deny notes that a repeated scan was refused.
func (l *ledger) deny(key string, code coffee.ErrorCode) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if o := l.keys[key]; o != nil {
		o.denied = append(o.denied, code)
	}
}

// choose notes what a customer is about to place.
func (l *ledger) choose(id string, choice coffee.Choice) {
	l.note(id, func(o *order) { o.choice = &choice })
}

// giveUp notes that a customer is about to cancel.
func (l *ledger) giveUp(id string) { l.note(id, func(o *order) { o.gaveUp = true }) }

// release notes that a barista is about to put an order back.
func (l *ledger) release(id string) { l.note(id, func(o *order) { o.releases++ }) }

// claim notes that a barista was given an order.
func (l *ledger) claim(id, barista string) { l.note(id, func(o *order) { o.claims[barista] = true }) }

// complete notes that a barista was told that an order is complete.
func (l *ledger) complete(id, barista string) {
	l.note(id, func(o *order) { o.completed[barista] = true })
}

// look notes an answer to the order's customer, who asked then and hears it now.
func (l *ledger) look(id string, seen api.Order, asked time.Time) {
	heard := time.Now()
	l.note(id, func(o *order) {
		o.last = seen
		o.see(sight{asked, heard, seen.OrderID, seen.State, seen.Number, (*coffee.Choice)(seen.Choice)})
	})
}

// work notes an answer to a barista, who asked then and hears it now.
func (l *ledger) work(id string, seen api.QueuedOrder, asked time.Time) {
	heard := time.Now()
	l.note(id, func(o *order) {
		o.see(sight{asked, heard, seen.OrderID, seen.State, seen.Number, (*coffee.Choice)(seen.Choice)})
	})
}

func (o *order) see(s sight) {
	seen, before := o.told[s.state]
	if !before || s.heard.Before(seen.firstHeard) {
		seen.firstHeard = s.heard
	}
	if s.asked.After(seen.lastAsked) {
		seen.lastAsked = s.asked
	}
	o.told[s.state] = seen
	if s.id != o.ticket.OrderID {
		o.complain("an answer was about another order: %s", s.id)
	}
	switch {
	case s.number == 0 || s.number == o.number:
	case o.number == 0:
		o.number = s.number
	default:
		o.complain("its number was %d, and then %d", o.number, s.number)
	}
	if s.choice != nil && (o.choice == nil || !same(*s.choice, *o.choice)) {
		o.complain("%s is to be made, where the customer chose %s", drinkOf(s.choice), drinkOf(o.choice))
	}
}

// knows reports whether an order is one of this simulation.
func (l *ledger) knows(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.orders[id] != nil
}

// note changes what is known of an order. One that nobody has a ticket for is
// somebody else's.
func (l *ledger) note(id string, change func(*order)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if o := l.orders[id]; o != nil {
		change(o)
	}
}

func (o *order) complain(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(o.wrong, text) {
		o.wrong = append(o.wrong, text)
	}
}

func same(a, b coffee.Choice) bool { return a.Drink == b.Drink && maps.Equal(a.Modifiers, b.Modifiers) }

func drinkOf(c *coffee.Choice) string {
	if c == nil {
		return "nothing"
	}
	return fmt.Sprint(c.Drink, " ", c.Modifiers)
}

func clock(t time.Time) string { return t.Format(time.TimeOnly + ".000") }
