// Command eventdocs writes docs/events.md, and a JSON Schema for every event
// into docs/schemas, from the types in package coffee. `make docs` runs it.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "eventdocs:", err)
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
