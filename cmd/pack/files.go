package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/sbom"
)

// collect writes the files of the release into one folder, and returns their names.
func (b build) collect(version, notes string) ([]string, error) {
	if err := os.MkdirAll(b.files(), 0o755); err != nil {
		return nil, err
	}
	functions, err := b.functions()
	if err != nil {
		return nil, err
	}
	if err := b.templates(); err != nil {
		return nil, err
	}
	// The time is that of the commit; the version is that of the tag, which may not exist yet.
	release, err := sbom.ReleaseOf(b.root)
	if err != nil {
		return nil, err
	}
	release.Version = "v" + version
	app := sbom.App{Root: b.source(), Assembly: b.assembly(), Program: b.program()}
	if _, err := app.WriteFiles(b.files(), release); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(b.files(), "NOTES.md"), []byte(notes+"\n"+functions), 0o644); err != nil {
		return nil, err
	}
	return writeHashes(b.files())
}

// functions copies the functions' archives under the names that the templates have for
// them. It returns a section of the notes that says which is which.
func (b build) functions() (section string, err error) {
	archives, err := sbom.Archives(b.assembly())
	if err != nil {
		return "", err
	}
	var list strings.Builder
	fmt.Fprintf(&list, "Functions, built with %s for linux/arm64; the templates name the files:\n\n", runtime.Version())
	for _, archive := range archives {
		function, err := sbom.Function(archive)
		if err != nil {
			return "", err
		}
		name := strings.TrimPrefix(filepath.Base(archive), "asset.")
		if err := copyFile(archive, filepath.Join(b.files(), name)); err != nil {
			return "", err
		}
		fmt.Fprintf(&list, "- `%s`: %s\n", name, strings.TrimPrefix(function.Name, "function "))
	}
	return list.String(), nil
}

// templates copies the environments' templates.
func (b build) templates() error {
	for _, name := range environments {
		env, err := config.For(name)
		if err != nil {
			return err
		}
		err = copyFile(filepath.Join(b.assembly(), env.StackName()+".template.json"), filepath.Join(b.files(), env.StackName()+".json"))
		if err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

// hashes is the name of the list of hashes, which `sha256sum -c` checks.
const hashes = "SHA256SUMS"

// writeHashes writes the SHA-256 hashes of all files in a folder, and returns the names
// of the files, sorted, and of the list.
func writeHashes(folder string) (names []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var list strings.Builder
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		names = append(names, entry.Name())
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(content), entry.Name())
	}
	return append(names, hashes), os.WriteFile(filepath.Join(folder, hashes), []byte(list.String()), 0o644)
}
