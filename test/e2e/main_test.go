// Package e2e deploys shops into emulators of its own and puts orders
// through them, by the API of AWS alone.
package e2e

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", "8") // which mostly wait
	needs.Tools(m, "the tests of deployed shops", ".venv/bin/ministack", schemathesis, "node_modules/.bin/cdk")
	err := closingTime(context.Background())
	for _, e := range started() {
		if err := e.End(err == nil && !anyFailed.Load()); err != nil {
			fmt.Fprintln(os.Stderr, "clearing up:", err)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL: looking back at all tests:", err)
		os.Exit(1)
	}
}

// local is an emulator that tests of this run share. The first test that needs it
// starts it.
type local struct {
	*emulator.Temporary
	start func() error
}

var (
	running = newLocal("an emulator")
	crowded = newLocal("an emulator that does in a crowd what AWS does",
		emulator.TransactionsTake(transactionsTake), emulator.ListingsLag(listingsLag))
)

// started lists the emulators that a test has needed.
func started() []*local {
	return slices.DeleteFunc([]*local{running, crowded}, func(l *local) bool { return l.Temporary == nil })
}

func newLocal(what string, options ...emulator.Option) *local {
	l := new(local)
	// Pauses between retries take a tenth of their time; time-outs keep theirs.
	options = append(options, emulator.Setting("SFN_WAIT_SCALE=0.1"))
	l.start = sync.OnceValue(func() error {
		began := time.Now()
		var err error
		if l.Temporary, err = emulator.StartTemporary(context.Background(), needs.Path("."), options...); err != nil {
			return err
		}
		err = l.cli("bootstrap").Bootstrap(context.Background(), emulator.Account, emulator.Region)
		progress("bootstrapped "+what, began)
		return err
	})
	return l
}

// cli is the CDK command line, with an output folder of that name.
func (l *local) cli(name string) cdk.CLI {
	return cdk.CLI{Root: needs.Path("."), Env: l.Env(), OutputDir: filepath.Join(l.Dir, "cdk.out-"+name)}
}

func progress(what string, began time.Time) {
	fmt.Printf("%s (%.1f s)\n", what, time.Since(began).Seconds())
}
