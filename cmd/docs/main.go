// Command docs generates files in docs: openapi.json from the routes in package
// api, and events.md and one JSON Schema per event from the types in package
// coffee. `make docs` runs it.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/openapi"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

func write() error {
	root, err := project.Root()
	if err != nil {
		return err
	}
	files, err := render(root)
	if err != nil {
		return err
	}
	for name, content := range files {
		path := filepath.Join(root, "docs", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// render returns the content of every generated file by its path below docs.
func render(root string) (map[string][]byte, error) {
	files, err := renderEvents(root)
	if err != nil {
		return nil, err
	}
	text, err := openapi.Text()
	if err != nil {
		return nil, err
	}
	var document bytes.Buffer
	err = json.Indent(&document, text, "", "  ")
	document.WriteByte('\n')
	files["openapi.json"] = document.Bytes()
	return files, err
}
