package markdown

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

var goBlock = regexp.MustCompile("(?ms)^```go\n(.*?)^```$")

// The example is compiled and tested, so the lines that the README quotes from it work.
func TestTheREADMEQuotesGoFromTheExample(t *testing.T) {
	example, readme := read(t, "examples/campus.go"), read(t, "README.md")
	blocks := goBlock.FindAllStringSubmatch(readme, -1)
	if len(blocks) == 0 {
		t.Fatal("README.md has no Go, want lines of examples/campus.go")
	}
	for _, block := range blocks {
		for line := range strings.Lines(block[1]) {
			if line = strings.TrimSpace(line); !strings.Contains(example, line) {
				t.Errorf("README.md has the line %q, want one of examples/campus.go", line)
			}
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(needs.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
