package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/internal/findings"
	"github.com/serverless-coffee/coffeeshop/internal/project"
	"github.com/serverless-coffee/coffeeshop/internal/tools"
)

func golangciLint(ctx context.Context, root string) ([]findings.Finding, error) {
	program, err := build(ctx, root, "golangci-lint", "github.com/golangci/golangci-lint/v2/cmd/golangci-lint")
	if err != nil {
		return nil, err
	}
	report, err := output(ctx, root, "Linting the Go code", environ.Install(), program, "run", "--allow-parallel-runners",
		"--issues-exit-code=0", "--show-stats=false", "--output.json.path=stdout", "./...")
	if err != nil {
		return nil, err
	}
	return parseGolangciLint(report)
}

func gitleaks(ctx context.Context, root string) ([]findings.Finding, error) {
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		return nil, errors.New("this folder has no history: clone the repository with git")
	}
	program, err := build(ctx, root, "gitleaks", "github.com/zricethezav/gitleaks/v8")
	if err != nil {
		return nil, err
	}
	report, err := output(ctx, root, "Looking for secrets in all commits", environ.Install(), program, "git", "--no-banner", "--log-level=error",
		"--exit-code=0", "--report-format=json", "--report-path=-", "--log-opts=HEAD", ".")
	if err != nil {
		return nil, err
	}
	return parseGitleaks(report)
}

func checkov(ctx context.Context, root string) ([]findings.Finding, error) {
	if missing := tools.Missing(root, tools.Checkov); len(missing) > 0 {
		err := step("Installing checkov", func() error { return tools.Install(ctx, root, missing...) })
		if err != nil {
			return nil, err
		}
	}
	home := filepath.Join(project.LocalDir(root), "scanners", "home")
	if err := os.MkdirAll(home, 0o755); err != nil {
		return nil, err
	}
	args := []string{"--framework=cloudformation", "--quiet", "--compact", "--skip-download", "--soft-fail", "--output=json"}
	for _, name := range []string{"dev", "prod"} {
		args = append(args, "--file="+filepath.Join(root, "test", "snapshot", "testdata", name+".json"))
	}
	report, err := output(ctx, root, "Checking the templates of dev and prod", environ.Local(home), filepath.Join(root, ".venv-checkov", "bin", "checkov"), args...)
	if err != nil {
		return nil, err
	}
	return parseCheckov(report)
}

// database has the known vulnerabilities of Go modules.
const database = "https://vuln.go.dev"

// govulncheck looks for known vulnerabilities in what the Go code calls, and prints
// them.
func govulncheck(ctx context.Context, root string) error {
	program, err := build(ctx, root, "govulncheck", "golang.org/x/vuln/cmd/govulncheck")
	if err != nil {
		return err
	}
	report, err := output(ctx, root, "Looking for known vulnerabilities", environ.Install(), program, "-db="+database, "./...")
	if err != nil && strings.Contains(err.Error(), "fetching vulnerabilities") {
		return fmt.Errorf("NOTHING WAS CHECKED: the database %s cannot be reached from here\n%w", database, err)
	}
	fmt.Printf("%s", report)
	return err
}

// build compiles a scanner, whose module in tools pins all its dependencies, and
// returns the program's path.
func build(ctx context.Context, root, name, pkg string) (string, error) {
	program := filepath.Join(project.LocalDir(root), "scanners", name)
	what := "Compiling " + name
	if _, err := os.Stat(program); err != nil {
		what += ", which takes a few minutes the first time"
	}
	return program, step(what, func() error {
		return tools.Run(ctx, root, "go", "build", "-modfile="+filepath.Join("tools", name, "go.mod"), "-o", program, pkg)
	})
}

// output runs a program in the project's folder and returns its stdout. The error has
// its stderr.
func output(ctx context.Context, root, what string, env []string, program string, args ...string) (out []byte, err error) {
	err = step(what, func() error {
		cmd := exec.CommandContext(ctx, program, args...)
		var stderr bytes.Buffer
		cmd.Dir, cmd.Env, cmd.Stderr = root, env, &stderr
		project.StopWhole(cmd)
		if out, err = cmd.Output(); err != nil {
			return fmt.Errorf("%w\n%s", err, bytes.TrimSpace(stderr.Bytes()))
		}
		return nil
	})
	return out, err
}

// firstJSON decodes the JSON at the beginning of a report, which text may follow. The
// error does not show the report, which may have secrets.
func firstJSON(report []byte, into any) error {
	if err := json.NewDecoder(bytes.NewReader(report)).Decode(into); err != nil {
		return fmt.Errorf("its report is not JSON: %w", err)
	}
	return nil
}
