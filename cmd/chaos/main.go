// Command chaos plays busy mornings while faults are injected between the functions and an
// emulator of AWS, and checks that no order is lost, doubled or stuck. `make chaos` runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/serverless-coffee/coffeeshop/internal/chaos"
	"github.com/serverless-coffee/coffeeshop/internal/command"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: chaos [flags]

Plays a busy morning with each fault, in an emulator of its own: first in a shop that
counts executions to limit its queue, then in one that reserves seats. When the morning is
over, the faults end. When all executions have ended too, chaos runs the janitor once. Then
it compares the tables, the executions and the events with each other and with every answer
that a customer or a barista got. At the end it prints a table:

  served       orders that were collected; the other customers cancelled, chose no drink,
               or met a time-out
  repairs      what the janitor repaired, during the morning and after it
  lost         orders that were acknowledged, and that a table or the bus lacks
  doubled      numbers, orders or ends that exist twice, and contradictory answers
  stuck        orders that have not ended, or have a task token although they have
  unbalanced   seats and drinks that were not given back, or given back twice

The last four must be 0, and every fault must have occurred. Otherwise, chaos lists what it
found and exits with 1. A thousand orders take about ten minutes with each fault.

Faults:
%s
Flags:
`

// options are the parsed flags.
type options struct {
	faults  []chaos.Fault
	envs    []string
	morning chaos.Morning
}

func main() {
	progress.Out = os.Stderr // stdout is for the table
	command.Main("chaos", func(ctx context.Context, args []string) error {
		o, err := parse(args, os.Stderr)
		if err != nil {
			return err
		}
		return run(ctx, o)
	})
}

// parse reads the flags. It returns flag.ErrHelp after printing the help to out.
func parse(args []string, out io.Writer) (options, error) {
	flags := command.Flags("chaos", fmt.Sprintf(usage, faultList()), out)
	o := options{morning: chaos.Morning{Baristas: 6}}
	flags.IntVar(&o.morning.Orders, "orders", 1000, "the number of customers each morning")
	flags.Float64Var(&o.morning.Rate, "rate", 10, "how many customers come in per second, on average")
	flags.IntVar(&o.morning.Inside, "inside", 30, "how many customers may be in the shop at once, so that a slow machine takes longer instead of letting orders time out")
	flags.Float64Var(&o.morning.Abandon, "abandon", 0.02, "the share of customers who never place a drink, from 0 to 0.9")
	flags.Uint64Var(&o.morning.Seed, "seed", 1, "the seed of the customers' choices; faults are random")
	names := flags.String("fault", "", "the faults to try, separated by commas (default: each of them)")
	strategy := flags.String("capacity", "", "the shop to try: list, which counts executions, or seats, which reserves seats (default: both)")
	if err := command.Parse(flags, args); err != nil {
		return o, err
	}
	if err := check(o.morning); err != nil {
		return o, err
	}
	var err error
	if o.envs, err = environments(*strategy); err == nil {
		o.faults, err = faults(*names)
	}
	return o, err
}

// check returns an error for the first value that is out of range. Its comparisons refuse
// NaN.
func check(m chaos.Morning) error {
	switch {
	case m.Orders < 1 || m.Orders > 10_000:
		return fmt.Errorf("-orders is %d: want 1 to 10000", m.Orders)
	case !(m.Rate > 0 && m.Rate <= 1000):
		return fmt.Errorf("-rate is %v: want more than 0, up to 1000 a second", m.Rate)
	case m.Inside < 1:
		return fmt.Errorf("-inside is %d: want at least 1", m.Inside)
	case !(m.Abandon >= 0 && m.Abandon <= 0.9):
		return fmt.Errorf("-abandon is %v: want a share from 0 to 0.9", m.Abandon)
	}
	return nil
}

// faultList describes each fault on a line, for the help.
func faultList() string {
	var list strings.Builder
	for _, f := range chaos.Faults() {
		fmt.Fprintf(&list, "  %-9s %s\n", f.Name, f.Text)
	}
	return list.String()
}

// environments returns the environments of a capacity strategy, all for "".
func environments(strategy string) ([]string, error) {
	all := map[string][]string{
		"": {"local-faults", "local-faults-seats"}, "list": {"local-faults"}, "seats": {"local-faults-seats"},
	}
	if all[strategy] == nil {
		return nil, fmt.Errorf("-capacity is %q: want list or seats", strategy)
	}
	return all[strategy], nil
}

// faults returns the faults with these names, all for "".
func faults(names string) ([]chaos.Fault, error) {
	if names == "" {
		return chaos.Faults(), nil
	}
	var chosen []chaos.Fault
	for name := range strings.SplitSeq(names, ",") {
		fault, err := chaos.Named(name)
		if err != nil {
			return nil, fmt.Errorf("-fault: %w", err)
		}
		chosen = append(chosen, fault)
	}
	return chosen, nil
}

// run plays all mornings and prints the table. After a failed morning it goes on.
func run(ctx context.Context, o options) error {
	root, err := project.Root()
	if err != nil {
		return err
	}
	program := filepath.Join(project.LocalDir(root), "simulate")
	if _, err := os.Stat(program); err != nil {
		return fmt.Errorf("cmd/simulate is not compiled: run `make chaos` (%w)", err)
	}
	var results []chaos.Result
	var errs []error
	for _, env := range o.envs {
		played, err := o.try(ctx, root, env, program)
		results, errs = append(results, played...), append(errs, err)
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(append(errs, chaos.Print(os.Stdout, results))...)
}

// try plays the mornings of one environment, in an emulator of its own.
func (o options) try(ctx context.Context, root, env, program string) (results []chaos.Result, err error) {
	lab, err := chaos.OpenLab(ctx, root)
	defer func() { err = errors.Join(err, lab.Close(err == nil)) }()
	if err != nil {
		return nil, err
	}
	drill, err := lab.Deploy(ctx, env, program, os.Stderr)
	if err != nil {
		return nil, err
	}
	var errs []error
	for n, fault := range o.faults {
		fmt.Fprintf(os.Stderr, "\n==> %s, fault %d of %d, %s: %s\n", env, n+1, len(o.faults), fault.Name, fault.Text)
		result, err := drill.Play(ctx, fault, o.morning)
		if err != nil {
			return results, errors.Join(append(errs, err)...)
		}
		results, errs = append(results, result), append(errs, result.Err())
		_ = chaos.Print(os.Stderr, results[len(results)-1:])
	}
	return results, errors.Join(errs...)
}
