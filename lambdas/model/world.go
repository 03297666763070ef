// Package model plays random traces of a shop: what customers, baristas and the manager
// do, time that passes, events that arrive late, twice or never, and functions that fail
// between any two operations. The handlers are those of the functions; the tables and the
// order workflow are in memory. A World checks after each write and each answer what must
// always hold, and at the end of a trace what the shop promises (docs/promises.md).
package model

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/barista"
	"github.com/serverless-coffee/coffeeshop/lambdas/customer"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/janitor"
	"github.com/serverless-coffee/coffeeshop/lambdas/manager"
	"github.com/serverless-coffee/coffeeshop/lambdas/tracker"
)

// The shop of a trace. Its menu has two drinks.
var (
	opening = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	drinks  = []string{"espresso", "flat-white"}
)

// World is a shop with its functions and everything around them.
type World struct {
	store   *storetest.Memory
	machine *doubles.Machine
	now     time.Time
	calm    bool

	customers, baristas, managers web.Handler
	customer                      customer.Handler
	barista                       barista.Handler
	manager                       manager.Handler
	tracker                       tracker.Handler
	janitor                       janitor.Handler

	current *call   // the function that runs
	paused  []*call // those that wait for Resume
	bus     []message
	tickets []*ticket
	board   board

	lastSweep time.Time
	repairs   int    // by the janitor, other than of recalled orders
	why       string // of the last one
	// How many of the next attempts will fail, by anybody, to give back a seat or a drink,
	// and by the workflow to publish the end of an order.
	keepSeats, keepDrinks, keepQuiet int

	admitted map[string]bool           // orders whose executions wait for somebody
	ends     map[string][]coffee.Event // that ended orders
	told     map[string]bool           // task tokens whose events were delivered

	seen   map[string]store.Order // every order after the last write
	counts map[any]int            // over all traces: how often something happened

	recording *recording // of the requests, nil for none
	broken    error      // the first thing that must not happen
}

// ticket is what the customer or barista of an order knows.
type ticket struct {
	id, key string
	code    string // of a customer
	secret  string // empty until the customer is told
	who     int    // the barista who took the order by hand
	choice  coffee.Choice
	acked   bool // whether the order was promised
}

func (t *ticket) byHand() bool { return t.code == "" }

// New returns a World for one trace after another.
func New() *World {
	w := &World{counts: map[any]int{}}
	log := slog.New(slog.DiscardHandler)
	w.customers = w.customer.Serve(web.New(log))
	w.baristas = w.barista.Serve(web.New(log))
	w.managers = w.manager.Serve(web.New(log))
	return w
}

// reset opens another shop.
func (w *World) reset(t Trace) {
	w.abandon()
	w.now, w.lastSweep, w.calm = opening, opening, t.Calm
	w.store = &storetest.Memory{Err: w.before, NewCode: newCode}
	w.bus, w.tickets, w.admitted = nil, nil, map[string]bool{}
	w.repairs, w.keepSeats, w.keepDrinks, w.keepQuiet, w.broken = 0, 0, 0, 0, nil
	w.ends, w.seen, w.told = map[string][]coffee.Event{}, map[string]store.Order{}, map[string]bool{}
	w.machine = &doubles.Machine{
		Now: w.clock, Shop: w.shop, Emit: w.emit, Ended: w.ended, Refuse: w.refuses,
		CustomerTimeout: coffee.DefaultCustomerTimeout, BaristaTimeout: coffee.DefaultBaristaTimeout,
	}
	if t.Seats {
		w.machine.Seats = seats{w}
	}
	tables, steps, log := tables{w.store, w}, steps{w}, slog.New(repairs{w})
	w.customer = customer.Handler{Store: tables, Workflow: steps, PlaceWithin: coffee.DefaultCustomerTimeout, Now: w.clock}
	w.barista = barista.Handler{Store: tables, Workflow: steps, Bus: bus{w}, Now: w.clock}
	w.manager = manager.Handler{Store: tables, Bus: bus{w}, Now: w.clock}
	w.tracker = tracker.Handler{Store: tables, Workflow: steps, Log: log, Now: w.clock}
	w.janitor = janitor.Handler{Store: tables, Workflow: steps, Bus: bus{w}, Log: log, Now: w.clock}
	w.furnish(t.Roomy)
}

// furnish gives the shop a menu, limits and a code, and opens it.
func (w *World) furnish(roomy bool) {
	ctx := context.Background()
	w.board = board{open: true, menu: Menu, limits: Limits(roomy)}
	err := errors.Join(
		w.store.PutMenu(ctx, w.board.menu), w.store.PutLimits(ctx, w.board.limits), w.store.PutOpen(ctx, true, w.now))
	if err != nil {
		panic(err)
	}
	w.showCode()
}

// newCode returns the same text for each trace, so that a trace that fails can be shrunk.
func newCode(p store.Period) string { return p.String() + "-" + strings.Repeat("MODEL", 5) + "A" }

func (w *World) clock() time.Time { return w.now }

// shop returns what the workflow reads of the settings.
func (w *World) shop() (open bool, queueLimit int) {
	shop, _ := outside(w, func() (coffee.ShopSettings, error) { return w.store.Shop(context.Background()) })
	return shop.Open, shop.QueueLimit
}

// outside does something that no fault of the running function harms.
func outside[T any](w *World, do func() (T, error)) (T, error) {
	current := w.current
	w.current = nil
	defer func() { w.current = current }()
	return do()
}

// violate notes the first thing that must not happen.
func (w *World) violate(format string, values ...any) {
	if w.broken == nil {
		w.broken = fmt.Errorf(format, values...)
	}
}

// Play plays a trace from the opening of a new shop to the end of its last order. It
// returns the first thing that should not have happened.
func (w *World) Play(t Trace) error {
	w.reset(t)
	for i, a := range t.Actions {
		w.do(a)
		if w.broken != nil {
			return fmt.Errorf("action %d, %v: %w", i, a, w.broken)
		}
	}
	w.finish()
	if w.broken != nil {
		return fmt.Errorf("at the end: %w", w.broken)
	}
	return nil
}
