// Command cost counts what a happy order costs, on an emulator of its own, and
// says what that comes to at AWS's list prices. `make cost` runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: cost [flags]

Deploys the shop into an emulator of its own, plays orders that a customer scans
a code for and places, and that a barista claims and completes, and counts all
that each causes. It fails if orders differ or cost more than the budget allows.

Flags:
`

// timeout bounds the whole; it takes a fraction of it.
const timeout = 15 * time.Minute

// options are what the flags say.
type options struct {
	orders, starts int
	verbose        bool
	write          func(io.Writer, result) error
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "cost:", err)
		}
		os.Exit(1)
	}
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
	flags := flag.NewFlagSet("cost", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), usage)
		flags.PrintDefaults()
	}
	flags.IntVar(&o.orders, "orders", 20, "how many orders to play")
	flags.IntVar(&o.starts, "starts", 11, "how many times to start each function, for the median")
	flags.BoolVar(&o.verbose, "v", false, "list the requests of an order as well")
	asJSON := flags.Bool("json", false, "print JSON")
	asMarkdown := flags.Bool("markdown", false, "print the tables of the README")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("%q is not a flag: see cost -help", flags.Arg(0))
	case o.orders < 1 || o.orders > coffee.MaxDrinksPerCode:
		return o, fmt.Errorf("-orders must be from 1 to %d", coffee.MaxDrinksPerCode)
	case o.starts < 1 || o.starts > 1000:
		return o, errors.New("-starts must be from 1 to 1000")
	case *asJSON && *asMarkdown:
		return o, errors.New("-json and -markdown are two different things: choose one")
	case *asJSON:
		o.write = writeJSON
	case *asMarkdown:
		o.write = writeMarkdown
	default:
		o.write = func(w io.Writer, r result) error { return writeText(w, r, o.verbose) }
	}
	return o, nil
}

// measure does all the work.
func measure(ctx context.Context, root string, o options) (r result, err error) {
	s, err := open(ctx, root)
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, s.close(err == nil)) }()
	done := step("Playing %d orders", o.orders)
	r.Orders, err = s.play(ctx, o.orders)
	if done(err) != nil {
		return r, err
	}
	done = step("Building the functions for AWS")
	r.Functions, err = s.buildForCloud(ctx)
	if done(err) != nil {
		return r, err
	}
	done = step("Starting each function %d times", o.starts)
	return r, done(s.startAll(ctx, r.Functions, o.starts))
}

// step says on the standard error what begins, and returns what says how it
// ended.
func step(format string, args ...any) func(error) error {
	began := time.Now()
	fmt.Fprintf(os.Stderr, "==> "+format+" ... ", args...)
	return func(err error) error {
		if err != nil {
			fmt.Fprintln(os.Stderr, "failed")
			return err
		}
		fmt.Fprintf(os.Stderr, "done (%.0f s)\n", time.Since(began).Seconds())
		return nil
	}
}
