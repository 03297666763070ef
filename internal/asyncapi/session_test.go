package asyncapi

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

func TestTheExampleSessionIsAsDocumented(t *testing.T) {
	root, err := project.Root()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "live.md"))
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for line := range strings.Lines(string(page)) {
		request, isRequest := strings.CutPrefix(line, "> {")
		message, isMessage := strings.CutPrefix(line, "< {")
		switch {
		case isRequest:
			err = check([]byte("{"+request), registry().Map()["LiveRequest"])
		case isMessage:
			err = CheckMessage([]byte("{" + message))
		default:
			continue
		}
		if checked++; err != nil {
			t.Errorf("%.80s: %v", line, err)
		}
	}
	if checked == 0 {
		t.Error("docs/live.md has no example")
	}
}
