// Command scan runs the scanners that are not part of the tests, because they take
// minutes to install or need the network. `make scan` runs those that work offline once
// they are installed, `make vulnerabilities` the one that asks a database.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/serverless-coffee/coffeeshop/internal/command"
	"github.com/serverless-coffee/coffeeshop/internal/findings"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: scan [-vulnerabilities]

Runs golangci-lint on the Go code, gitleaks on git's history and checkov on the
templates. It fails on each finding that internal/findings does not accept.

Flags:
`

func main() { command.Main("scan", run) }

func run(ctx context.Context, args []string) error {
	flags := command.Flags("scan", usage, os.Stderr)
	vulnerabilities := flags.Bool("vulnerabilities", false, "instead look for known vulnerabilities in the Go code, with govulncheck and the database at "+database)
	if err := command.Parse(flags, args); err != nil {
		return err
	}
	root, err := project.Root()
	if err != nil {
		return err
	}
	if *vulnerabilities {
		return govulncheck(ctx, root)
	}
	return scan(ctx, root)
}

// scan runs the scanners one after the other, and returns an error if any of them
// failed or found something.
func scan(ctx context.Context, root string) error {
	failed := false
	for _, s := range []struct {
		findings.Scanner
		run func(ctx context.Context, root string) ([]findings.Finding, error)
	}{
		{findings.GolangciLint, golangciLint}, {findings.Gitleaks, gitleaks}, {findings.Checkov, checkov},
	} {
		found, err := s.run(ctx, root)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		problems := s.Judge(found)
		for _, problem := range problems {
			fmt.Println(problem)
		}
		fmt.Printf("%s: %d findings, of which %d are accepted; %d problems\n", s.Name, len(found), s.Covered(found), len(problems))
		failed = failed || len(problems) > 0
	}
	fmt.Println("Known vulnerabilities are not looked up: `make vulnerabilities` does that, and needs the network.")
	if failed {
		return errors.New("see the problems above")
	}
	return nil
}

// step shows the progress of a part of a scan.
func step(what string, do func() error) error {
	done := progress.Step("%s", what)
	return done(do())
}
