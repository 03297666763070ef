package gofunction

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
)

// tag makes aws-lambda-go leave out net/rpc, which only the retired go1.x runtime
// needs.
const tag = "lambda.norpc"

// flags make binaries small and reproducible. They replace the user's GOFLAGS, because
// -race or -mod=mod would break the build. So would VCS stamping in a folder of another
// user. The build ID stays (no -buildid=): go build needs it to see whether a binary is
// up to date.
const flags = "-trimpath -buildvcs=false -tags=" + tag + " '-ldflags=-s -w'"

// source is a main package, as go list describes it.
type source struct {
	ImportPath, Name, Dir string
	Module                *struct {
		Path, Dir string
		// Main is true for the app's own module and for those of its workspace.
		Main bool
	}
}

// find finds the main package importPath in the app's module or in one that it
// requires. It does not look at the package's imports, so the app's go.sum need not
// cover them. -mod=readonly is for apps with a vendor folder, where a package that the
// app does not import is missing.
func (b builder) find(importPath string) (source, error) {
	out, err := b.run("", "list", "-mod=readonly", "-find", "-json=ImportPath,Name,Dir,Module", "--", importPath)
	if err != nil {
		return source{}, err
	}
	var found source
	if err := json.Unmarshal(out, &found); err != nil {
		return source{}, fmt.Errorf("go list %s: %w", importPath, err)
	}
	if found.Module == nil || found.Name != "main" {
		return source{}, fmt.Errorf("%s is not a main package of a module", importPath)
	}
	return found, nil
}

// home returns the folder to build in. A module that the app requires is built in its
// own folder (read-only in the module cache), with its own go.mod and go.sum. The
// app's own module, or one of its workspace, is built in the app's working directory
// (empty string), with the app's go.work and vendor folder.
func (s source) home() string {
	if s.Module.Main {
		return ""
	}
	return s.Module.Dir
}

// run runs go in dir, or in the working directory if dir is empty, and returns its
// stdout. The error has its stderr.
func (b builder) run(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = b.environment()
	if dir != "" {
		cmd.Env = append(cmd.Env, "GOWORK=off")
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		return nil, fmt.Errorf("go %s failed:\n%s", args[0], strings.TrimSpace(stderr.String()))
	}
	return out, err
}

// environment returns this process's variables without the Go settings that would
// change the binary, including those of `go env -w`. GOWORK, and the settings of where
// Go downloads from and keeps its files, stay.
func (b builder) environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return strings.HasPrefix(name, "GO") && name != "GOWORK" || strings.HasPrefix(name, "CGO_")
	})
	env = append(env, environ.Go()...)
	return append(env, "GOFLAGS="+flags, "CGO_ENABLED=0", "GOOS="+b.target.OS, "GOARCH="+b.target.Arch,
		"GOARM64=v8.0", "GOAMD64=v1") // every Lambda host has these
}
