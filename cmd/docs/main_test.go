package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

func TestTheCommittedDocumentsAreCurrent(t *testing.T) {
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
			t.Errorf("docs/%s (%v) differs from what the types in coffee and api say: run `make docs`", name, err)
		}
	}
	schemas, err := filepath.Glob(filepath.Join(root, "docs", "schemas", "*.json"))
	for _, schema := range schemas {
		name := filepath.Join("schemas", filepath.Base(schema))
		if _, known := files[name]; !known {
			t.Errorf("docs/%s is the schema of no event: remove it", name)
		}
	}
	if err != nil || len(schemas) == 0 {
		t.Errorf("docs/schemas has %d files (%v)", len(schemas), err)
	}
}
