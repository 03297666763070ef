// Command docs generates files in docs: openapi.json from the routes in package
// api, events.md and one JSON Schema per event from the types in package coffee, and
// asyncapi.json from the events and the live messages of package api, and findings.md
// from package findings. `make docs` runs it.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/asyncapi"
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
	files, payloads, err := renderEvents(root)
	if err != nil {
		return nil, err
	}
	routes, err := openapi.Text()
	if err != nil {
		return nil, err
	}
	messages, err := asyncapi.Text(payloads)
	if err != nil {
		return nil, err
	}
	for name, text := range map[string][]byte{"openapi.json": routes, "asyncapi.json": messages} {
		var document bytes.Buffer
		if err := json.Indent(&document, text, "", "  "); err != nil {
			return nil, err
		}
		document.WriteByte('\n')
		files[name] = document.Bytes()
	}
	files["findings.md"] = renderFindings()
	return files, nil
}
