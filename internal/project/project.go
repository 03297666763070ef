// Package project finds the project's files and installed tools, and controls the
// processes that its commands start.
package project

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Root returns the project's folder: the working directory or the nearest folder
// above it that has cmd/coffee.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		// Not app.go or go.mod: examples has those too.
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

// LocalDir returns the folder that commands write to: logs, outputs, the emulator's
// state.
func LocalDir(root string) string { return filepath.Join(root, ".local") }

// Python returns the path of a program that `make tools` installs with pip. The error
// says so if it is missing.
func Python(root, name string) (string, error) {
	return requireFile(filepath.Join(root, ".venv", "bin", name))
}

// Node returns the path of a program that `make tools` installs with npm. The error
// says so if it is missing.
func Node(root, name string) (string, error) {
	return requireFile(filepath.Join(root, "node_modules", ".bin", name))
}

func requireFile(path string) (string, error) {
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%s is not installed: run `make tools`", filepath.Base(path))
	}
	return path, nil
}
