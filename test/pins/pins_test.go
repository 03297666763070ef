// Package pins tests that every dependency has one exact version, and most a hash too.
package pins

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// kinds are the kinds of files that name dependencies. Each check calls report for
// whatever is not pinned.
var kinds = []struct {
	name  string
	files string // regular expression for the path
	least int    // at least how many such files there are
	check func(t *testing.T, path, text string, report func(what string))
}{
	{"Go modules", `(^|/)go\.mod$`, 6, goMod},
	{"npm packages", `(^|/)package-lock\.json$`, 3, packageLock},
	{"npm packages by name", `(^|/)package\.json$`, 3, packageJSON},
	{"Python packages", `^requirements/.*\.txt$`, 5, requirements},
	{"GitHub Actions and the runtimes", `^\.github/workflows/.*\.ya?ml$`, 2, workflow},
}

func TestEveryDependencyIsPinned(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			files := find(t, regexp.MustCompile(kind.files))
			if len(files) < kind.least {
				t.Errorf("found %q, want at least %d files", files, kind.least)
			}
			for _, file := range files {
				kind.check(t, file, read(t, file), func(what string) { t.Errorf("%s: %s is not pinned", file, what) })
			}
		})
	}
}

func TestWhatIsNotPinnedIsReported(t *testing.T) {
	const sha = "08c6903cd8c0fde910a37f88322edcfb5dd907a8"
	for name, test := range map[string]struct {
		check func(t *testing.T, path, text string, report func(string))
		text  string
	}{
		"a Go module that is replaced by a folder": {goMod, "go 1.26.0\nreplace example.com/a => ../a\n"},
		"a go.mod without a full version of Go":    {goMod, "go 1.26\n"},
		"an npm package without a hash":            {packageLock, `{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}}`},
		"a range of versions":                      {packageJSON, `{"dependencies": {"a": "^1.0.0"}}`},
		"a tag of npm":                             {packageJSON, `{"devDependencies": {"a": "latest"}}`},
		"a Python package without a hash":          {requirements, "a==1.0.0\n"},
		"a Python package without a version":       {requirements, "a>=1 \\\n    --hash=sha256:00\n"},
		"an action by tag":                         {workflow, "      - uses: actions/checkout@v5\n"},
		"an action without its version":            {workflow, "      - uses: actions/checkout@" + sha + "\n"},
		"a moving runner":                          {workflow, "    runs-on: ubuntu-latest\n"},
		"Node.js without a version":                {workflow, "      - uses: actions/setup-node@" + sha + " # v5.0.0\n      - run: make\n"},
		"a moving version of Node.js":              {workflow, "          node-version: lts/*\n"},
	} {
		t.Run(name, func(t *testing.T) {
			reported := 0
			test.check(t, "file", test.text, func(string) { reported++ })
			if reported != 1 {
				t.Errorf("reported %d times, want once", reported)
			}
		})
	}
}

var (
	goVersion   = regexp.MustCompile(`(?m)^go \d+\.\d+\.\d+$`)
	goReplace   = regexp.MustCompile(`(?m)=>\s*(\S+)$`) // a replacement without a version is a folder
	exact       = regexp.MustCompile(`^\d+\.\d+\.\d+(-[\w.]+)?$`)
	requirement = regexp.MustCompile(`(?m)^[a-zA-Z0-9](?:.*\\\n)*.*$`)
	pinned      = regexp.MustCompile(`(?s)^[\w.-]+(\[[\w,-]+\])?==[\w.]+ .*--hash=sha256:[0-9a-f]{64}`)
	action      = regexp.MustCompile(`uses: +(.*)`)
	pinnedBy    = regexp.MustCompile(`^(\./.*|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$`)
	runner      = regexp.MustCompile(`(?:runs-on|(?:node|python|go)-version): *"?([^"#\n]*)`)
	setUp       = regexp.MustCompile(`uses: actions/setup-(\w+)@.*\n\s+with:\n(?:.*\n)??\s+(?:node|python|go)-version(?:-file)?:`)
	anySetUp    = regexp.MustCompile(`uses: actions/setup-\w+@[0-9a-f]{40} # v`)
)

// goMod requires a full version of Go, and no replacement by a folder except of this
// module itself. The modules' versions are exact by go.mod's format, and hashed in go.sum.
func goMod(_ *testing.T, path, text string, report func(string)) {
	if !goVersion.MatchString(text) {
		report("the version of Go")
	}
	for _, found := range goReplace.FindAllStringSubmatch(text, -1) {
		if path != "examples/go.mod" || found[1] != "../" && found[1] != ".." {
			report(found[1])
		}
	}
}

// packageLock requires a version and a SHA-512 hash for each package.
func packageLock(t *testing.T, _, text string, report func(string)) {
	var lock struct {
		Packages map[string]struct{ Version, Integrity string }
	}
	if err := json.Unmarshal([]byte(text), &lock); err != nil {
		t.Fatal(err)
	}
	for name, p := range lock.Packages {
		if name != "" && (!exact.MatchString(p.Version) || !strings.HasPrefix(p.Integrity, "sha512-")) {
			report(name)
		}
	}
}

func packageJSON(t *testing.T, _, text string, report func(string)) {
	var p struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	for _, named := range []map[string]string{p.Dependencies, p.DevDependencies} {
		for name, version := range named {
			if !exact.MatchString(version) {
				report(name + " " + version)
			}
		}
	}
}

func requirements(_ *testing.T, _, text string, report func(string)) {
	for _, r := range requirement.FindAllString(text, -1) {
		if !pinned.MatchString(r) {
			report(r)
		}
	}
}

// workflow requires the commit and the version of each action, and a version of each
// runner and runtime.
func workflow(_ *testing.T, _, text string, report func(string)) {
	for _, found := range action.FindAllStringSubmatch(text, -1) {
		if !pinnedBy.MatchString(found[1]) {
			report(found[1])
		}
	}
	for _, found := range runner.FindAllStringSubmatch(text, -1) {
		if version := strings.TrimSpace(found[1]); !strings.ContainsAny(version, "0123456789") {
			report(version)
		}
	}
	if len(anySetUp.FindAllString(text, -1)) != len(setUp.FindAllString(text, -1)) {
		report("the version of a runtime")
	}
}

// find returns the paths of the project's own files that match, in the project.
func find(t *testing.T, pattern *regexp.Regexp) (found []string) {
	t.Helper()
	root := needs.Path(".")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		installed := strings.HasPrefix(name, ".") && name != "." && name != ".github" || entry.Name() == "node_modules" || name == "cdk.out"
		if entry.IsDir() && (installed && !strings.HasPrefix(name, ".github/") || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if pattern.MatchString(name) {
			found = append(found, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(needs.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
