package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
)

// demoTimeout bounds the demo; the emulator needs a fraction of it.
const demoTimeout = 3 * time.Minute

// demo plays one order through every path of the workflow.
func demo(ctx context.Context, o options) error {
	ctx, cancel := context.WithTimeout(ctx, demoTimeout)
	defer cancel()
	e, err := runningEmulator(o)
	if err != nil {
		return err
	}
	shop, hasty, err := openShops(ctx, o, e)
	if err != nil {
		return err
	}
	run := strconv.FormatInt(time.Now().Unix(), 36)
	var results []result
	for _, stage := range []struct {
		shop  *deployed.Shop
		hasty bool
	}{{shop, false}, {hasty, true}} {
		played, err := playAll(ctx, stage.shop, stage.hasty, run)
		results = append(results, played...)
		if err != nil {
			return err
		}
	}
	return report(results)
}

// openShops returns the shop that `make up` deployed, and one that is deployed
// for the time-outs' sake, which last seconds in it.
func openShops(ctx context.Context, o options, e *emulator.Emulator) (shop, hasty *deployed.Shop, err error) {
	cfg, err := e.Config(ctx)
	if err != nil {
		return nil, nil, err
	}
	local, err := config.For("local")
	if err != nil {
		return nil, nil, err
	}
	hurried, err := config.For("local-hasty")
	if err != nil {
		return nil, nil, err
	}
	cli := cdk.CLI{Root: o.root, Env: e.Env()}
	outputs, err := cli.Outputs(local)
	if err != nil {
		return nil, nil, fmt.Errorf("%s is not deployed, run `make up`: %w", local.StackName(), err)
	}
	hurriedOutputs, err := deployWithProgress(ctx, cli, hurried)
	if err != nil {
		return nil, nil, err
	}
	return deployed.Open(cfg, outputs), deployed.Open(cfg, hurriedOutputs), nil
}

// result is how one way went.
type result struct {
	way       way
	outcome   string
	execution deployed.Execution
	err       error
}

// playAll plays the ways of one shop, whose settings it puts back at the end.
func playAll(ctx context.Context, shop *deployed.Shop, hasty bool, run string) (results []result, err error) {
	settings, err := shop.Settings(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, shop.ConfigureRaw(context.WithoutCancel(ctx), settings)) }()
	tap, err := shop.Tap(ctx, "demo-"+run+"-"+strconv.FormatBool(hasty), coffee.Source)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tap.Close(context.WithoutCancel(ctx))) }()
	for _, w := range ways {
		if w.hasty != hasty {
			continue
		}
		fmt.Printf("\n%s\n", w.name)
		r := result{way: w}
		if r.err = r.play(ctx, shop, tap, "demo-"+w.name+"-"+run); r.err != nil {
			fmt.Println("  " + r.err.Error())
		}
		results = append(results, r)
	}
	return results, nil
}

// play plays one way, and fills in how it went.
func (r *result) play(ctx context.Context, shop *deployed.Shop, tap *deployed.Tap, orderID string) error {
	if err := shop.Configure(ctx, r.way.settings); err != nil {
		return err
	}
	if r.way.crowded {
		other := orderID + "-before"
		if err := occupy(ctx, shop, other); err != nil {
			return err
		}
		defer func() { _ = vacate(context.WithoutCancel(ctx), shop, other) }()
	}
	ended := make(chan error, 1)
	go func() {
		var err error
		r.outcome, err = follow(ctx, tap, orderID)
		ended <- err
	}()
	if err := shop.Start(ctx, orderID); err != nil {
		return err
	}
	if r.way.play != nil {
		if err := r.way.play(ctx, shop, orderID); err != nil {
			return err
		}
	}
	if err := <-ended; err != nil {
		return err
	}
	var err error
	if r.execution, err = shop.Ended(ctx, orderID); err != nil {
		return err
	}
	if want := r.way.outcome.DetailType(); r.outcome != want {
		return fmt.Errorf("the order ended with %s, not with %s", r.outcome, want)
	}
	return nil
}

// report prints the closing table. The error says how many paths failed.
func report(results []result) error {
	fmt.Println()
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "PATH\tOUTCOME\tEXECUTION\tTRANSITIONS\tELAPSED")
	failed := 0
	for _, r := range results {
		if r.err != nil {
			failed++
			fmt.Fprintf(table, "%s\tnot as it should be: %v\t\t\t\n", r.way.name, r.err)
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%.1f s\n",
			r.way.name, r.outcome, r.execution.Status, r.execution.Transitions, r.execution.Elapsed.Seconds())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d paths did not go as they should", failed, len(results))
	}
	return nil
}
