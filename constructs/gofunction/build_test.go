package gofunction

import (
	"debug/buildinfo"
	"debug/elf"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

func TestBinaryIsStaticStrippedAndForTheTarget(t *testing.T) {
	b := newBuilder(t, module(t, map[string]string{
		"go.mod":                 "module example.com/m\n\ngo 1.26\n",
		"lambdas/hello/main.go":  "//go:build lambda.norpc\n\n" + hello,
		"lambdas/hello/other.go": "//go:build !lambda.norpc\n\n" + broken,
	}))
	b.target = Cloud
	binary := mustBuild(t, b, "example.com/m/lambdas/hello")
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range info.Settings {
		got[s.Key] = s.Value
	}
	for key, want := range map[string]string{
		"GOOS": "linux", "GOARCH": "arm64", "CGO_ENABLED": "0", "-tags": "lambda.norpc", "-trimpath": "true", "vcs": "",
	} {
		if got[key] != want {
			t.Errorf("got %s=%s, want %s", key, got[key], want)
		}
	}
	file, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, s := range file.Sections {
		if s.Name == ".symtab" || strings.Contains(s.Name, "debug") {
			t.Errorf("got the section %s, want it stripped", s.Name)
		}
	}
	if mode := must(os.Stat(binary)).Mode(); mode&0o111 != 0o111 {
		t.Errorf("got the mode %v, want it executable", mode)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func TestTheSameSourceGivesTheSameBinaryInEveryFolder(t *testing.T) {
	files := map[string]string{
		"go.mod":                "module example.com/m\n\ngo 1.26\n",
		"lambdas/hello/main.go": "package main\n\nfunc main() { panic(`shows where it was compiled`) }\n",
	}
	var binaries []string
	for range 2 {
		b := newBuilder(t, module(t, files))
		binaries = append(binaries, read(t, mustBuild(t, b, "example.com/m/lambdas/hello")))
	}
	if binaries[0] != binaries[1] {
		t.Errorf("got different binaries of %d and %d bytes, want identical ones", len(binaries[0]), len(binaries[1]))
	}
}

func TestAnUpToDateBinaryIsNotLinkedAgain(t *testing.T) {
	dir := module(t, map[string]string{
		"go.mod":                "module example.com/m\n\ngo 1.26\n",
		"lambdas/hello/main.go": hello,
	})
	first := newBuilder(t, dir)
	mustBuild(t, first, "example.com/m/lambdas/hello")
	kept := filepath.Join(first.out, "example.com/m/lambdas@build/hello")
	mark := "\nstill the first"
	if err := os.WriteFile(kept, []byte(read(t, kept)+mark), 0o755); err != nil {
		t.Fatal(err)
	}

	second := newBuilder(t, dir)
	second.out = first.out
	if binary := mustBuild(t, second, "example.com/m/lambdas/hello"); !strings.HasSuffix(read(t, binary), mark) {
		t.Error("got a newly linked binary, want the existing one")
	}

	write(t, filepath.Join(dir, "lambdas/hello/main.go"), strings.ReplaceAll(hello, "hello", "goodbye"))
	third := newBuilder(t, dir)
	third.out = first.out
	if binary := mustBuild(t, third, "example.com/m/lambdas/hello"); !strings.Contains(read(t, binary), "goodbye") {
		t.Error("got the old binary, want one of the changed source")
	}
}

func TestSiblingMainPackagesAreBuiltInTheSameRun(t *testing.T) {
	b := newBuilder(t, module(t, map[string]string{
		"go.mod":                     "module example.com/m\n\ngo 1.26\n",
		"lambdas/one/main.go":        hello,
		"lambdas/two/main.go":        hello,
		"lambdas/two/deeper/main.go": hello,
		"lambdas/internal/x/x.go":    "package x\n",
		"lambdas/README.md":          "# Lambdas\n",
	}))
	mustBuild(t, b, "example.com/m/lambdas/one")
	if err := os.RemoveAll("lambdas/two/main.go"); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, b, "example.com/m/lambdas/two")
	mustBuild(t, b, "example.com/m/lambdas/two/deeper")
	mustBuild(t, b, "example.com/m/lambdas/two")
}

func TestABrokenSiblingDoesNotBreakAFunction(t *testing.T) {
	for name, text := range map[string]string{
		"type error":       broken,
		"syntax error":     "package main\n\nfunc main() {\n",
		"unknown import":   "package main\n\nimport _ `example.com/unknown`\n\nfunc main() {}\n",
		"no function main": "package main\n",
		"not Go":           "# Work in progress\n",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder(t, module(t, map[string]string{
				"go.mod":                "module example.com/m\n\ngo 1.26\n",
				"lambdas/hello/main.go": hello,
				"lambdas/wip/main.go":   text,
			}))
			mustBuild(t, b, "example.com/m/lambdas/hello")
		})
	}
}

func TestAMainPackageCanBeAnywhereInAModule(t *testing.T) {
	files := map[string]string{"go.mod": "module example.com/m\n\ngo 1.26\n"}
	folders := []string{".", "hello", "lambdas/a", "lambdas/v2", "lambdas/lambdas"}
	for _, folder := range folders {
		files[path.Join(folder, "main.go")] = strings.ReplaceAll(hello, "hello", "I am "+folder+"!")
	}
	b := newBuilder(t, module(t, files))
	for _, folder := range folders {
		importPath := path.Join("example.com/m", folder)
		if binary := mustBuild(t, b, importPath); !strings.Contains(read(t, binary), "I am "+folder+"!") {
			t.Errorf("build(%s) gave the binary of another package", importPath)
		}
	}
}
