package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
)

const usage = `usage: simulate [flags]

A busy morning in a deployed shop, over its HTTP API: customers scan the QR code,
order, change their minds; baristas work through the queue. Every answer is
remembered. It fails if an order was lost: not over in the end, or told of in two
ways that cannot both be true. It exits with 1 then, and where it could not run to
its end; with 2 for a mistake in a flag.

For as long as it lasts, people named simulated-… are on the staff, the limits are
raised, and the shop is open. All of it is put back in the end; should a simulation
be cut off, the next one does it, or -restore. Orders of anybody else are left
alone. The credentials are those of your shell (AWS_…); they must be allowed to read
the stack, and to add, sign in and remove people in its user pool.

Flags:
`

// options are what the flags say.
type options struct {
	env config.Environment
	url string

	orders          int
	rate            float64
	baristas        int
	cancel, abandon float64
	seed            uint64
	making          time.Duration
	patience        time.Duration

	queueLimit, drinksPerCode int

	json, restore bool
}

// janitorial is how much longer than the longest time-out of the shop an order
// may stay as it is: the news of its end may be late.
const janitorial = 2 * time.Minute

// parse reads the flags. An error is flag.ErrHelp or a mistake in one of them.
func parse(args []string, out io.Writer) (options, error) {
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // a mistake is told once, without all of this
	flags.Usage = func() {}
	var o options
	env := flags.String("env", "local", "the shop's environment, local being what 'make up' started: "+strings.Join(config.Names(), ", "))
	flags.StringVar(&o.url, "url", "", "where the API is, if not where the stack says; AWS_ENDPOINT_URL and the like then say which account\nor emulator the stack is in")
	flags.IntVar(&o.orders, "orders", 100, "how many customers come in")
	flags.Float64Var(&o.rate, "rate", 2, "how many of them come in a second, on average")
	flags.IntVar(&o.baristas, "baristas", 6, "how many baristas work")
	flags.Float64Var(&o.cancel, "cancel", 0.1, "the share of customers who cancel, if they are not too late, from 0 to 1")
	flags.Float64Var(&o.abandon, "abandon", 0, "the share who never place a drink, from 0 to 1; each keeps a place in the queue until the shop's time for\ncustomers is up, which is 15 minutes in most environments")
	flags.Uint64Var(&o.seed, "seed", 1, "what all choices are drawn from: the same seed, the same customers")
	flags.DurationVar(&o.making, "making", 2*time.Second, "how long a drink takes to make, on average; customers need up to that long to choose one")
	flags.DurationVar(&o.patience, "patience", 0, "how long an order may stay as it is before it counts as lost\n(default: 2 minutes more than the longest time-out of the environment)")
	flags.IntVar(&o.queueLimit, "queue-limit", 100, fmt.Sprintf("how many orders may be underway at once meanwhile, up to %d", coffee.MaxQueueLimit-1))
	flags.IntVar(&o.drinksPerCode, "drinks-per-code", coffee.MaxDrinksPerCode, "how many drinks a QR code is good for meanwhile; there is a new one every minute")
	flags.BoolVar(&o.restore, "restore", false, "only put the shop back as it was before a simulation that was cut off, which every simulation does first")
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
		return o, fmt.Errorf("unexpected %q: there are flags only", flags.Arg(0))
	}
	var err error
	if o.env, err = config.For(*env); err != nil {
		return o, fmt.Errorf("-env: %w", err)
	}
	if o.patience == 0 {
		o.patience = max(o.env.CustomerTimeout, o.env.BaristaTimeout) + janitorial
	}
	return o, o.check()
}

// check says what is wrong with the options. Comparisons are such that NaN fails
// them.
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
