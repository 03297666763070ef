package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestWorkflowsRunMakeTargetsThatExist(t *testing.T) {
	makefile := read(t, "Makefile")
	call := regexp.MustCompile(`\bmake (?:-C "[^"]*" )?([a-z-]+)`)
	calls := 0
	for _, file := range []string{".github/workflows/release.yml", ".github/workflows/test.yml", ".ci/run"} {
		for line := range strings.Lines(read(t, file)) {
			if strings.HasPrefix(strings.TrimSpace(line), "#") {
				continue
			}
			for _, target := range call.FindAllStringSubmatch(line, -1) {
				calls++
				if !strings.Contains(makefile, "\n"+target[1]+":") {
					t.Errorf("%s calls make %s, which the Makefile does not have", file, target[1])
				}
			}
		}
	}
	if calls < 3 {
		t.Errorf("found %d calls of make, want make release twice and make test", calls)
	}
}

func TestTheReleaseWorkflowPublishesTheFolderThatIsWritten(t *testing.T) {
	workflow := read(t, ".github/workflows/release.yml")
	for _, want := range []string{`files=".local/release/${GITHUB_REF_NAME#v}"`, `--notes-file "$files/NOTES.md"`, "subject-path: .local/release/*/*\n"} {
		if !strings.Contains(workflow, want) {
			t.Errorf("release.yml does not have %q", want)
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
