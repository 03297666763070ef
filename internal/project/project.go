// Package project knows where the project's files and installed tools are.
package project

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Root is the project's folder, found from the working directory upwards.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		// The examples are an app of their own, in a folder within.
		if _, err := os.Stat(filepath.Join(dir, "cmd", "coffee")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("not inside the project: run this from the folder with app.go")
		}
		dir = parent
	}
}

// LocalDir is where commands keep what they write: logs, outputs, the state of
// the emulator.
func LocalDir(root string) string { return filepath.Join(root, ".local") }

// Python returns the path of a command that `make tools` installed with pip.
func Python(root, name string) (string, error) {
	return installed(filepath.Join(root, ".venv", "bin", name))
}

// Node returns the path of a command that `make tools` installed with npm.
func Node(root, name string) (string, error) {
	return installed(filepath.Join(root, "node_modules", ".bin", name))
}

func installed(path string) (string, error) {
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s is not installed: run `make tools`", filepath.Base(path))
	}
	return path, nil
}
