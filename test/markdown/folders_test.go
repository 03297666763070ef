package markdown

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestContributingNamesEachFolderAndDocument(t *testing.T) {
	project := os.DirFS(needs.Path("."))
	contributing, err := fs.ReadFile(project, "CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"cmd/*/*.go", "lambdas/*/*.go", "test/*/*.go"} {
		names, err := fs.Glob(project, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: got %d files, %v", pattern, len(names), err)
		}
		for i, name := range names {
			names[i] = path.Dir(name)
		}
		for _, folder := range slices.Compact(names) {
			if !strings.Contains(string(contributing), "`"+path.Base(folder)+"`") {
				t.Errorf("CONTRIBUTING.md does not say what %s is for", folder)
			}
		}
	}
	documents, err := fs.Glob(project, "docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range documents {
		if !strings.Contains(string(contributing), "("+name+")") {
			t.Errorf("CONTRIBUTING.md does not link to %s", name)
		}
	}
}
