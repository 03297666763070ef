// Package tools installs the programs that the project needs, from lock files,
// into the project's folder: the emulator, moto and the linters with pip into
// .venv, the CDK and JSONata with npm into node_modules, what builds and tests the
// pages into web/node_modules, and Playwright into test/browser/node_modules.
//
// A stamp file records the lock file's hash, the Python version and the folder of
// each installation. If they do not match, it is installed again: installed programs
// contain their folder's path.
package tools

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Set is a group of programs that are installed together.
type Set struct {
	name string
	// lock is the path of the lock file in the project.
	lock string
	// ready reports whether the set is installed; install installs it.
	ready   func(in installation) bool
	install func(ctx context.Context, in installation) error
}

// The sets. Those of Python must be installed in this order.
var (
	CDK      = npmSet("the CDK", "package-lock.json", npmPackage{"cdk", "20"})
	Web      = npmSet("Vite", "web/package-lock.json", npmPackage{"vite", "20.19"})
	Browser  = npmSet("Playwright", "test/browser/package-lock.json", npmPackage{"playwright", "20.11"})
	Emulator = pipSet("the emulator", "requirements/emulator.txt", venv)
	Linters  = pipSet("cfn-lint", "requirements/lint.txt", venv)
	OpenAPI  = pipSet("schemathesis", "requirements/openapi.txt", venv)
	Moto     = pipSet("moto", "requirements/moto.txt", venv)
)

// Checkov is for make scan. Its versions of packages differ from those of the other
// sets, so it has a virtual environment of its own.
var Checkov = pipSet("checkov", "requirements/checkov.txt", ".venv-checkov")

// venv is the folder of the virtual environment that the other sets of Python share.
const venv = ".venv"

// All lists the sets that the tests need.
func All() []Set { return []Set{CDK, Web, Browser, Emulator, Linters, OpenAPI, Moto} }

// Missing returns the sets that are not installed.
func Missing(root string, sets ...Set) []Set {
	var missing []Set
	for _, set := range sets {
		if !set.ready(installation{root, set.lock}) {
			missing = append(missing, set)
		}
	}
	return missing
}

// Install installs the sets, one after the other. The error has the installer's
// output.
func Install(ctx context.Context, root string, sets ...Set) error {
	for _, set := range sets {
		if err := set.install(ctx, installation{root, set.lock}); err != nil {
			return fmt.Errorf("%s was not installed: %w", set.name, err)
		}
	}
	return nil
}

// Names joins the names of the sets, for messages.
func Names(sets []Set) string {
	var names []string
	for _, set := range sets {
		names = append(names, set.name)
	}
	return strings.Join(names, ", ")
}

// installation is the project's root and the lock file of a set.
type installation struct{ root, lock string }

// stamp returns the content of the stamp file, given the runtime's version.
func (in installation) stamp(runtime string) string {
	content, _ := os.ReadFile(filepath.Join(in.root, in.lock))
	return fmt.Sprintf("%x by %s in %s\n", sha256.Sum256(content), runtime, in.root)
}

// Run runs a program that may download packages, without showing its output. The
// error has the last 25 lines.
func Run(ctx context.Context, dir, command string, args ...string) error {
	cmd := exec.CommandContext(ctx, command, args...)
	var out bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, environ.Install(), &out, &out
	cmd.WaitDelay = 5 * time.Second
	project.StopWhole(cmd)
	err := cmd.Run()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		return fmt.Errorf("%s %s failed:\n  %s", filepath.Base(command), args[0],
			strings.Join(lines[max(0, len(lines)-25):], "\n  "))
	}
	return err
}

var firstNumber = regexp.MustCompile(`[0-9]+(\.[0-9]+)*`)

// need returns an error that says where to get a command, if it is missing or older
// than least.
func need(command, least, where string) error {
	if _, err := exec.LookPath(command); err != nil {
		return fmt.Errorf("%s is missing; version %s or newer is needed: %s", command, least, where)
	}
	cmd := exec.Command(command, "--version")
	cmd.Env = environ.Install()
	out, err := cmd.CombinedOutput()
	version := firstNumber.FindString(string(out))
	if err != nil || version == "" {
		return fmt.Errorf("%s does not run; version %s or newer is needed: %s\n  %s", command, least, where, strings.TrimSpace(string(out)))
	}
	if older(version, least) {
		return fmt.Errorf("%s is version %s; %s or newer is needed: %s", command, version, least, where)
	}
	return nil
}

// older reports whether a version is older than least, comparing numbers: 3.9 is
// older than 3.10.
func older(version, least string) bool {
	have, want := strings.Split(version, "."), strings.Split(least, ".")
	for i := range want {
		if i == len(have) {
			return true
		}
		h, _ := strconv.Atoi(have[i])
		w, _ := strconv.Atoi(want[i])
		if h != w {
			return h < w
		}
	}
	return false
}
