// Command simulate plays a busy morning in a deployed shop, over its HTTP API, and
// checks that no order is lost. `make simulate` runs it; -help lists the flags.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
)

// Exit codes.
const (
	failure = 1 // an order was lost, or the simulation could not run to its end
	misuse  = 2 // a mistake in a flag
)

func main() {
	if runtime.GOOS == "windows" {
		fmt.Fprintln(os.Stderr, "simulate: Windows cannot run this project's commands: use WSL 2, and clone the repository inside it.")
		os.Exit(failure)
	}
	o, err := parse(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "simulate:", err)
		os.Exit(misuse)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second interrupt ends the process
		fmt.Fprintln(os.Stderr, "\nClosing early: no more customers come in. Interrupt again to quit at once: "+
			"the limits then stay raised, and the simulated staff stays, until the next simulation or -restore.")
	})
	if err := simulate(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "simulate:", err)
		os.Exit(failure)
	}
}

const usage = `usage: simulate [flags]

Plays a busy morning in a deployed shop, over its HTTP API: customers scan the QR
code, order, change their minds and follow their orders over WebSockets, baristas work
through the queue. It keeps every answer, and fails if an order was lost: if it never
reached a final state, or if two answers about it cannot both be true. The exit code is
1 then, and if the simulation could not run to its end; it is 2 for a mistake in a flag.

While it runs, people named simulated-… are on the staff, the limits are raised and
the shop is open. It puts all of that back at the end. If it is killed, the next
simulation does so, or -restore. It leaves other people's orders alone. It uses the
AWS credentials of your shell (AWS_…), which must allow reading the stack, and
adding, signing in and removing people in its user pool.

Flags:
`

// options holds the values of the flags.
type options struct {
	env config.Environment
	url string

	orders          int
	rate            float64
	inside          int
	baristas        int
	cancel, abandon float64
	seed            uint64
	making          time.Duration
	patience        time.Duration

	queueLimit, drinksPerCode int

	poll, json, restore bool
}

// grace is how long after the shop's longest timeout an order may still be in the
// same state, since events may arrive late.
const grace = 2 * time.Minute

// parse reads the flags. It returns flag.ErrHelp after printing the help to out, and a
// one-line error for the first mistake.
func parse(args []string, out io.Writer) (options, error) {
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, without the list of flags
	flags.Usage = func() {}
	var o options
	env := flags.String("env", "local", "the shop's environment, local being what 'make up' started: "+strings.Join(config.Names(), ", "))
	flags.StringVar(&o.url, "url", "", "the URL of the API, if it is not the one in the stack's outputs; AWS_ENDPOINT_URL and the like then say\nwhich account or emulator the stack is in")
	flags.IntVar(&o.orders, "orders", 100, "the number of customers")
	flags.Float64Var(&o.rate, "rate", 2, "how many customers come in per second, on average")
	flags.IntVar(&o.inside, "inside", 0, "how many customers may be inside at once; the others wait outside, before they scan (default: no limit)")
	flags.IntVar(&o.baristas, "baristas", 6, "the number of baristas")
	flags.Float64Var(&o.cancel, "cancel", 0.1, "the share of customers who try to cancel, from 0 to 1")
	flags.Float64Var(&o.abandon, "abandon", 0, "the share of customers who never place a drink, from 0 to 1; each holds a place in the queue until the\nshop's timeout for customers, which is 15 minutes in most environments")
	flags.Uint64Var(&o.seed, "seed", 1, "the seed of all random choices: the same seed gives the same customers")
	flags.DurationVar(&o.making, "making", 2*time.Second, "how long a drink takes to make, on average; customers take up to that long to choose one")
	flags.DurationVar(&o.patience, "patience", 0, "how long an order may stay in one state before it counts as lost\n(default: 2 minutes more than the longest timeout of the environment)")
	flags.IntVar(&o.queueLimit, "queue-limit", 100, fmt.Sprintf("the limit of orders in the queue during the simulation, up to %d", coffee.MaxQueueLimit-1))
	flags.IntVar(&o.drinksPerCode, "drinks-per-code", coffee.MaxDrinksPerCode, "the limit of drinks per QR code during the simulation; there is a new code every minute")
	flags.BoolVar(&o.poll, "poll", false, "let customers ask for their orders every 0.2 to 2 seconds, instead of following them over WebSockets")
	flags.BoolVar(&o.restore, "restore", false, "only undo what a killed simulation left, as every simulation does first")
	flags.BoolVar(&o.json, "json", false, "print the report as one JSON document")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(out, usage)
			flags.SetOutput(out)
			flags.PrintDefaults()
		}
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q: want only flags", flags.Arg(0))
	}
	var err error
	if o.env, err = config.For(*env); err != nil {
		return o, fmt.Errorf("-env: %w", err)
	}
	if o.patience == 0 {
		o.patience = max(o.env.CustomerTimeout, o.env.BaristaTimeout) + grace
	}
	return o, o.check()
}

// check returns an error for the first option that is out of range. Its comparisons
// refuse NaN.
func (o options) check() error {
	address, err := url.Parse(o.url)
	for _, flag := range []struct {
		ok   bool
		name string
		got  any
		want string
	}{
		{o.orders >= 1 && o.orders <= 100_000, "orders", o.orders, "1 to 100000"},
		{o.rate > 0 && o.rate <= 1000, "rate", o.rate, "more than 0, up to 1000 a second"},
		{o.inside >= 0, "inside", o.inside, "at least 1, or 0 for no limit"},
		{o.baristas >= 1 && o.baristas <= 100, "baristas", o.baristas, "1 to 100"},
		{o.cancel >= 0 && o.cancel <= 1, "cancel", o.cancel, "a share from 0 to 1"},
		{o.abandon >= 0 && o.abandon <= 1, "abandon", o.abandon, "a share from 0 to 1"},
		{o.cancel+o.abandon <= 1, "abandon", o.abandon, fmt.Sprintf("at most 1 together with -cancel, which is %v", o.cancel)},
		{o.making > 0, "making", o.making, "more than 0"},
		{o.patience > 0, "patience", o.patience, "more than 0"},
		{o.queueLimit >= 1 && o.queueLimit < coffee.MaxQueueLimit, "queue-limit", o.queueLimit, fmt.Sprint("1 to ", coffee.MaxQueueLimit-1)},
		{o.drinksPerCode >= 1 && o.drinksPerCode <= coffee.MaxDrinksPerCode, "drinks-per-code", o.drinksPerCode, fmt.Sprint("1 to ", coffee.MaxDrinksPerCode)},
		{o.url == "" || err == nil && address.Host != "", "url", o.url, "one such as https://coffee.example.com"},
	} {
		if !flag.ok {
			return fmt.Errorf("-%s is %v: want %s", flag.name, flag.got, flag.want)
		}
	}
	return nil
}
