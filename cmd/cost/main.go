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

With -abuse it counts instead what made-up codes, keys, secrets, tokens, passwords and
subscriptions take, in an emulator of its own, and fails if one takes more than it may.
See docs/security.md.

Flags:
`

// timeout bounds the run. Orders take a fraction of it, 1,000 made-up requests of each
// kind a third.
const timeout = 30 * time.Minute

// maxOrders is the most unwatched orders: a QR code is good for ten drinks.
const maxOrders = 9

// maxAbuse is the most requests of a flood: more would fill the emulator's memory with log
// lines.
const maxAbuse = 10_000

// options are the parsed flags.
type options struct {
	env    string
	orders int
	// abuse is how many requests of each flood to send, 0 to count orders.
	abuse    int
	markdown bool
	write    func(io.Writer, result) error
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
	if o.abuse > 0 {
		r, err := measureAbuse(ctx, root, o.abuse)
		if err != nil {
			return err
		}
		return errors.Join(r.write(os.Stdout, o.markdown), r.verdict())
	}
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
	flags.BoolVar(&o.markdown, "markdown", false, "print the tables of the README and the docs")
	flags.IntVar(&o.abuse, "abuse", 0, "count what this many made-up requests of each kind take, instead of orders")
	if err := command.Parse(flags, args); err != nil {
		return o, err
	}
	switch {
	case o.orders < 1 || o.orders > maxOrders:
		return o, fmt.Errorf("-orders must be from 1 to %d", maxOrders)
	case o.abuse < 0 || o.abuse > maxAbuse:
		return o, fmt.Errorf("-abuse must be from 0 to %d", maxAbuse)
	case o.abuse > 0 && o.env != "":
		return o, errors.New("-abuse attacks an emulator of its own only: leave out -env")
	case o.markdown:
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
