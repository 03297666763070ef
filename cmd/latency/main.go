// Command latency measures how long the live updates of a deployed shop take, from the
// stored change of an order to the message at the client. `make latency` runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/command"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: latency [flags]

Measures the live updates of a deployed shop: it orders up to ten drinks, connects
clients that follow them, changes the orders in the table, and prints how long each
channel took until its messages arrived. Of ten clients, eight are phones (an order and
the board), one is a tablet (the baristas' queue) and one is a wall display.

The shop must be open. While it runs, a barista and a display named latency-… are on
the staff. It collects the drinks in the end.

Flags:
`

// options are the parsed flags.
type options struct {
	env     config.Environment
	clients int
	changes int
	rate    float64
}

func main() {
	progress.Out = os.Stderr // stdout is for the report
	command.Main("latency", func(ctx context.Context, args []string) error {
		o, err := parse(args, os.Stderr)
		if err != nil {
			return err
		}
		return run(ctx, o)
	})
}

// parse reads the flags. It returns flag.ErrHelp after printing the help to out.
func parse(args []string, out io.Writer) (options, error) {
	flags := command.Flags("latency", usage, out)
	var o options
	env := flags.String("env", "local", "the shop's environment, local being what 'make up' started: "+strings.Join(config.Names(), ", "))
	flags.IntVar(&o.clients, "clients", 100, "the number of connected clients")
	flags.IntVar(&o.changes, "changes", 200, "the number of changes")
	flags.Float64Var(&o.rate, "rate", 2, "how many changes are made per second")
	if err := command.Parse(flags, args); err != nil {
		return o, err
	}
	var err error
	if o.env, err = config.For(*env); err != nil {
		return o, err
	}
	switch {
	case o.clients < 10 || o.clients > 1000:
		err = fmt.Errorf("-clients is %d: want 10 to 1000", o.clients)
	case o.changes < 1 || o.changes > 100_000:
		err = fmt.Errorf("-changes is %d: want 1 to 100000", o.changes)
	case !(o.rate > 0 && o.rate <= 100): // NaN too
		err = fmt.Errorf("-rate is %v: want more than 0, up to 100 a second", o.rate)
	}
	return o, err
}

// run measures, and prints the report to the standard output.
func run(ctx context.Context, o options) error {
	root, err := project.Root()
	if err != nil {
		return err
	}
	site, err := deployed.Find(ctx, root, o.env)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "==> %s, in %s\n", o.env.StackName(), site.Where)
	results, err := measure(ctx, site, o)
	if err != nil {
		return err
	}
	return report(os.Stdout, results)
}

// measure orders drinks, changes them while clients follow, and hands them over.
func measure(ctx context.Context, site deployed.Site, o options) (results map[channel]result, err error) {
	s := &shop{site: site, tables: deployed.Open(site.AWS, site.Outputs)}
	defer func() { err = errors.Join(err, s.close(context.WithoutCancel(ctx))) }()
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	done := progress.Step("Connecting %d clients", o.clients)
	clients, err := s.connect(ctx, o.clients)
	defer closeAll(clients)
	if done(err) != nil {
		return nil, err
	}
	done = progress.Step("Making %d changes, %g a second", o.changes, o.rate)
	if err := done(s.change(ctx, clients, o)); err != nil {
		return nil, err
	}
	awaitAll(ctx, clients)
	return resultsOf(clients), nil
}

// lastWait is how long messages may take to arrive after the last change.
const lastWait = 10 * time.Second
