package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

func TestTheDocumentedEventsAreThoseOfTheTypes(t *testing.T) {
	root, err := project.Root()
	if err != nil {
		t.Fatal(err)
	}
	files, err := render(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, "docs", name))
		if err != nil {
			t.Errorf("docs/%s: %v: run `make docs`", name, err)
		} else if string(got) != string(want) {
			t.Errorf("docs/%s differs from what the types in coffee/event.go say: run `make docs`", name)
		}
	}
	written, err := filepath.Glob(filepath.Join(root, "docs", "schemas", "*.json"))
	if err != nil || len(written) != len(files)-1 {
		t.Errorf("docs/schemas has %d files (%v), want one for each of %d events", len(written), err, len(files)-1)
	}
}
