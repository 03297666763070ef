// Package pages tests the build of the web pages: that it is the one which is
// committed, that it is small, and that its unit tests pass.
package pages

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	needs.Tools(m, "the tests of the web pages and of their build",
		"web/node_modules/.bin/tsc", "web/node_modules/.bin/vite", "web/node_modules/.bin/vitest")
}

// npm runs a script of web/package.json.
func npm(t *testing.T, script string, variables ...string) {
	t.Helper()
	cmd := exec.Command("npm", "run", "--silent", script)
	cmd.Dir = needs.Path("web")
	cmd.Env = append(environ.Local(t.TempDir()), variables...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm run %s: %v\n%s", script, err, out)
	}
}

// files reads a folder: contents by path.
func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files, tree := map[string][]byte{}, os.DirFS(dir)
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(tree, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

const dist = "lambdas/site/dist"

func TestTheCommittedBuildIsThatOfTheSources(t *testing.T) {
	out := t.TempDir()
	npm(t, "build", "OUT="+out)
	built, committed := files(t, out), files(t, needs.Path(dist))
	for name := range built {
		if _, ok := committed[name]; !ok {
			t.Errorf("%s has no %s: run `npm run build` in web", dist, name)
		} else if !bytes.Equal(built[name], committed[name]) {
			t.Errorf("%s/%s is out of date: run `npm run build` in web", dist, name)
		}
	}
	for name := range committed {
		if _, ok := built[name]; !ok {
			t.Errorf("%s/%s is left over: run `npm run build` in web", dist, name)
		}
	}
}

func TestTheUnitTestsPass(t *testing.T) { npm(t, "test") }

// signIn is the chunk with the sign-in library.
const signIn = "assets/oidc-"

var (
	linked   = regexp.MustCompile(`(?:src|href)="\./(assets/[^"]+\.(?:js|css))"`)
	imported = regexp.MustCompile("[\"'`]\\./([^\"'`]+\\.(?:js|css))[\"'`]")
)

// load lists the scripts and styles that a page loads: those it links, and the largest
// of those that scripts import later, which are the languages.
func load(build map[string][]byte, page string) []string {
	var names []string
	later := map[string]int{}
	for _, match := range linked.FindAllSubmatch(build[page], -1) {
		names = append(names, string(match[1]))
	}
	for _, name := range names {
		for _, match := range imported.FindAllSubmatch(build[name], -1) {
			if name := path.Join("assets", string(match[1])); !slices.Contains(names, name) {
				later[name] = zipped(build[name])
			}
		}
	}
	largest := slices.MaxFunc(append(slices.Collect(maps.Keys(later)), ""), func(a, b string) int { return later[a] - later[b] })
	if largest == "" {
		return names
	}
	return append(names, largest)
}

func zipped(content []byte) int {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	w.Write(content)
	w.Close()
	return out.Len()
}

func TestThePagesAreSmall(t *testing.T) {
	build := files(t, needs.Path(dist))
	for _, page := range []string{"index.html", "barista.html", "display.html", "manager.html"} {
		own, library := zipped(build[page]), 0
		loaded := load(build, page)
		if len(loaded) > 9 { // each is a request, and an invocation of the function that serves them
			t.Errorf("%s loads %d scripts and styles, want at most 9: %q", page, len(loaded), loaded)
		}
		for _, name := range loaded {
			if strings.HasPrefix(name, signIn) {
				library += zipped(build[name])
			} else {
				own += zipped(build[name])
			}
		}
		t.Logf("%s: %.1f KB gzipped, and %.1f KB of the sign-in library", page, float64(own)/1000, float64(library)/1000)
		most := 40_000
		if page == "manager.html" { // three editors and the day's numbers, for one person, not a crowd
			most = 43_000
		}
		if own > most {
			t.Errorf("%s is %d bytes without the sign-in library, want at most %d", page, own, most)
		}
		if own+library > 60_000 {
			t.Errorf("%s is %d bytes with the sign-in library, want at most 60000", page, own+library)
		}
		if signsIn := page != "index.html"; signsIn != (library > 0) {
			t.Errorf("%s: loads the sign-in library: %t, want %t", page, library > 0, signsIn)
		}
	}
	for name, content := range build {
		if strings.HasSuffix(name, ".woff2") && len(content) > 40_000 {
			t.Errorf("%s is %d bytes, want at most 40000", name, len(content))
		}
	}
}

var inline = regexp.MustCompile(`<script>|<script [^>]*>[^<]|<style|\sstyle=|\son[a-z]+=|javascript:`)

func TestThePagesHaveNoInlineScriptsOrStyles(t *testing.T) {
	for name, content := range files(t, needs.Path(dist)) {
		if found := inline.Find(content); strings.HasSuffix(name, ".html") && found != nil {
			t.Errorf("%s has %q, which the Content-Security-Policy forbids", name, found)
		}
	}
}

var absolute = regexp.MustCompile(`(?:src|href)="(?:/|[a-z]+:)`)

func TestThePagesLinksAreRelative(t *testing.T) {
	for name, content := range files(t, needs.Path(dist)) {
		if found := absolute.Find(content); strings.HasSuffix(name, ".html") && found != nil {
			t.Errorf("%s has %s, want links relative to the page", name, found)
		}
	}
}
