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

// tag leaves net/rpc, which only the retired go1.x runtime needs, out of
// aws-lambda-go.
const tag = "lambda.norpc"

// flags make binaries small and the same wherever they are built. They stand
// instead of the user's own GOFLAGS, of which -race or -mod=mod would break
// the build, and VCS stamping would in a folder of another user. The linker keeps its build id (no -buildid=), since go build tells
// by that whether a binary is up to date.
const flags = "-trimpath -buildvcs=false -tags=" + tag + " '-ldflags=-s -w'"

// source is a main package.
type source struct {
	ImportPath, Name, Dir string
	Module                *struct {
		Path, Dir string
		// Main is true for the module that the app is in, and for those of its
		// workspace.
		Main bool
	}
}

// find asks the module that the app is in for the main package importPath,
// whose module may be that one or one that it requires. What the package
// imports is not looked at, so the app's go.sum need not know it. The flag
// -mod=readonly is for an app with a vendor folder, which would not have a
// package that it does not import.
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

// home is the folder to build in. A module that the app requires is built in
// its own folder (read-only, if it was downloaded), so that its own go.mod and
// go.sum decide. One that the app is in is built where the app runs, whose
// go.work and vendor folder count then: the empty string.
func (s source) home() string {
	if s.Module.Main {
		return ""
	}
	return s.Module.Dir
}

// run runs go in dir, or where the app runs if that is empty, and returns what
// it printed, or an error with what it complained of.
func (b builder) run(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = b.environment()
	if dir != "" {
		cmd.Env = append(cmd.Env, "GOWORK=off")
	}
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		return nil, fmt.Errorf("go %s failed:\n%s", args[0], strings.TrimSpace(complaint.String()))
	}
	return out, err
}

// environment is that of this process, less every setting of Go that would
// change what is built, wherever the person has it from: the same source gives
// the same binary. What says where Go downloads from and keeps things stays, and
// so does GOWORK.
func (b builder) environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return strings.HasPrefix(name, "GO") && name != "GOWORK" || strings.HasPrefix(name, "CGO_")
	})
	env = append(env, environ.Go()...)
	return append(env, "GOFLAGS="+flags, "CGO_ENABLED=0", "GOOS="+b.target.OS, "GOARCH="+b.target.Arch,
		"GOARM64=v8.0", "GOAMD64=v1") // what every machine of Lambda has
}
