// Package e2e deploys shops into an emulator of its own and puts orders
// through them, by the API of AWS alone.
package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	needs.Tools(m, "the tests of deployed shops", ".venv/bin/ministack", schemathesis, "node_modules/.bin/cdk")
	if running == nil {
		return
	}
	err := closingTime(context.Background())
	if err := running.End(err == nil && !anyFailed.Load()); err != nil {
		fmt.Fprintln(os.Stderr, "clearing up:", err)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAIL: looking back at all tests:", err)
		os.Exit(1)
	}
}

// running is the emulator that the tests of this run share. The first test that
// needs it starts it.
var running *emulator.Temporary

var startEmulator = sync.OnceValue(func() error {
	began := time.Now()
	var err error
	// Pauses between retries take a tenth of their time; time-outs keep theirs.
	pauses := emulator.Setting("SFN_WAIT_SCALE=0.1")
	if running, err = emulator.StartTemporary(context.Background(), needs.Path("."), pauses); err != nil {
		return err
	}
	err = cli("bootstrap").Bootstrap(context.Background(), emulator.Account, emulator.Region)
	progress("bootstrapped an emulator", began)
	return err
})

// cli is the CDK command line, with an output folder of that name.
func cli(name string) cdk.CLI {
	return cdk.CLI{Root: needs.Path("."), Env: running.Env(), OutputDir: filepath.Join(running.Dir, "cdk.out-"+name)}
}

func progress(what string, began time.Time) {
	fmt.Printf("%s (%.1f s)\n", what, time.Since(began).Seconds())
}
