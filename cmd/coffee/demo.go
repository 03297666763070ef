package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/tools"
)

// demoTimeout bounds the demo; the emulator needs a fraction of it.
const demoTimeout = 3 * time.Minute

// demo plays one order through every path of the workflow, in a shop of its own:
// it closes the shop and fills its queue, and its time-outs are seconds.
func demo(ctx context.Context, o options) error {
	e, err := runningEmulator(o)
	if err != nil {
		return err
	}
	if err := prepare(ctx, o, tools.CDK); err != nil {
		return err
	}
	env, err := config.For("local-demo")
	if err != nil {
		return err
	}
	outputs, err := deployLocally(ctx, o, e, env)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, demoTimeout)
	defer cancel()
	shop := deployed.Open(e.Config(), outputs)
	if err := quiet(ctx, shop); err != nil {
		return err
	}
	results, err := playAll(ctx, shop, strconv.FormatInt(time.Now().Unix(), 36))
	return errors.Join(report(results), err)
}

// quiet waits until no order of an earlier, interrupted demo is underway. Their
// time-outs end them.
func quiet(ctx context.Context, shop *deployed.Shop) error {
	for told := false; ; told = true {
		out, err := shop.Executions.ListExecutions(ctx, &sfn.ListExecutionsInput{
			StateMachineArn: new(shop.Outputs["StateMachineArn"]), StatusFilter: sfntypes.ExecutionStatusRunning,
		})
		if err != nil || len(out.Executions) == 0 {
			return err
		}
		if !told {
			fmt.Printf("Waiting until the %d orders of an earlier demo have timed out ...\n", len(out.Executions))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// result is how one way went.
type result struct {
	way       way
	outcome   string
	execution deployed.Execution
	err       error
}

// playAll plays all ways, one after the other.
func playAll(ctx context.Context, shop *deployed.Shop, run string) (results []result, err error) {
	tap, err := shop.Tap(ctx, "demo-"+run, coffee.Source)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tap.Close(context.WithoutCancel(ctx))) }()
	for _, w := range ways {
		fmt.Printf("\n%s\n", w.name)
		r := result{way: w}
		if r.err = r.play(ctx, shop, tap, "demo-"+w.name+"-"+run); r.err != nil {
			fmt.Println("  " + r.err.Error())
		}
		results = append(results, r)
	}
	return results, ctx.Err()
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
