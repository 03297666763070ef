package gofunction

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// theirs has three modules: app requires theirs, whose function imports
// example.com/needed, which only the go.mod of theirs requires.
var theirs = map[string]string{
	"app/go.mod": "module example.com/app\n\ngo 1.26\n\n" +
		"require example.com/theirs v1.0.0\n\nreplace example.com/theirs => ../theirs\n",
	"app/app.go":                   "package app\n\nimport _ `example.com/theirs`\n",
	"theirs/go.mod":                "module example.com/theirs\n\ngo 1.26\n\nrequire example.com/needed v1.0.0\n\nreplace example.com/needed => ../needed\n",
	"theirs/theirs.go":             "package theirs\n",
	"theirs/lambdas/hello/main.go": "package main\n\nimport `example.com/needed`\n\nfunc main() { println(needed.Text) }\n",
	"needed/go.mod":                "module example.com/needed\n\ngo 1.26\n",
	"needed/needed.go":             "package needed\n\nconst Text = `hello`\n",
}

func TestAFunctionOfAnotherModuleIsBuiltWithThatModulesDependencies(t *testing.T) {
	dir := module(t, theirs)
	before := contents(t, dir)
	b := newBuilder(t, filepath.Join(dir, "app"))
	mustBuild(t, b, "example.com/theirs/lambdas/hello")
	if after := contents(t, dir); !maps.Equal(after, before) {
		t.Errorf("files after the build:\n%v\nwant them unchanged:\n%v", after, before)
	}
}

func TestAnAppAndTheFunctionsOwnModuleBuildTheSameBinary(t *testing.T) {
	dir := module(t, theirs)
	inApp := read(t, mustBuild(t, newBuilder(t, filepath.Join(dir, "app")), "example.com/theirs/lambdas/hello"))
	inOwn := read(t, mustBuild(t, newBuilder(t, filepath.Join(dir, "theirs")), "example.com/theirs/lambdas/hello"))
	if inApp != inOwn {
		t.Errorf("got different binaries of %d and %d bytes, want identical ones", len(inApp), len(inOwn))
	}
}

func TestBuildInAnAppWithAVendorFolder(t *testing.T) {
	dir := module(t, theirs)
	write(t, filepath.Join(dir, "app/lambdas/own/main.go"),
		"package main\n\nimport _ `example.com/theirs`\n\nfunc main() {}\n")
	vendor := exec.Command("go", "mod", "vendor")
	vendor.Dir = filepath.Join(dir, "app")
	if out, err := vendor.CombinedOutput(); err != nil {
		t.Fatalf("go mod vendor: %v\n%s", err, out)
	}
	b := newBuilder(t, filepath.Join(dir, "app"))
	mustBuild(t, b, "example.com/app/lambdas/own")
	mustBuild(t, b, "example.com/theirs/lambdas/hello")
}

func TestBuildInAWorkspace(t *testing.T) {
	dir := module(t, map[string]string{
		"go.work":                    "go 1.26\n\nuse (\n\t./app\n\t./needed\n)\n",
		"app/go.mod":                 "module example.com/app\n\ngo 1.26\n\nrequire example.com/needed v1.0.0\n",
		"app/lambdas/hello/main.go":  "package main\n\nimport `example.com/needed`\n\nfunc main() { println(needed.Text) }\n",
		"needed/go.mod":              "module example.com/needed\n\ngo 1.26\n",
		"needed/needed.go":           "package needed\n\nconst Text = `hello`\n",
		"needed/lambdas/all/main.go": hello,
	})
	b := newBuilder(t, filepath.Join(dir, "app"))
	mustBuild(t, b, "example.com/app/lambdas/hello")
	mustBuild(t, b, "example.com/needed/lambdas/all")
}

