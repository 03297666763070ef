// Command pack writes the files of a release: the functions, the templates of dev and
// prod, the lists of packages, the notes and the hashes. The same commit and the same
// version of Go give the same bytes. `make release` runs it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/serverless-coffee/coffeeshop/internal/command"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: make release VERSION=0.2.0

Writes the files of a release to .local/release/VERSION:
  *.zip                the functions for linux/arm64, named as in the templates
  CoffeeShop-*.json    the CloudFormation templates of dev and prod
  *.cdx.json           the lists of packages, in CycloneDX
  NOTES.md             what CHANGELOG.md says of the version
  SHA256SUMS           the hashes of these files

It builds the current commit, and refuses to while files differ from it.

Flags:
`

func main() { command.Main("release", run) } // the name of the make command

func run(ctx context.Context, args []string) error {
	flags := command.Flags("release", usage, os.Stderr)
	version := flags.String("version", "", "the version, such as 0.2.0; CHANGELOG.md must have a section for it")
	if err := command.Parse(flags, args); err != nil {
		return err
	}
	if err := checkVersion(*version); err != nil {
		return err
	}
	root, err := project.Root()
	if err != nil {
		return err
	}
	unlock, err := project.Lock(ctx, root, func(process string) {
		fmt.Printf("Waiting for another command in this folder to finish (process %s) ...\n", process)
	})
	if err != nil {
		return err
	}
	defer unlock()
	return release(ctx, root, *version)
}

// release builds the commit in a copy, and replaces the files of an earlier run when all
// of them are written.
func release(ctx context.Context, root, version string) (err error) {
	commit, err := cleanCommit(root, version)
	if err != nil {
		return err
	}
	changelog, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return err
	}
	notes, err := notesOf(string(changelog), version)
	if err != nil {
		return err
	}
	fmt.Printf("==> Version %s, commit %.12s, with %s\n", version, commit, runtime.Version())
	work := filepath.Join(project.LocalDir(root), "release-work")
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	b := build{root: root, work: work}
	if err := b.run(ctx); err != nil {
		return err
	}
	out := filepath.Join(project.LocalDir(root), "release", version)
	done := progress.Step("Writing the files")
	names, err := b.collect(version, notes)
	if err == nil {
		err = replace(b.files(), out)
	}
	if done(err) != nil {
		return err
	}
	for _, name := range names {
		fmt.Println(filepath.Join(".local", "release", version, name))
	}
	return nil
}

// replace moves a folder to where an earlier one may be.
func replace(folder, out string) error {
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	return os.Rename(folder, out)
}
