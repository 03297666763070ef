package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// cleanUp bounds what is to be done in the end.
const cleanUp = time.Minute

// simulate plays a morning in the shop that the options name, and reports. When
// ctx is done the morning ends early; what was changed is put back in any case.
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
		fmt.Fprintf(os.Stderr, "No simulation has left anything to put back at %s, in %s.\n", o.env.StackName(), site.Where)
	}
	if err := j.putBack(ctx, people, client.New(site.URL, nil), os.Stderr); err != nil || o.restore {
		return err
	}
	fmt.Fprintf(os.Stderr, "A morning at %s, %s, in %s: %d customers, %g a second, %d baristas, seed %d.\n",
		o.env.StackName(), site.URL, site.Where, o.orders, o.rate, o.baristas, o.seed)
	tally := newTally()
	m := &morning{
		options: o, shop: client.New(site.URL, tally.sent), run: rand.Text()[:12], journal: j,
		ledger: newLedger(), tally: tally, say: os.Stderr, closing: ctx.Done(),
	}
	took, err := m.play(ctx, people)
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

// find finds the shop. A URL that is not the local emulator's is that of a shop in
// whatever account or emulator the shell's AWS settings are for.
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

// play hires a crew, opens the shop, lets the morning pass, and puts everything
// back. It says how long the morning took, 0 where it did not begin.
func (m *morning) play(ctx context.Context, people pool) (took time.Duration, err error) {
	after := context.WithoutCancel(ctx)
	fmt.Fprintf(m.say, "Hiring %d people, for now.\n", m.baristas+2)
	m.crew, err = hire(ctx, people, m.journal, m.shop, m.baristas)
	defer func() { err = errors.Join(err, within(after, m.crew.dismiss)) }()
	if err != nil {
		return 0, err
	}
	op := &opening{manager: m.crew.manager, say: m.say, journal: m.journal}
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
