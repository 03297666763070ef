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

// ledger records every answer about an order, so that judge can tell whether all of
// them can be true. It is safe for concurrent use.
type ledger struct {
	mu     sync.Mutex
	orders map[string]*order
	keys   map[string]*order // by idempotency key
	taken  []*order          // in the order of their first tickets
}

// order collects the answers about one order.
type order struct {
	ticket api.Ticket
	// denied lists the error codes of repeated scans.
	denied []coffee.ErrorCode

	// choice is the drink that the customer asked for. gaveUp says that they asked to
	// cancel.
	choice *coffee.Choice
	gaveUp bool

	states    map[coffee.State]span
	versions  map[int64]coffee.State
	last      api.Order // the last answer to its customer
	number    int
	claims    map[string]bool // by barista
	releases  int
	completed map[string]bool // by barista

	// wrong lists the contradictions found while recording.
	wrong []string
}

// span is the time in which answers named a state: from the arrival of the first answer
// to the sending of the last one's request.
type span struct{ firstHeard, lastAsked time.Time }

// sight is one answer about an order.
type sight struct {
	asked, heard time.Time
	id           string
	state        coffee.State
	version      int64
	number       int
	choice       *coffee.Choice
}

func newLedger() *ledger {
	return &ledger{orders: map[string]*order{}, keys: map[string]*order{}}
}

// acknowledge records the ticket that a scan with an idempotency key got.
func (l *ledger) acknowledge(key string, ticket api.Ticket) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if o := l.keys[key]; o != nil {
		o.compare(ticket)
		return
	}
	o := l.orders[ticket.OrderID]
	if o == nil {
		o = &order{ticket: ticket, states: map[coffee.State]span{}, versions: map[int64]coffee.State{}, claims: map[string]bool{}, completed: map[string]bool{}}
		l.orders[ticket.OrderID] = o
		l.taken = append(l.taken, o)
	} else {
		o.complain("two scans with different keys got this order")
	}
	l.keys[key] = o
}

// compare complains if a repeated scan got another ticket than the first one.
func (o *order) compare(ticket api.Ticket) {
	switch {
	case ticket.OrderID != o.ticket.OrderID:
		o.complain("its repeated scan got another order: %s", ticket.OrderID)
	case ticket.Secret != o.ticket.Secret:
		o.complain("its repeated scan got another secret")
	case !ticket.PlaceBy.Equal(o.ticket.PlaceBy):
		o.complain("its repeated scan may place a drink until %s, not until %s", clock(ticket.PlaceBy), clock(o.ticket.PlaceBy))
	}
}

// deny records the error code of a repeated scan.
func (l *ledger) deny(key string, code coffee.ErrorCode) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if o := l.keys[key]; o != nil {
		o.denied = append(o.denied, code)
	}
}

// choose records the drink that a customer is about to place.
func (l *ledger) choose(id string, choice coffee.Choice) {
	l.note(id, func(o *order) { o.choice = &choice })
}

// giveUp records that a customer is about to cancel.
func (l *ledger) giveUp(id string) { l.note(id, func(o *order) { o.gaveUp = true }) }

// release records that a barista is about to put an order back in the queue.
func (l *ledger) release(id string) { l.note(id, func(o *order) { o.releases++ }) }

// claim records that a barista got an order.
func (l *ledger) claim(id, barista string) { l.note(id, func(o *order) { o.claims[barista] = true }) }

// complete records that the shop confirmed to a barista that an order is complete.
func (l *ledger) complete(id, barista string) {
	l.note(id, func(o *order) { o.completed[barista] = true })
}

// look records an answer that the order's customer has just received to a request
// sent at asked. It is the zero time for a push, which was not asked for.
func (l *ledger) look(id string, seen api.Order, asked time.Time) {
	heard := time.Now()
	l.note(id, func(o *order) {
		if seen.Version >= o.last.Version {
			o.last = seen
		}
		o.see(sight{asked, heard, seen.OrderID, seen.State, seen.Version, seen.Number, (*coffee.Choice)(seen.Choice)})
	})
}

// work records an answer that a barista has just received to a request sent at asked.
func (l *ledger) work(id string, seen api.QueuedOrder, asked time.Time) {
	heard := time.Now()
	l.note(id, func(o *order) {
		o.see(sight{asked, heard, seen.OrderID, seen.State, seen.Version, seen.Number, (*coffee.Choice)(seen.Choice)})
	})
}

// see records an answer, and complains if it contradicts earlier ones.
func (o *order) see(s sight) {
	seen, before := o.states[s.state]
	if !before || s.heard.Before(seen.firstHeard) {
		seen.firstHeard = s.heard
	}
	if s.asked.After(seen.lastAsked) {
		seen.lastAsked = s.asked
	}
	o.states[s.state] = seen
	if other, known := o.versions[s.version]; known && other != s.state {
		o.complain("answers said that its version %d was %s and %s", s.version, other, s.state)
	}
	if s.version > 0 {
		o.versions[s.version] = s.state
	}
	if s.id != o.ticket.OrderID {
		o.complain("an answer was about another order: %s", s.id)
	}
	switch {
	case s.number == 0 || s.number == o.number:
	case o.number == 0:
		o.number = s.number
	default:
		o.complain("its number was %d and then %d", o.number, s.number)
	}
	if s.choice != nil && (o.choice == nil || !same(*s.choice, *o.choice)) {
		o.complain("%s is in the order, but the customer chose %s", drinkOf(s.choice), drinkOf(o.choice))
	}
}

// knows reports whether an order belongs to this simulation.
func (l *ledger) knows(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.orders[id] != nil
}

// note changes what is known about an order. It ignores other people's orders, which
// the ledger has no ticket for.
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
