// Command cost counts the requests, transitions, invocations and events of a happy
// order, and prices them at AWS's list prices. `make cost` runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/command"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: cost [flags]

Plays orders from scan to READY, first unwatched, then one that its customer, a tablet
and a wall display follow live. It counts what each order takes, and fails if two
unwatched orders differ, or if one is over the budget. See docs/cost.md.

Without -env it deploys the shop into an emulator of its own. With -env it orders
in a deployed shop, which must be open, and collects the drinks afterwards.

Flags:
`

// timeout bounds the run, which takes a fraction of it.
const timeout = 15 * time.Minute

// maxOrders is the most unwatched orders: a QR code is good for ten drinks.
const maxOrders = 9

// options are the parsed flags.
type options struct {
	env    string
	orders int
	write  func(io.Writer, result) error
}

func main() {
	progress.Out = os.Stderr // stdout is for the report
	command.Main("cost", run)
}

func run(ctx context.Context, args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	root, err := project.Root()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r, err := measure(ctx, root, o)
	if err != nil {
		return err
	}
	return errors.Join(o.write(os.Stdout, r), r.verdict())
}

// parse reads the flags.
func parse(args []string) (options, error) {
	var o options
	flags := command.Flags("cost", usage, os.Stderr)
	flags.StringVar(&o.env, "env", "", "the deployed environment to order in (default: an emulator of its own)")
	flags.IntVar(&o.orders, "orders", 3, "how many unwatched orders to play")
	verbose := flags.Bool("v", false, "also list the requests of an order")
	markdown := flags.Bool("markdown", false, "print the tables of the README and docs/cost.md")
	if err := command.Parse(flags, args); err != nil {
		return o, err
	}
	switch {
	case o.orders < 1 || o.orders > maxOrders:
		return o, fmt.Errorf("-orders must be from 1 to %d", maxOrders)
	case *markdown:
		o.write = writeMarkdown
	default:
		o.write = func(w io.Writer, r result) error { return writeText(w, r, *verbose) }
	}
	return o, nil
}

// measure plays and counts the orders.
func measure(ctx context.Context, root string, o options) (r result, err error) {
	var s *shop
	if o.env == "" {
		s, err = openTemporary(ctx, root)
	} else {
		s, err = openDeployed(ctx, root, o.env)
	}
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, s.close(err == nil)) }()
	done := progress.Step("Playing %d unwatched orders and a watched one", o.orders)
	if err := done(s.play(ctx, o.orders)); err != nil {
		return result{}, err
	}
	done = progress.Step("Waiting for the last log lines")
	counted, err := s.counter.Count(ctx, s.played)
	if done(err) != nil {
		return result{}, err
	}
	return result{counted[:o.orders], counted[o.orders], s.counter.Zips()}, nil
}
