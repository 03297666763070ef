package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

func TestCommittedDocumentsAreCurrent(t *testing.T) {
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
		if err != nil || string(got) != string(want) {
			t.Errorf("docs/%s (%v) is not what the types in coffee and api generate: run `make docs`", name, err)
		}
	}
	schemas, err := filepath.Glob(filepath.Join(root, "docs", "schemas", "*.json"))
	for _, schema := range schemas {
		name := filepath.Join("schemas", filepath.Base(schema))
		if _, known := files[name]; !known {
			t.Errorf("docs/%s belongs to no event: remove it", name)
		}
	}
	if err != nil || len(schemas) == 0 {
		t.Errorf("docs/schemas has %d files (%v), want at least one", len(schemas), err)
	}
}
