package markdown

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

var makeLine = regexp.MustCompile(`(?m)^make (.*?)(?: +#.*)?$`)

// What the test of the commands does not run is at least parsed.
func TestEveryCommandIsRunOrSaysWhyNot(t *testing.T) {
	for _, file := range files(t, os.DirFS(needs.Path("."))) {
		for _, block := range Blocks(read(t, file)) {
			name, byTest := strings.CutPrefix(block.Instead, "by ")
			switch {
			case block.Instead == "" && slices.Contains(Run, file):
			case byTest && isTest(t, name):
			case block.Instead == "in AWS", strings.HasPrefix(block.Instead, "not: "):
				parse(t, file, block.Commands)
			default:
				t.Errorf("%s: nothing runs the commands (marked %q):\n%s", file, block.Instead, block.Commands)
			}
		}
	}
}

// isTest reports whether a test of the project has this name.
func isTest(t *testing.T, name string) bool {
	out, err := exec.Command("git", "-C", needs.Path("."), "-c", "safe.directory=*", "grep", "-l", "func "+name+"(t ", "--", "*_test.go").Output()
	return err == nil && len(out) > 0
}

// parse checks the syntax of commands, and that make knows their targets.
func parse(t *testing.T, file, commands string) {
	t.Helper()
	sh := exec.Command("sh", "-n")
	sh.Stdin = strings.NewReader(commands)
	if out, err := sh.CombinedOutput(); err != nil {
		t.Errorf("%s: %v: %s\n%s", file, err, out, commands)
	}
	for _, line := range makeLine.FindAllStringSubmatch(commands, -1) {
		dry := exec.Command("sh", "-c", "make -n "+line[1])
		dry.Dir = needs.Path(".")
		if out, err := dry.CombinedOutput(); err != nil {
			t.Errorf("%s: make %s: %v: %s", file, line[1], err, out)
		}
	}
}

func TestBlocksOfAText(t *testing.T) {
	text := "# Title\n```sh\na\n```\n```text\nx … y\nz\n```\n\n<!-- run in AWS -->\n```sh\nb\n```\n\n```text\nno\n```\n"
	got := Blocks(text)
	if len(got) != 2 || got[0].Commands != "a\n" || !slices.Equal(got[0].Prints, []string{"x … y", "z"}) || got[1].Instead != "in AWS" || got[1].Prints != nil {
		t.Errorf("Blocks = %+v", got)
	}
}

var codeLink = regexp.MustCompile("`(\\w+)`(?:,[^`]*)? in\\s+\\[`([^`]+)`\\]")

// A document that explains code by name goes out of date when the code moves.
func TestNamedCodeIsInTheNamedFile(t *testing.T) {
	found := 0
	for _, file := range []string{"docs/tour.md", "docs/architecture.md"} {
		for _, match := range codeLink.FindAllStringSubmatch(read(t, file), -1) {
			found++
			declared := regexp.MustCompile(`(?m)^(?:func (?:\([^)]*\) )?|type |const |var |\t)` + match[1] + `\b`)
			if !declared.MatchString(read(t, filepath.FromSlash(match[2]))) {
				t.Errorf("%s: %s does not declare %s", file, match[2], match[1])
			}
		}
	}
	if found < 20 {
		t.Errorf("found %d names of code, want 20 or more: has the way of writing them changed?", found)
	}
}
