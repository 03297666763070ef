// Command replay lists the dead letters of a deployed shop, and hands them to the
// functions again. `make replay` runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/command"
	"github.com/serverless-coffee/coffeeshop/internal/deadletter"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: replay [flags]

Lists the dead letters of a deployed shop: events, changes of orders and checks of
connections that a function failed to handle. It shows no task tokens.

With -send, it hands each letter again to the function that failed, and to no other, and
deletes it once the function has succeeded. Functions may get a letter any number of
times, and letters of orders that have ended meanwhile change nothing. With -discard, it
deletes letters without sending them. Both ask first, unless -yes is given.

Flags:
`

// options are the parsed flags.
type options struct {
	env                config.Environment
	send, discard, yes bool
	chosen             filter
}

func main() {
	command.Main("replay", func(ctx context.Context, args []string) error {
		o, err := parse(args, os.Stderr)
		if err != nil {
			return err
		}
		return run(ctx, o)
	})
}

// parse reads the flags. It returns flag.ErrHelp after printing the help to out.
func parse(args []string, out io.Writer) (options, error) {
	flags := command.Flags("replay", usage, out)
	var o options
	env := flags.String("env", "local", "the shop's environment, local being what 'make up' started: "+strings.Join(config.Names(), ", "))
	flags.BoolVar(&o.send, "send", false, "send the letters again")
	flags.BoolVar(&o.discard, "discard", false, "delete the letters without sending them")
	flags.BoolVar(&o.yes, "yes", false, "do not ask before")
	flags.StringVar(&o.chosen.queue, "queue", "", "only the letters of this queue: "+strings.Join(deadletter.Queues(), ", "))
	flags.StringVar(&o.chosen.order, "order", "", "only the letters of the order with this ID")
	flags.StringVar(&o.chosen.what, "type", "", "only the events of this type, such as OrderStarted")
	flags.StringVar(&o.chosen.id, "id", "", "only the letter with this ID, or with an ID that begins so")
	if err := command.Parse(flags, args); err != nil {
		return o, err
	}
	var err error
	if o.env, err = config.For(*env); err != nil {
		return o, err
	}
	switch {
	case o.send && o.discard:
		err = errors.New("-send and -discard are both given: choose one")
	case o.chosen.queue != "" && !slices.Contains(deadletter.Queues(), o.chosen.queue):
		err = fmt.Errorf("-queue is %q: want one of %s", o.chosen.queue, strings.Join(deadletter.Queues(), ", "))
	}
	return o, err
}

func run(ctx context.Context, o options) error {
	root, err := project.Root()
	if err != nil {
		return err
	}
	site, err := deployed.Find(ctx, root, o.env)
	if err != nil {
		return err
	}
	fmt.Printf("==> %s, in %s\n", o.env.StackName(), site.Where)
	shop, err := deadletter.Open(ctx, site.AWS, o.env.StackName(), site.Outputs)
	if err != nil {
		return err
	}
	r := replay{options: o, shop: shop, out: os.Stdout}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		r.in = os.Stdin
	}
	return r.run(ctx)
}
