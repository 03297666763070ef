package main

import (
	"bytes"
	"os"
	"testing"
)

func TestTheDocumentIsThatOfTheRoutes(t *testing.T) {
	name, err := path()
	if err != nil {
		t.Fatal(err)
	}
	want, err := render()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/openapi.json (%v) differs from what the routes in lambdas/internal/api say: run `make docs`", err)
	}
}
