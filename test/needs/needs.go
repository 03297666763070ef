// Package needs is for tests that need more than Go: it finds the project's
// files, and leaves out the tests whose tools nobody may have installed.
package needs

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Tools runs the tests of a package that needs tools, which it names by their
// paths in the project. A plain `go test ./...` may lack them and leaves the
// package out, saying what. With COFFEESHOP_TEST=all, as `make test` sets it, a
// missing tool is a failure. Call it from TestMain.
func Tools(m *testing.M, what string, tools ...string) {
	flag.Parse()
	if os.Getenv("COFFEESHOP_TEST") != "all" {
		fmt.Printf("left out: %s; make test runs them\n", what)
		flag.Set("test.run", "^$") // go test says [no tests to run]
		m.Run()
		return
	}
	for _, tool := range tools {
		if _, err := os.Stat(Path(tool)); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v: run `make tools`\n", what, err)
			os.Exit(1)
		}
	}
	m.Run()
}

// Path is the absolute path of a file of the project, given its path from the
// project's root.
func Path(name string) string {
	root, err := project.Root()
	if err != nil {
		panic(fmt.Errorf("needs: looking for %s: %w", name, err))
	}
	return filepath.Join(root, filepath.FromSlash(name))
}
