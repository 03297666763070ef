// Package browser deploys the shop into an emulator of its own, and uses its pages as
// customers and staff do: in a real browser, with Playwright.
package browser

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

var (
	options = flag.String("playwright", "",
		`more arguments for playwright test, split at spaces: "--grep ready", "--trace on", "barista.spec.ts"`)
	hold = flag.Bool("hold", false,
		"deploy the shop, print how to run specs against it, and wait for Ctrl-C instead of running them")
	screenshots = flag.String("screenshots", "",
		"write a picture of each page in each state to this folder")
)

const playwright = "test/browser/node_modules/.bin/playwright"

// local is the emulator of this run, nil until a test starts it.
var local *emulator.Temporary

// passed is false once a test has failed.
var passed = true

func TestMain(m *testing.M) {
	needs.Tools(m, "the tests of the pages in a browser", ".venv/bin/ministack", "node_modules/.bin/cdk", playwright)
	if local == nil {
		return
	}
	if err := local.End(passed); err != nil {
		fmt.Fprintln(os.Stderr, "clearing up:", err)
	}
}

// startLocal returns the emulator. The first call starts it.
func startLocal(t *testing.T) *emulator.Temporary {
	t.Helper()
	t.Cleanup(func() { passed = passed && !t.Failed() })
	if local != nil {
		return local
	}
	var err error
	if local, err = emulator.StartTemporary(t.Context(), needs.Path(".")); err != nil {
		t.Fatal(err)
	}
	if err := cdkFor(local).Bootstrap(t.Context(), emulator.Account, emulator.Region); err != nil {
		t.Fatal(err)
	}
	return local
}

// cdkFor returns the CDK CLI for an emulator.
func cdkFor(at *emulator.Temporary) cdk.CLI {
	return cdk.CLI{Root: needs.Path("."), OutputDir: filepath.Join(at.Dir, "cdk.out"), Env: at.Env()}
}
