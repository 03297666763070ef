package main

import (
	"archive/zip"
	"bytes"
	"debug/buildinfo"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
)

const sdk = "github.com/aws/aws-sdk-go-v2"

func TestFunctionsAreBuiltWithTheirOwnModulesDependencies(t *testing.T) {
	sums, err := os.ReadFile("go.sum")
	if err != nil || strings.Contains(string(sums), sdk) {
		t.Fatalf("go.sum (%v) has %s, want it without", err, sdk)
	}
	out := t.TempDir()
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: &out})
	newCampus(app, "Campus", "")
	app.Synth(nil)

	functions := binaries(t, out)
	for name, needsSDK := range map[string]bool{
		"github.com/serverless-coffee/coffeeshop/lambdas/bootstrap/tracker":  true,
		"github.com/serverless-coffee/coffeeshop/lambdas/bootstrap/customer": true,
		"github.com/serverless-coffee/coffeeshop/lambdas/bootstrap/barista":  true,
		"github.com/serverless-coffee/coffeeshop/lambdas/bootstrap/manager":  true,
		"github.com/serverless-coffee/coffeeshop/lambdas/bootstrap/janitor":  true,
		"github.com/serverless-coffee/coffeeshop/lambdas/bootstrap/hours":    true,
		"github.com/serverless-coffee/coffeeshop/lambdas/bootstrap/live":     true,
		"github.com/serverless-coffee/coffeeshop/lambdas/bootstrap/site":     true,
		"example.com/campus/lambdas/sales":                                   false,
	} {
		function, ok := functions[name]
		if !ok {
			t.Errorf("got %d functions, want %s among them", len(functions), name)
			continue
		}
		got := slices.ContainsFunc(function.Deps, func(m *debug.Module) bool { return m.Path == sdk })
		if got != needsSDK {
			t.Errorf("%s has the dependency %s: %t, want %t", name, sdk, got, needsSDK)
		}
	}
	if len(functions) != 9 { // both cafés have the same eight, and there is sales
		t.Errorf("got %d functions, want 9", len(functions))
	}
}

// binaries returns the build info of the functions among the app's assets, by import
// path.
func binaries(t *testing.T, out string) map[string]*buildinfo.BuildInfo {
	t.Helper()
	archives, err := filepath.Glob(filepath.Join(out, "asset.*.zip"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*buildinfo.BuildInfo{}
	for _, name := range archives {
		archive, err := zip.OpenReader(name)
		if err != nil {
			t.Fatal(err)
		}
		defer archive.Close()
		file, err := archive.Open("bootstrap")
		if err != nil {
			t.Fatal(err)
		}
		program, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		info, err := buildinfo.Read(bytes.NewReader(program))
		if err != nil {
			t.Fatal(err)
		}
		found[info.Path] = info
	}
	return found
}
