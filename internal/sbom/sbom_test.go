package sbom

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// lock is a lock file with a package for production, one for development, and one
// inside another.
const lock = `{"packages": {
	"": {"name": "coffeeshop-web"},
	"node_modules/@preact/signals": {"version": "2.0.0", "license": "MIT", "integrity": "sha512-AAEC"},
	"node_modules/rolldown": {"version": "1.0.0", "dev": true, "integrity": "sha512-AAEC"},
	"node_modules/vite": {"version": "8.0.0", "dev": true, "integrity": "sha512-AAEC"},
	"node_modules/a/node_modules/uqr": {"version": "0.1.3", "integrity": "sha512-AAEC"}
}}`

func write(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestBundleHasThePackagesOfProductionAndTheNamedTools(t *testing.T) {
	packages, err := Bundle(write(t, "package-lock.json", lock), "rolldown")
	if err != nil {
		t.Fatal(err)
	}
	want := []Package{
		{Name: "@preact/signals", Version: "2.0.0", URL: "pkg:npm/%40preact/signals@2.0.0", SHA512: "000102", License: "MIT"},
		{Name: "uqr", Version: "0.1.3", URL: "pkg:npm/uqr@0.1.3", SHA512: "000102"},
		{Name: "rolldown", Version: "1.0.0", URL: "pkg:npm/rolldown@1.0.0", SHA512: "000102"},
	}
	if !slices.Equal(sorted(packages), sorted(want)) {
		t.Errorf("Bundle() = %+v, want %+v", packages, want)
	}
}

func TestALockFileMustHaveTheNamedPackagesAndTheirHashes(t *testing.T) {
	for name, test := range map[string]struct{ lock, want string }{
		"no such package": {lock, "has no esbuild"},
		"no hash":         {`{"packages": {"node_modules/esbuild": {"version": "1.0.0"}}}`, "is not a SHA-512 hash"},
		"a weak hash":     {`{"packages": {"node_modules/esbuild": {"version": "1.0.0", "integrity": "sha1-AAEC"}}}`, "is not a SHA-512 hash"},
	} {
		t.Run(name, func(t *testing.T) {
			packages, err := Tools(write(t, "package-lock.json", test.lock), "esbuild")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Tools() = %v, %v, want an error with %q", packages, err, test.want)
			}
		})
	}
}

func TestModulesHasTheStandardLibraryAndReplacements(t *testing.T) {
	got := Modules(&debug.BuildInfo{GoVersion: "go1.26.8 X:nogreenteagc", Deps: []*debug.Module{
		{Path: "example.com/a", Version: "v1.0.0+incompatible", Sum: "h1:a"},
		{Path: "example.com/b", Version: "v1.0.0", Replace: &debug.Module{Path: "example.com/c", Version: "v2.0.0", Sum: "h1:c"}},
	}})
	want := []Package{
		{Name: "std", Version: "1.26.8", URL: "pkg:golang/std@1.26.8"},
		{Name: "example.com/a", Version: "v1.0.0+incompatible", URL: "pkg:golang/example.com/a@v1.0.0%2Bincompatible", GoSum: "h1:a"},
		{Name: "example.com/c", Version: "v2.0.0", URL: "pkg:golang/example.com/c@v2.0.0", GoSum: "h1:c"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("Modules() = %+v, want %+v", got, want)
	}
}

func TestRenderListsEachPackageOnceAndDoesNotDependOnTheOrder(t *testing.T) {
	a, b := Package{Name: "a", URL: "pkg:golang/a@v1"}, Package{Name: "b", URL: "pkg:golang/b@v1"}
	render := func(first ...Package) string {
		text, err := Render("shop", Release{"v1.0.0", "2026-01-01T00:00:00Z"},
			Part{Name: "function one", Packages: first}, Part{Name: "function two", Packages: []Package{b}})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	text := render(a, b)
	if other := render(b, a, b); other != text {
		t.Errorf("another order renders\n%s\nwant\n%s", other, text)
	}
	if n := strings.Count(text, `"purl": "pkg:golang/b@v1"`); n != 1 {
		t.Errorf("b is listed %d times, want once:\n%s", n, text)
	}
	if !strings.Contains(text, `"timestamp": "2026-01-01T00:00:00Z"`) {
		t.Errorf("got\n%s\nwant the commit's time in it", text)
	}
}

func TestFunctionReadsTheModulesInAnArchive(t *testing.T) {
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	function, err := Function(archive(t, "bootstrap", program))
	if err != nil {
		t.Fatal(err)
	}
	// Go does not record the modules in a test's program.
	if len(function.Packages) == 0 || function.Packages[0].Name != "std" || len(function.SHA256) != 64 {
		t.Errorf("Function() = %+v, want a hash and the standard library", function)
	}
	if _, err := Function(archive(t, "index.js", []byte("exports"))); err == nil || !strings.Contains(err.Error(), "not a function written in Go") {
		t.Errorf("Function() of another language: got %v, want an error that says so", err)
	}
}

// archive writes an uncompressed zip file and returns its path.
func archive(t *testing.T, name string, content []byte) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	file, err := w.CreateHeader(&zip.FileHeader{Name: name})
	if err == nil {
		_, err = file.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "function.zip", out.String())
}

func TestArchivesAreThoseOfTheManifest(t *testing.T) {
	manifest := write(t, "Shop.assets.json", `{"files": {
		"2": {"displayName": "Shop/Tracker/Code", "source": {"path": "asset.2.zip"}},
		"1": {"displayName": "Shop/Barista/Code", "source": {"path": "asset.1.zip"}},
		"3": {"displayName": "Shop Template", "source": {"path": "Shop.template.json"}}
	}}`)
	folder := filepath.Dir(manifest)
	got, err := Archives(folder)
	if want := []string{filepath.Join(folder, "asset.1.zip"), filepath.Join(folder, "asset.2.zip")}; err != nil || !slices.Equal(got, want) {
		t.Errorf("Archives() = %v, %v, want %v", got, err, want)
	}
	if got, err := Archives(t.TempDir()); err == nil || !strings.Contains(err.Error(), "make sbom") {
		t.Errorf("Archives() of an empty folder = %v, %v, want an error that says what to run", got, err)
	}
}
