package needs

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// neededTool is a variable that makes this test binary need a tool.
const neededTool = "NEEDED_TOOL"

func TestMain(m *testing.M) {
	if tool := os.Getenv(neededTool); tool != "" {
		Tools(m, "a test of tools", tool)
		return
	}
	m.Run()
}

func TestTools(t *testing.T) {
	for name, test := range map[string]struct {
		asked, tool string
		passes, ran bool
		says        string
	}{
		"skipped unless asked for":       {"", "no/such/tool", true, false, "skipped: a test of tools; make test runs them\n"},
		"skipped though the tool exists": {"", "go.mod", true, false, "skipped: a test of tools; make test runs them\n"},
		"run if asked for":               {"all", "go.mod", true, true, ""},
		"failing if the tool is missing": {"all", "no/such/tool", false, false, "run `make tools`\n"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^TestPath$")
			cmd.Env = append(os.Environ(), "COFFEESHOP_TEST="+test.asked, neededTool+"="+test.tool)
			out, err := cmd.CombinedOutput()
			if got := err == nil; got != test.passes {
				t.Errorf("passed: %v, want %v\n%s", got, test.passes, out)
			}
			if got := strings.Contains(string(out), "PASS: TestPath"); got != test.ran {
				t.Errorf("ran: %v, want %v\n%s", got, test.ran, out)
			}
			if !strings.Contains(string(out), test.says) {
				t.Errorf("got the output %s, want %q in it", out, test.says)
			}
		})
	}
}

func TestPath(t *testing.T) {
	if _, err := os.Stat(Path("test/needs/needs_test.go")); err != nil {
		t.Errorf("Path(%q): got %v, want this file", "test/needs/needs_test.go", err)
	}
}
