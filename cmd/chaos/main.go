// Command chaos plays busy mornings while faults are injected between the functions and an
// emulator of AWS, and checks that no order is lost, doubled or stuck. `make chaos` runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/serverless-coffee/coffeeshop/internal/chaos"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Exit codes.
const (
	failure = 1 // an order was lost, doubled or stuck, or the run did not come to its end
	misuse  = 2 // a mistake in a flag
)

const usage = `usage: chaos [flags]

Plays a busy morning for each fault, in an emulator of its own: once in a shop that
counts executions to limit its queue, once in one that reserves seats. When all
executions have ended, it runs the janitor once. Then it compares the tables, the
executions and the events with each other and with every answer that a customer or a
barista got, and prints a table:

  repairs      what the janitor repaired, during the morning and after it
  lost         orders that were acknowledged, and that a table or the bus lacks
  doubled      numbers, orders or ends that exist twice, and contradictory answers
  stuck        orders that have not ended, or have a task token although they have
  unbalanced   seats and drinks that were not given back, or given back twice

All but the repairs must be 0, and every fault must have occurred. Otherwise the exit code
is 1; it is 2 for a mistake in a flag.

Faults:
`

// options are the parsed flags.
type options struct {
	faults  []chaos.Fault
	envs    []string
	morning chaos.Morning
}

func main() {
	if runtime.GOOS == "windows" {
		fmt.Fprintln(os.Stderr, "chaos: Windows cannot run this project's commands: use WSL 2, and clone the repository inside it.")
		os.Exit(failure)
	}
	progress.Out = os.Stderr // stdout is for the table
	o, err := parse(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		os.Exit(misuse)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		os.Exit(failure)
	}
}

// parse reads the flags. It returns flag.ErrHelp after printing the help to out.
func parse(args []string, out io.Writer) (options, error) {
	o := options{}
	flags := flag.NewFlagSet("chaos", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, without the list of flags
	flags.IntVar(&o.morning.Orders, "orders", 1000, "the number of customers each morning")
	flags.Float64Var(&o.morning.Rate, "rate", 10, "how many customers come in per second, on average")
	flags.IntVar(&o.morning.Inside, "inside", 30, "how many customers may be in the shop at once, so that a slow machine takes longer instead of letting orders time out")
	flags.Float64Var(&o.morning.Abandon, "abandon", 0.02, "the share of customers who never place a drink, from 0 to 0.9")
	flags.Uint64Var(&o.morning.Seed, "seed", 1, "the seed of the customers' choices; faults are random")
	names := flags.String("fault", "", "the faults to try, separated by commas (default: each of them)")
	strategy := flags.String("capacity", "", "the shop to try: list, which counts executions, or seats, which reserves seats (default: both)")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			printUsage(flags, out)
		}
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q: want only flags", flags.Arg(0))
	}
	switch {
	case o.morning.Orders < 1 || o.morning.Orders > 10_000:
		return o, fmt.Errorf("-orders is %d: want 1 to 10000", o.morning.Orders)
	case !(o.morning.Rate > 0 && o.morning.Rate <= 1000):
		return o, fmt.Errorf("-rate is %v: want more than 0, up to 1000 a second", o.morning.Rate)
	case o.morning.Inside < 1:
		return o, fmt.Errorf("-inside is %d: want at least 1", o.morning.Inside)
	case !(o.morning.Abandon >= 0 && o.morning.Abandon <= 0.9):
		return o, fmt.Errorf("-abandon is %v: want a share from 0 to 0.9", o.morning.Abandon)
	}
	var err error
	if o.envs, err = environments(*strategy); err == nil {
		o.faults, err = faults(*names)
	}
	return o, err
}

func printUsage(flags *flag.FlagSet, out io.Writer) {
	fmt.Fprint(out, usage)
	for _, f := range chaos.Faults() {
		fmt.Fprintf(out, "  %-9s %s\n", f.Name, f.Text)
	}
	fmt.Fprintln(out, "\nFlags:")
	flags.SetOutput(out)
	flags.PrintDefaults()
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
