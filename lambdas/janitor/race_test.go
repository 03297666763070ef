package janitor

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
	"github.com/serverless-coffee/coffeeshop/lambdas/tracker"
)

// morning is a shop with a working order workflow, whose events are kept for delivery.
type morning struct {
	store   storetest.Memory
	machine *doubles.Machine
	janitor *Handler
	tracker *tracker.Handler

	mu     sync.Mutex
	now    time.Time
	events []events.EventBridgeEvent
}

// morningOrders is how many orders a morning has; as many drinks are on its code.
const morningOrders = 40

func newMorning() *morning {
	m := &morning{now: start}
	clock := func() time.Time { m.mu.Lock(); defer m.mu.Unlock(); return m.now }
	m.machine = &doubles.Machine{
		Now: clock, Shop: func() (bool, int) { return true, morningOrders }, Seats: &m.store,
		CustomerTimeout: 15 * time.Minute, BaristaTimeout: 15 * time.Minute,
		Emit: func(e coffee.Event) { m.keep(e.DetailType(), e) },
		Ended: func(e workflow.Execution) {
			m.keep(workflow.StatusChange, map[string]any{"name": e.OrderID, "status": e.Status, "stopDate": e.StoppedAt.UnixMilli(), "error": e.Error, "cause": e.Cause})
		},
	}
	log := slog.New(slog.DiscardHandler)
	m.janitor = &Handler{Store: &m.store, Workflow: m.machine, Bus: m, Log: log, Now: clock}
	m.tracker = &tracker.Handler{Store: &m.store, Workflow: m.machine, Log: log, Now: clock}
	return m
}

func (m *morning) keep(detailType string, detail any) {
	text, err := json.Marshal(detail)
	if err != nil {
		panic(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = append(m.events, events.EventBridgeEvent{DetailType: detailType, Detail: text})
}

// Put keeps an event that the janitor publishes.
func (m *morning) Put(_ context.Context, event coffee.Event) error {
	m.keep(event.DetailType(), event)
	return nil
}

// deliver hands some of the kept events to the functions, shuffled, and loses the others.
func (m *morning) deliver(ctx context.Context, share float64) error {
	m.mu.Lock()
	kept := m.events
	m.events = nil
	m.mu.Unlock()
	rand.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
	var failures []error
	for _, e := range kept {
		switch {
		case rand.Float64() > share:
		case e.DetailType == workflow.StatusChange:
			failures = append(failures, m.janitor.Handle(ctx, e))
		default:
			failures = append(failures, m.tracker.Handle(ctx, e))
		}
	}
	return errors.Join(failures...)
}

// act takes the order as far as it goes, without regard to refusals, and makes only half
// of the callbacks, as functions that die would.
func (m *morning) act(ctx context.Context, id string) {
	at := m.janitor.Now()
	half := rand.IntN(2) == 0
	switch rand.IntN(5) {
	case 0:
		if o, err := m.store.Cancel(ctx, id, store.ByCustomer, "", []coffee.State{coffee.Started, coffee.Placed, coffee.Queued}, at); err == nil && half {
			_ = m.machine.Fail(ctx, o.CustomerToken+o.BaristaToken, o.Failure(), "")
		}
	case 1:
		m.machine.Stop(id)
	case 2:
		if o, err := m.store.Complete(ctx, id, "mia", at); err == nil && half {
			_ = m.machine.Succeed(ctx, o.BaristaToken, struct{}{})
		}
	default:
		if o, err := m.store.Place(ctx, id, coffee.Choice{Drink: "tea"}, at); err == nil && half {
			_ = m.machine.Succeed(ctx, o.CustomerToken, coffee.Choice{Drink: "tea"})
		}
	}
}

func (m *morning) pass(d time.Duration) {
	m.mu.Lock()
	m.now = m.now.Add(d)
	m.mu.Unlock()
	m.machine.Elapse()
}

// Events get lost and functions die, while two janitors and the tracker work side by side.
// When the time-outs are over, every order has ended, and nothing is out of balance.
func TestEveryOrderEndsThoughEventsAreLostAndJanitorsRunSideBySide(t *testing.T) {
	for round := range 5 {
		m := newMorning()
		code := m.open(t)
		var all []string
		for i := range morningOrders {
			id := "order-" + strconv.Itoa(i)
			all = append(all, id)
			if _, err := m.store.Redeem(t.Context(), store.Redemption{Code: code, OrderID: id, At: start}); err != nil {
				t.Fatal(err)
			}
			if i%10 > 0 { // the others never start
				_ = m.machine.Start(t.Context(), id)
			}
		}
		for range 12 {
			m.together(t, func() error { return m.deliver(t.Context(), 0.8) }, m.runJanitor, m.runJanitor, func() error {
				for _, id := range all {
					m.act(t.Context(), id)
				}
				return nil
			})
			m.pass(2 * time.Minute)
		}
		for range 2 { // the workflow's time-outs, then the grace after them
			m.pass(31 * time.Minute)
			m.together(t, m.runJanitor, m.runJanitor)
		}
		m.check(t, round, all)
	}
}

func (m *morning) open(t *testing.T) string {
	t.Helper()
	code, err := m.store.CurrentCode(t.Context(), start, morningOrders, time.Hour)
	if err := errors.Join(err, m.store.PutMenu(t.Context(), tea), m.store.PutOpen(t.Context(), true, time.Now())); err != nil {
		t.Fatal(err)
	}
	return code.Text
}

func (m *morning) runJanitor() error {
	return m.janitor.Handle(context.Background(), events.EventBridgeEvent{})
}

func (m *morning) together(t *testing.T, do ...func() error) {
	t.Helper()
	var all sync.WaitGroup
	for _, f := range do {
		all.Go(func() {
			if err := f(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// check checks the end of a morning.
func (m *morning) check(t *testing.T, round int, all []string) {
	t.Helper()
	orders, err := m.store.Orders(t.Context(), all)
	if err != nil || len(orders) != morningOrders {
		t.Fatalf("%d orders, %v, want %d", len(orders), err, morningOrders)
	}
	kept := 0
	for _, o := range orders {
		if !o.State.Terminal() || o.CustomerToken+o.BaristaToken != "" {
			t.Errorf("round %d: order %+v, want it ended, without a token", round, o)
		}
		if o.OwesDrink() {
			t.Errorf("round %d: order %+v kept its drink", round, o)
		}
		if !o.DrinkReturned {
			kept++
		}
	}
	code, err := m.store.CurrentCode(t.Context(), start, morningOrders, time.Hour)
	if err != nil || code.Remaining != morningOrders-kept {
		t.Errorf("round %d: %d drinks are left, %v, want %d", round, code.Remaining, err, morningOrders-kept)
	}
	running, _ := m.machine.Running(t.Context(), morningOrders)
	if seats := m.store.Seated(); len(seats)+len(running) > 0 {
		t.Errorf("round %d: the seats %v are taken and %v run, want none", round, seats, running)
	}
}
