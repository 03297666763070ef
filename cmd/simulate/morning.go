package main

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// lastCall is how long the orders that are underway get when a simulation is
// interrupted.
const lastCall = 30 * time.Second

// morning is a simulation.
type morning struct {
	options
	shop    *client.Client
	journal *journal
	crew    *crew
	menu    coffee.Menu
	run     string // makes this run's idempotency keys its own
	ledger  *ledger
	tally   *tally
	board   board
	say     io.Writer // what happens
	// closing is closed when nobody comes in any more, and everybody hurries.
	closing <-chan struct{}
	// interrupted says that the morning ended before its time.
	interrupted bool
}

// pass lets the morning pass. It returns when every customer has left, which is
// lastCall after closing at the latest.
func (m *morning) pass(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	over := make(chan struct{})
	defer close(over)
	go func() {
		select {
		case <-over:
			return
		case <-m.closing:
		}
		select {
		case <-over:
		case <-time.After(lastCall):
			cancel()
		}
	}()
	shift, endShift := context.WithCancel(ctx)
	defer endShift()
	var staff, customers sync.WaitGroup
	staff.Go(func() { m.showCodes(ctx, shift) })
	for i, person := range m.crew.baristas {
		b := newBarista(m, person, i)
		staff.Go(func() { b.work(ctx, shift) })
	}
	m.letIn(ctx, &customers)
	customers.Wait()
	m.interrupted = m.isClosing()
	endShift()
	staff.Wait()
}

// letIn lets the customers come in, each at their time.
func (m *morning) letIn(ctx context.Context, customers *sync.WaitGroup) {
	opened := time.Now()
	for i, plan := range plans(m.options, m.menu) {
		m.dawdle(ctx, time.Until(opened.Add(plan.arrives)))
		if m.isClosing() || ctx.Err() != nil {
			return
		}
		m.tally.came()
		c := newCustomer(m, i, plan)
		customers.Go(func() {
			c.visit(ctx)
			m.tally.left()
		})
	}
}

// dawdle waits as people do, who hurry when the shop is closing.
func (m *morning) dawdle(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-m.closing:
	case <-time.After(d):
	}
}

func (m *morning) isClosing() bool {
	select {
	case <-m.closing:
		return true
	default:
		return false
	}
}

// board is where the QR code hangs.
type board struct {
	mu   sync.Mutex
	code string
}

func (b *board) read() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.code
}

func (b *board) hang(code string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.code = code
}

// showCodes keeps the current code on the board until the shift is over.
func (m *morning) showCodes(ctx, shift context.Context) {
	for {
		var code api.QRCode
		err := m.crew.display.do(ctx, func(c *client.Client) (err error) { code, err = c.Code(ctx); return err })
		if err == nil {
			m.board.hang(code.Code)
		}
		if !sleep(shift, time.Second) {
			return
		}
	}
}
