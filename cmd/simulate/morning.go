package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const (
	// lastCall is how long open orders get to finish after an interrupt.
	lastCall = 30 * time.Second
	// cleanUp bounds each step of putting the shop back.
	cleanUp = time.Minute
)

// simulate plays a morning in the shop that the options name, and prints the report
// to the standard output. It restores the shop afterwards. When ctx ends, the morning
// ends early.
func simulate(ctx context.Context, o options) error {
	root, err := project.Root()
	if err != nil {
		return err
	}
	site, err := find(ctx, root, o)
	if err != nil {
		return err
	}
	j, err := openJournal(root, site.Outputs["UserPoolId"])
	if err != nil {
		return err
	}
	defer j.close()
	people := deployed.OpenStaff(site.AWS, site.Outputs)
	if o.restore && j.empty() {
		fmt.Fprintf(os.Stderr, "Nothing to restore at %s, in %s.\n", o.env.StackName(), site.Where)
	}
	if err := j.putBack(ctx, people, client.New(site.URL, nil), os.Stderr); err != nil || o.restore {
		return err
	}
	fmt.Fprintf(os.Stderr, "A morning at %s, %s, in %s: %d customers, %g a second, %d baristas, seed %d.\n",
		o.env.StackName(), site.URL, site.Where, o.orders, o.rate, o.baristas, o.seed)
	tally := newTally()
	m := newMorning(o, client.New(site.URL, tally.countRequest), site.LiveURL, tally, j, os.Stderr)
	took, err := m.play(ctx, people)
	if took == 0 && ctx.Err() != nil {
		return fmt.Errorf("interrupted before the simulation began: %w", err)
	}
	if took == 0 {
		return err
	}
	r := m.report(site.URL, took)
	show := r.print
	if o.json {
		show = r.printJSON
	}
	return errors.Join(show(os.Stdout), r.verdict(), err)
}

// find returns the shop to simulate. With a URL that is not the local emulator's,
// the AWS settings of the shell say which account or emulator the stack is in.
func find(ctx context.Context, root string, o options) (deployed.Site, error) {
	env := o.env
	if o.url != "" && env.Emulated {
		e, _ := emulator.Find(project.LocalDir(root))
		env.Emulated = e != nil && strings.HasPrefix(o.url, e.URL()+"/")
	}
	site, err := deployed.Find(ctx, root, env)
	if o.url != "" {
		site.URL = o.url
	}
	return site, err
}

// morning is one simulation.
type morning struct {
	options
	shop    *client.Client
	live    string // the URL of the live updates
	journal *journal
	crew    *crew
	menu    coffee.Menu
	run     string // makes the idempotency keys of this run unique
	ledger  *ledger
	tally   *tally
	code    atomic.Value // the QR code on display, a string
	say     io.Writer    // messages to the person at the terminal
	// closing is closed by an interrupt: no more customers come in, and those inside
	// cancel what they can.
	closing <-chan struct{}
	// interrupted says that the morning ended early.
	interrupted bool
}

func newMorning(o options, shop *client.Client, live string, t *tally, j *journal, say io.Writer) *morning {
	return &morning{options: o, shop: shop, live: live, journal: j, run: rand.Text()[:12], ledger: newLedger(), tally: t, say: say}
}

// play hires a crew, opens the shop, waits for the customers, and restores the shop. It
// returns how long the customers took, or 0 if it failed before the first one.
func (m *morning) play(ctx context.Context, people pool) (took time.Duration, err error) {
	m.closing = ctx.Done()
	after := context.WithoutCancel(ctx)
	fmt.Fprintf(m.say, "Hiring %d people for the simulation.\n", m.baristas+2)
	m.crew = newCrew(people, m.journal, m.shop)
	defer func() { err = errors.Join(err, within(after, m.crew.dismiss)) }()
	if err := m.crew.hire(ctx, m.baristas); err != nil {
		return 0, err
	}
	op := &opening{manager: m.crew.manager, say: m.say, journal: m.journal}
	defer func() { err = errors.Join(err, within(after, op.restore)) }()
	if m.menu, err = op.open(ctx, m.options); err != nil {
		return 0, err
	}
	defer m.tally.progress(m.say, m.orders)()
	visits, endVisits := context.WithCancel(after)
	defer endVisits()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastCall, endVisits) })()
	began := time.Now()
	m.serve(visits)
	return max(time.Since(began), 1), nil
}

// within calls step with a deadline of cleanUp.
func within(ctx context.Context, step func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, cleanUp)
	defer cancel()
	return step(ctx)
}

// serve plays the staff and the customers, and returns when every customer has left.
func (m *morning) serve(ctx context.Context) {
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

// letIn starts each customer's visit at the time of their arrival, or once fewer than
// the limit are inside.
func (m *morning) letIn(ctx context.Context, customers *sync.WaitGroup) {
	defer m.tally.lastCame()
	opened, places := time.Now(), make(chan struct{}, cmp.Or(m.inside, m.orders))
	for i, plan := range plans(m.options, m.menu) {
		m.linger(ctx, time.Until(opened.Add(plan.arrives)))
		select {
		case <-ctx.Done():
		case <-m.closing:
		case places <- struct{}{}:
		}
		if m.isClosing() || ctx.Err() != nil {
			return
		}
		m.tally.countCustomers(1, 0)
		c := newCustomer(m, i, plan)
		customers.Go(func() {
			c.visit(ctx)
			<-places
			m.tally.countCustomers(0, 1)
		})
	}
}

// linger waits for d, or until the shop is closing.
func (m *morning) linger(ctx context.Context, d time.Duration) {
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
