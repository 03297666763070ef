package markdown

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

var (
	// testName matches the name of a Go test, a pageTest the file and the title of a test
	// of the pages, and command a make command.
	testName = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z][A-Za-z0-9]+`)
	pageTest = regexp.MustCompile("`([a-z-]+\\.(?:test|spec)\\.ts): ([^`]+)`")
	command  = regexp.MustCompile("`make ([a-z-]+)")

	declared = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Z][A-Za-z0-9]+)\(`)
	target   = regexp.MustCompile(`(?m)^([a-z-]+):`)
)

func TestEveryNamedTestAndCommandExists(t *testing.T) {
	project := os.DirFS(needs.Path("."))
	tests, titles := proofs(t, project)
	makefile, err := fs.ReadFile(project, "Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files(t, project) {
		text := prose(t, project, file)
		for _, name := range testName.FindAllString(text, -1) {
			if !tests[name] {
				t.Errorf("%s names %s, which does not exist", file, name)
			}
		}
		for _, m := range pageTest.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(titles[m[1]], `"`+m[2]+`"`) && !strings.Contains(titles[m[1]], `'`+m[2]+`'`) {
				t.Errorf("%s names the test %q of %s, which does not exist", file, m[2], m[1])
			}
		}
		for _, m := range command.FindAllStringSubmatch(text, -1) {
			if !contains(target.FindAllStringSubmatch(string(makefile), -1), m[1]) {
				t.Errorf("%s names make %s, which does not exist", file, m[1])
			}
		}
	}
}

// proofs returns the names of the Go tests, and the text of each file with tests of the
// pages by its name.
func proofs(t *testing.T, project fs.FS) (tests map[string]bool, titles map[string]string) {
	t.Helper()
	tests, titles = map[string]bool{}, map[string]string{}
	err := fs.WalkDir(project, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && skipped(name) {
				return fs.SkipDir
			}
			return err
		}
		isGo, isPage := strings.HasSuffix(name, "_test.go"), strings.HasSuffix(name, ".test.ts") || strings.HasSuffix(name, ".spec.ts")
		if !isGo && !isPage {
			return nil
		}
		text, err := fs.ReadFile(project, name)
		if isPage {
			titles[path.Base(name)] += string(text)
		}
		for _, m := range declared.FindAllStringSubmatch(string(text), -1) {
			tests[m[1]] = true
		}
		return err
	})
	if err != nil || len(tests) == 0 || len(titles) == 0 {
		t.Fatalf("found %d tests and %d files with tests of the pages, %v", len(tests), len(titles), err)
	}
	return tests, titles
}

func contains(matches [][]string, name string) bool {
	for _, m := range matches {
		if m[1] == name {
			return true
		}
	}
	return false
}

// Each threat, and each place where a secret could be, needs a test that proves its
// control, or says that it is accepted.
func TestEveryThreatHasAProofOrIsAccepted(t *testing.T) {
	rows, proofs := 0, false // whether the table has proofs
	for _, line := range strings.Split(prose(t, os.DirFS(needs.Path(".")), "docs/security.md"), "\n") {
		switch {
		case !strings.HasPrefix(line, "| "):
			proofs = proofs && line != ""
		case strings.HasSuffix(line, " | proof |"):
			proofs = true
		case proofs:
			rows++
			proof := line[strings.LastIndex(strings.TrimSuffix(line, " |"), " | "):]
			proven := testName.MatchString(proof) || pageTest.MatchString(proof) || command.MatchString(proof)
			if !proven && !strings.Contains(line, "**Accepted") {
				t.Errorf("no test proves: %s", line)
			}
		}
	}
	if rows < 50 {
		t.Errorf("docs/security.md has %d threats, want at least 50", rows)
	}
}
