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

// demoTimeout bounds the demo, which takes a fraction of it.
const demoTimeout = 3 * time.Minute

// demo plays one order through every path of the workflow. It does so in a stack of
// its own, local-demo, because it closes the shop, fills the queue and needs
// timeouts of seconds.
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
	if err := hireLocally(ctx, o.root, e.Config(), outputs); err != nil {
		return err
	}
	pages, err := pagesTable(o.root, outputs)
	if err != nil {
		return err
	}
	fmt.Printf("\nThe demo has a shop of its own. Watch the orders in its pages, also when you run make demo again:\n%s", pages)
	shop := deployed.Open(e.Config(), outputs)
	if err := awaitIdle(ctx, shop); err != nil {
		return err
	}
	results, err := playAll(ctx, shop, strconv.FormatInt(time.Now().Unix(), 36))
	return errors.Join(report(results), err)
}

// awaitIdle waits until the orders that an interrupted demo left behind have timed
// out.
func awaitIdle(ctx context.Context, shop *deployed.Shop) error {
	for waiting := false; ; waiting = true {
		out, err := shop.Executions.ListExecutions(ctx, &sfn.ListExecutionsInput{
			StateMachineArn: new(shop.Outputs["StateMachineArn"]), StatusFilter: sfntypes.ExecutionStatusRunning,
		})
		if err != nil || len(out.Executions) == 0 {
			return err
		}
		if !waiting {
			fmt.Printf("Waiting for %d orders of an earlier demo to time out ...\n", len(out.Executions))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// result is the outcome of one scenario.
type result struct {
	scenario  scenario
	outcome   string
	execution deployed.Execution
	err       error
}

// playAll plays all scenarios, one after the other.
func playAll(ctx context.Context, shop *deployed.Shop, run string) (results []result, err error) {
	tap, err := shop.Tap(ctx, "demo-"+run, coffee.Source)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tap.Close(context.WithoutCancel(ctx))) }()
	for _, s := range scenarios {
		fmt.Printf("\n%s\n", s.name)
		r := result{scenario: s}
		if r.err = r.play(ctx, shop, tap, "demo-"+s.name+"-"+run); r.err != nil {
			fmt.Println("  " + r.err.Error())
		}
		results = append(results, r)
	}
	return results, ctx.Err()
}

// play plays the scenario, and fills in its outcome and execution.
func (r *result) play(ctx context.Context, shop *deployed.Shop, tap *deployed.Tap, orderID string) error {
	if err := shop.Configure(ctx, r.scenario.settings); err != nil {
		return err
	}
	if r.scenario.crowded {
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
	if r.scenario.play != nil {
		if err := r.scenario.play(ctx, shop, orderID); err != nil {
			return err
		}
	}
	if err := <-ended; err != nil {
		return err
	}
	var err error
	if r.execution, err = shop.AwaitEnd(ctx, orderID); err != nil {
		return err
	}
	if want := r.scenario.outcome.DetailType(); r.outcome != want {
		return fmt.Errorf("the order ended with %s, want %s", r.outcome, want)
	}
	return nil
}

// report prints a table of the results. Its error says how many paths failed.
func report(results []result) error {
	fmt.Println()
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "PATH\tOUTCOME\tEXECUTION\tTRANSITIONS\tELAPSED")
	failed := 0
	for _, r := range results {
		if r.err != nil {
			failed++
			fmt.Fprintf(table, "%s\tfailed: %v\t\t\t\n", r.scenario.name, r.err)
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%.1f s\n",
			r.scenario.name, r.outcome, r.execution.Status, r.execution.Transitions, r.execution.Elapsed.Seconds())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d paths failed", failed, len(results))
	}
	return nil
}
