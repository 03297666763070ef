package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A copy of this test stands for a function where a test starts one.
func TestMain(m *testing.M) {
	switch lambda := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/"; os.Getenv("TABLE") {
	case "well":
		_, _ = http.Get(lambda + "invocation/next")
	case "broken":
		_, _ = http.Post(lambda+"init/error", "", strings.NewReader("no such table"))
	case "gone":
		fmt.Println("cannot start")
		os.Exit(1)
	default:
		os.Exit(m.Run())
	}
}

const template = `{"Resources": {
	"B": {"Type": "AWS::Lambda::Function",
		"Metadata": {"aws:cdk:path": "CoffeeShop-dev/Shop/Customer/Resource/Resource", "aws:asset:path": "asset.b"},
		"Properties": {"Environment": {"Variables": {"SECONDS": "900", "TABLE": {"Ref": "Orders"}}}}},
	"A": {"Type": "AWS::Lambda::Function",
		"Metadata": {"aws:cdk:path": "CoffeeShop-dev/Shop/Barista/Resource", "aws:asset:path": "asset.a"}},
	"R": {"Type": "AWS::IAM::Role", "Metadata": {"aws:cdk:path": "CoffeeShop-dev/Shop/Customer/Role/Resource"}}
}}`

func TestFunctionsAreThoseOfTheTemplate(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "Shop.template.json"), []byte(template), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := functions(dir, "Shop")
	if err != nil || len(got) != 2 || got[0].Name != "barista" || got[1].Name != "customer" {
		t.Fatalf("functions = %+v (%v), want barista and customer", got, err)
	}
	customer := got[1]
	if customer.folder != filepath.Join(dir, "asset.b") || customer.environment["SECONDS"] != "900" || customer.environment["TABLE"] == "" {
		t.Errorf("got %+v, want its folder and its variables", customer)
	}
	if _, err := functions(dir, "Another"); err == nil {
		t.Error("functions of a stack that was not synthesized = nil, want an error")
	}
}

func TestZippedIsTheSizeOfTheArchive(t *testing.T) {
	dir := t.TempDir()
	noise := make([]byte, 10_000) // which cannot be compressed
	_, _ = rand.Read(noise)
	for name, content := range map[string][]byte{"noise": noise, "zeros": make([]byte, 100_000)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := zipped(dir); err != nil || got < 10_000 || got > 11_000 {
		t.Errorf("zipped = %d (%v), want a little more than 10,000 bytes", got, err)
	}
	if _, err := zipped(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that is not there can be zipped, want an error")
	}
}

func TestStartWaitsForTheFirstRequest(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(self, filepath.Join(dir, "bootstrap")); err != nil {
		t.Fatal(err)
	}
	for how, want := range map[string]string{
		"well":   "",
		"broken": "it does not start: no such table",
		"gone":   "it ended before its first request (exit status 1): cannot start",
	} {
		t.Run(how, func(t *testing.T) {
			took, err := function{Name: "customer", folder: dir, environment: map[string]string{"TABLE": how}}.start(t.Context())
			if want == "" && (err != nil || took <= 0) {
				t.Errorf("start = %v, %v, want a time", took, err)
			}
			if want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("start = %v, want %q", err, want)
			}
		})
	}
}
