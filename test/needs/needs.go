// Package needs is for tests that need more than Go. It finds the project's files, and
// skips tests that need installed tools unless they are asked for.
package needs

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Tools runs the tests of a package that needs tools, given their paths in the project.
// It skips them, and prints what it skips, unless COFFEESHOP_TEST=all, which `make
// test` sets. Then, a missing tool is a failure. Call it from TestMain.
func Tools(m *testing.M, what string, tools ...string) {
	flag.Parse()
	if !Asked() {
		fmt.Printf("skipped: %s; make test runs them\n", what)
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

// Asked reports whether the tests that need tools are to run.
func Asked() bool {
	return os.Getenv("COFFEESHOP_TEST") == "all"
}

// Path returns the absolute path of a file, given its path in the project.
func Path(name string) string {
	root, err := project.Root()
	if err != nil {
		panic(fmt.Errorf("needs: looking for %s: %w", name, err))
	}
	return filepath.Join(root, filepath.FromSlash(name))
}
