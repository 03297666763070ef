// Command apidoc writes docs/openapi.json, which describes the HTTP API as GET
// /api/openapi.json does. `make docs` runs it.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/project"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "apidoc:", err)
		os.Exit(1)
	}
}

func write() error {
	name, err := path()
	if err != nil {
		return err
	}
	content, err := render()
	if err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}

func path() (string, error) {
	root, err := project.Root()
	return filepath.Join(root, "docs", "openapi.json"), err
}

// render returns the document, laid out for people.
func render() ([]byte, error) {
	text, err := api.DocumentText()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, text, "", "  ")
	out.WriteByte('\n')
	return out.Bytes(), err
}
