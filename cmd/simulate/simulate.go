package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// cleanUp bounds what is to be done in the end.
const cleanUp = time.Minute

// simulate plays a morning in the shop that the options name, and reports. When
// ctx is done the morning ends early; what was changed is put back in any case.
func simulate(ctx context.Context, o options) error {
	site, err := find(ctx, o)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "A morning at %s, %s: %d customers, %g a second, %d baristas, seed %d.\n",
		o.env.StackName(), site.URL, o.orders, o.rate, o.baristas, o.seed)
	tally := newTally()
	m := &morning{
		options: o, shop: client.New(site.URL, tally.sent), run: rand.Text()[:12],
		ledger: newLedger(), tally: tally, say: os.Stderr, closing: ctx.Done(),
	}
	took, err := m.play(ctx, deployed.OpenStaff(site.AWS, site.Outputs))
	if took == 0 && ctx.Err() != nil {
		return fmt.Errorf("interrupted before it began: %w", err)
	}
	if took == 0 {
		return err
	}
	r := m.reportOn(site.URL, took)
	show := r.print
	if o.json {
		show = r.printJSON
	}
	return errors.Join(show(os.Stdout), r.verdict(), err)
}

// find finds the shop. With -url, the account is that of the shell also where the
// environment is one for the emulator.
func find(ctx context.Context, o options) (deployed.Site, error) {
	root, err := project.Root()
	if err != nil {
		return deployed.Site{}, err
	}
	env := o.env
	env.Emulated = env.Emulated && o.url == ""
	site, err := deployed.Find(ctx, root, env)
	if o.url != "" {
		site.URL = o.url
	}
	return site, err
}

// play hires a crew, opens the shop, lets the morning pass, and puts everything
// back. It says how long the morning took, 0 where it did not begin.
func (m *morning) play(ctx context.Context, people pool) (took time.Duration, err error) {
	after := context.WithoutCancel(ctx)
	fmt.Fprintf(m.say, "Hiring %d people, for now.\n", m.baristas+2)
	m.crew, err = hire(ctx, people, m.shop, m.baristas)
	defer func() { err = errors.Join(err, within(after, m.crew.dismiss)) }()
	if err != nil {
		return 0, err
	}
	op := &opening{manager: m.crew.manager, say: m.say}
	m.menu, err = op.open(ctx, m.options)
	defer func() { err = errors.Join(err, within(after, op.restore)) }()
	if err != nil {
		return 0, err
	}
	show, end := progress(m.say, m.orders)
	defer end()
	m.tally.changed = show
	began := time.Now()
	m.pass(after)
	return max(time.Since(began), 1), nil
}

// within gives a step of cleaning up its time.
func within(ctx context.Context, step func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, cleanUp)
	defer cancel()
	return step(ctx)
}

// verdict is an error where the simulation failed.
func (r report) verdict() error {
	switch {
	case len(r.Lost) > 0:
		return fmt.Errorf("%d of %d orders were lost", len(r.Lost), r.Orders)
	case r.Interrupted:
		return errors.New("interrupted")
	case r.Orders == 0:
		return errors.New("nobody got an order")
	default:
		return nil
	}
}
