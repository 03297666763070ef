package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/internal/project"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// facts tell the specs where the shop is and who works there. facts.ts declares them
// for TypeScript.
type facts struct {
	Site    string            `json:"site"`    // the pages' URL, for the browser
	API     string            `json:"api"`     // the same for programs, which may not resolve its host name
	Control string            `json:"control"` // see verbs
	Staff   map[string]person `json:"staff"`

	// Neighbour is another shop, for the specs of two shops.
	Neighbour *facts `json:"neighbour,omitempty"`
}

func TestSpecsHaveTheRightTypes(t *testing.T) {
	runTool(t, nil, "tsc", "--noEmit")
}

func TestPages(t *testing.T) {
	s := deployShop(t)
	told := facts{Site: strings.TrimSuffix(s.Outputs["SiteUrl"], "/"), API: s.api, Control: s.control(t), Staff: s.staff}
	if *hold {
		fmt.Printf("cd test/browser\nexport COFFEESHOP_FACTS='%s'\nnode_modules/.bin/playwright test --project=shop customer.spec.ts\n", told)
		interrupted, stop := signal.NotifyContext(t.Context(), os.Interrupt)
		defer stop()
		<-interrupted.Done()
		return
	}
	runSpecs(t, "shop", told)
}

// runSpecs runs the specs of a project in playwright.config.ts.
func runSpecs(t *testing.T, project string, told facts) {
	t.Helper()
	args := append([]string{"test", "--project=" + project}, strings.Fields(*options)...)
	if *options != "" { // which may choose specs of the other project only
		args = append(args, "--pass-with-no-tests")
	}
	runTool(t, []string{"COFFEESHOP_FACTS=" + told.String(), "COFFEESHOP_SCREENSHOTS=" + *screenshots}, "playwright", args...)
}

// String returns the facts as JSON.
func (f facts) String() string {
	text, err := json.Marshal(f)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// runTool runs a program of test/browser's node_modules in that folder, with further
// environment variables, and fails the test if the program fails.
func runTool(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	root := needs.Path(".")
	folder := filepath.Join(root, "test", "browser")
	program, err := project.Node(folder, name)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = folder, os.Stdout, os.Stderr
	cmd.Env = append(environ.Local(filepath.Join(project.LocalDir(root), "home")), append(env, "FORCE_COLOR=0")...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Run(); err != nil {
		t.Errorf("%s %s: %v", name, strings.Join(args, " "), err)
	}
}