// The archive's hash decides whether a function is deployed again, so it may depend
// on nothing but the source.
func TestTheShellDoesNotChangeTheArchive(t *testing.T) {
	saved := filepath.Join(t.TempDir(), "env")
	write(t, saved, "GOARM64=v9.0\nGOAMD64=v3\nGOFIPS140=latest\n")
	archive := func(t *testing.T, target Target) string {
		b := newBuilder(t, module(t, map[string]string{
			"go.mod":                "module example.com/m\n\ngo 1.26\n",
			"lambdas/hello/main.go": hello,
		}))
		b.target = target
		name, err := b.build("example.com/m/lambdas/hello")
		if err != nil {
			t.Fatal(err)
		}
		return read(t, name)
	}
	for _, target := range []Target{Cloud, {"linux", "amd64"}} {
		want := archive(t, target)
		for name, env := range map[string]map[string]string{
			"another processor": {"GOARM64": "v9.0", "GOAMD64": "v3"},
			"an experiment":     {"GOEXPERIMENT": "nogreenteagc"},
			"another system":    {"GOOS": "plan9", "GOARCH": "386", "CGO_ENABLED": "1", "CGO_CFLAGS": "-O0"},
			"go env -w":         {"GOENV": saved},
			"an old GOROOT":     {"GOROOT": "/nowhere"},
		} {
			t.Run(name, func(t *testing.T) {
				for variable, value := range env {
					t.Setenv(variable, value)
				}
				if archive(t, target) != want {
					t.Errorf("%s with %v: got another archive, want the same", target, env)
				}
			})
		}
		t.Run("a umask", func(t *testing.T) {
			defer syscall.Umask(syscall.Umask(0o077))
			if archive(t, target) != want {
				t.Errorf("%s with umask 077: got another archive, want the same", target)
			}
		})
	}
}

// In such a folder git refuses to run, and go build with VCS stamping fails.
func TestBuildInAFolderOfAnotherUser(t *testing.T) {
	dir := module(t, map[string]string{
		"go.mod":                "module example.com/m\n\ngo 1.26\n",
		"lambdas/hello/main.go": hello,
	})
	t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1") // read by git
	t.Setenv("HOME", t.TempDir())
	git := exec.Command("git", "init", "--quiet", dir)
	if out, err := git.CombinedOutput(); err != nil {
		t.Fatalf("git init: %v\n%s", err, out)
	}
	mustBuild(t, newBuilder(t, dir), "example.com/m/lambdas/hello")
}

func TestTheUsersGOFLAGSAreIgnored(t *testing.T) {
	const flags = "-mod=mod -race -buildvcs=true -tags=theirs -cover"
	saved := filepath.Join(t.TempDir(), "env")
	write(t, saved, "GOFLAGS="+flags+"\n")
	for name, env := range map[string]map[string]string{
		"in the environment": {"GOFLAGS": flags},
		"saved by go env -w": {"GOFLAGS": "", "GOENV": saved},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder(t, module(t, map[string]string{
				"go.mod":                 "module example.com/m\n\ngo 1.26\n",
				"lambdas/hello/main.go":  hello,
				"lambdas/hello/other.go": "//go:build theirs\n\npackage main\n\nvar _ = missing\n",
			}))
			for variable, value := range env {
				t.Setenv(variable, value)
			}
			mustBuild(t, b, "example.com/m/lambdas/hello")
		})
	}
}

func TestBuildErrors(t *testing.T) {
	dir := module(t, map[string]string{
		"go.mod":                     "module example.com/m\n\ngo 1.26\n",
		"lambdas/broken/main.go":     broken,
		"lambdas/fine/main.go":       hello,
		"lambdas/library/library.go": "package library\n",
		"lambdas/windows/main.go":    "//go:build windows\n\n" + hello,
		"lambdas/untidy/main.go":     "package main\n\nimport _ `example.com/unknown`\n\nfunc main() {}\n",
	})
	for name, test := range map[string]struct{ importPath, want string }{
		"does not compile":        {"example.com/m/lambdas/broken", "lambdas/broken/main.go:3:23: undefined: missing"},
		"not a main package":      {"example.com/m/lambdas/library", "example.com/m/lambdas/library is not a main package"},
		"in the standard library": {"fmt", "fmt is not a main package of a module"},
		"in the go command":       {"cmd/go", "cmd/go is not a main package of a module"},
		"no such folder":          {"example.com/m/lambdas/none", "package example.com/m/lambdas/none"},
		"in an unknown module":    {"example.com/unknown", "cannot find module providing package example.com/unknown"},
		"not for the target":      {"example.com/m/lambdas/windows", "build constraints exclude all Go files"},
		"an unknown import":       {"example.com/m/lambdas/untidy", "lambdas/untidy/main.go:3:8: no required module provides package example.com/unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder(t, dir)
			folder, err := b.build(test.importPath)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("build(%s) = %q, %v, want error %q", test.importPath, folder, err, test.want)
			}
		})
	}
}

func TestWithoutAGoCommandTheErrorSaysSo(t *testing.T) {
	b := newBuilder(t, module(t, map[string]string{"go.mod": "module example.com/m\n\ngo 1.26\n", "main.go": hello}))
	t.Setenv("PATH", t.TempDir())
	_, err := b.build("example.com/m")
	if want := `"go": executable file not found`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("build() error = %v, want %q", err, want)
	}
	if _, err := os.Stat(b.out); err == nil {
		t.Errorf("%s exists, want nothing written", b.out)
	}
}
