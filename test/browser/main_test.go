// Package browser deploys the shop into an emulator of its own, and uses its pages as
// customers and staff do: in a real browser, with Playwright.
package browser

import (
	"flag"
	"fmt"
	"os"
	"testing"

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

// theShop is the deployed shop, nil until deployShop has run.
var theShop *shop

func TestMain(m *testing.M) {
	needs.Tools(m, "the tests of the pages in a browser", ".venv/bin/ministack", "node_modules/.bin/cdk", playwright)
	if theShop == nil {
		return
	}
	if err := theShop.end(); err != nil {
		fmt.Fprintln(os.Stderr, "clearing up:", err)
	}
}
