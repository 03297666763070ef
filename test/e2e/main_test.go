// Package e2e deploys shops into its own emulators, and takes orders through them with
// AWS API calls and the shop's HTTP API. With the flag -shop it takes them through a shop
// that is deployed already, as `make test-aws` does; leftOut lists the tests that need an
// emulator.
package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	flag.Usage = usage
	flag.Parse()
	if *givenShop != "" {
		_ = flag.Set("test.v", "true") // shows progress
		if err := testGivenShop(m); err != nil {
			fmt.Fprintln(os.Stderr, "FAIL:", err)
			os.Exit(1)
		}
		return
	}
	_ = flag.Set("test.parallel", "3") // more long tests at once time each other out
	if needs.Asked() && flag.Lookup("test.run").Value.String() == "" {
		go deployAhead()
	}
	needs.Tools(m, "the tests of deployed shops", ".venv/bin/ministack", schemathesis, "node_modules/.bin/cdk")
	var err error
	if *rightsFile == "" { // else many orders cannot end well
		err = checkRun(context.Background())
	}
	for _, e := range startedEmulators() {
		if err := e.End(err == nil && !anyFailed.Load()); err != nil {
			fmt.Fprintln(os.Stderr, "clearing up:", err)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL: checking the whole run:", err)
		os.Exit(1)
	}
}

// local is an emulator that the tests share. The first test that needs it starts it.
type local struct {
	*emulator.Temporary
	start func() error
}

var (
	running = newLocal("an emulator", func(cmd *exec.Cmd) { injector().Option()(cmd) })
	crowded = newLocal("an emulator with transaction conflicts and lagging lists",
		emulator.TransactionsTake(transactionsTake), emulator.ListingsLag(listingsLag))
)

// startedEmulators lists the emulators that tests have started.
func startedEmulators() []*local {
	return slices.DeleteFunc([]*local{running, crowded, upgraded}, func(l *local) bool { return l.Temporary == nil })
}

func newLocal(what string, options ...emulator.Option) *local {
	l := new(local)
	// Pauses between retries are ten times shorter; time-outs are unchanged.
	options = append(options, emulator.Setting("SFN_WAIT_SCALE=0.1"))
	l.start = sync.OnceValue(func() error {
		began := time.Now()
		var err error
		if l.Temporary, err = emulator.StartTemporary(context.Background(), needs.Path("."), options...); err != nil {
			return err
		}
		err = l.cli().Bootstrap(context.Background(), emulator.Account, emulator.Region)
		progress("bootstrapped "+what, began)
		return err
	})
	return l
}

// cli returns the CDK CLI for the emulator. It does not validate the templates, which
// package snapshot does.
func (l *local) cli() cdk.CLI {
	return cdk.CLI{Root: needs.Path("."), Env: append(l.Env(), "CDK_VALIDATION=false")}
}

func progress(what string, began time.Time) {
	fmt.Printf("%s (%.1f s)\n", what, time.Since(began).Seconds())
}
