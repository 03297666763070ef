// Package markdown checks the Markdown files of the project.
package markdown

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

var (
	fence   = regexp.MustCompile("(?ms)^```.*?^```$")
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	scheme  = regexp.MustCompile(`^[a-z]+:`)
)

func TestEveryRelativeLinkResolves(t *testing.T) {
	project := os.DirFS(needs.Path("."))
	for _, file := range files(t, project) {
		for _, match := range link.FindAllStringSubmatch(prose(t, project, file), -1) {
			if err := resolve(project, file, match[1]); err != nil {
				t.Errorf("%s links to %s: %v", file, match[1], err)
			}
		}
	}
}

// files lists the project's Markdown files, without those of installed packages.
func files(t *testing.T, project fs.FS) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(project, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && skipped(name):
			return fs.SkipDir
		case path.Ext(name) == ".md":
			found = append(found, name)
		}
		return nil
	})
	if err != nil || !slices.Contains(found, "README.md") {
		t.Fatalf("got the files %q, %v, want README.md among them", found, err)
	}
	return found
}

// skipped reports whether a folder has no files of the project.
func skipped(folder string) bool {
	return path.Base(folder) == "node_modules" || folder == "cdk.out" || len(folder) > 1 && folder[0] == '.'
}

// prose returns a file's text without its code blocks.
func prose(t *testing.T, project fs.FS, file string) string {
	t.Helper()
	text, err := fs.ReadFile(project, file)
	if err != nil {
		t.Fatal(err)
	}
	return fence.ReplaceAllString(string(text), "")
}

// resolve returns an error if a relative link in from leads to a missing file, folder or
// heading of a Markdown file. It does not check links to other sites.
func resolve(project fs.FS, from, target string) error {
	if scheme.MatchString(target) {
		return nil
	}
	name, anchor, anchored := strings.Cut(target, "#")
	file := from
	if name != "" {
		file = path.Join(path.Dir(from), name)
	}
	if _, err := fs.Stat(project, file); err != nil {
		return err
	}
	if !anchored {
		return nil
	}
	text, err := fs.ReadFile(project, file)
	if err != nil {
		return err
	}
	if anchors := anchors(string(text)); !slices.Contains(anchors, anchor) {
		return fmt.Errorf("got no heading #%s, want one of %q", anchor, anchors)
	}
	return nil
}

// anchors lists the anchors that GitHub generates for a file's headings.
func anchors(text string) []string {
	var list []string
	seen := map[string]int{}
	for _, match := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		anchor := slug(match[1])
		list = append(list, anchor)
		if n := seen[anchor]; n > 0 {
			list[len(list)-1] = fmt.Sprintf("%s-%d", anchor, n)
		}
		seen[anchor]++
	}
	return list
}

// slug returns a heading in lower case, with hyphens for spaces and no punctuation.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

func TestAnchorsMatchGitHub(t *testing.T) {
	text := "# What it *isn't*, and `why`\n```sh\n# a comment\n```\n## Again\n## Again\n"
	want := []string{"what-it-isnt-and-why", "again", "again-1"}
	if got := anchors(text); !slices.Equal(got, want) {
		t.Errorf("anchors = %q, want %q", got, want)
	}
}
