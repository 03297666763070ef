package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const changelog = "# Changes\n\n## Unreleased\n\n- New.\n\n## 0.2.0\n\n- Each order ends\n  ([promises](docs/promises.md#orders)), as [semver](https://semver.org) has it.\n\n## 0.1.0\n\n## 0.0.1\n"

func TestTheNotesAreTheVersionsSectionWithLinksToItsFiles(t *testing.T) {
	got, err := notesOf(changelog, "0.2.0")
	want := "- Each order ends\n  ([promises](" + repository + "/blob/v0.2.0/docs/promises.md#orders)), as [semver](https://semver.org) has it.\n"
	if err != nil || got != want {
		t.Errorf("notesOf() = %q, %v, want %q", got, err, want)
	}
	for _, version := range []string{"0.3.0", "0.1.0", "0.2"} {
		if got, err := notesOf(changelog, version); err == nil || !strings.Contains(err.Error(), `"## `+version+`"`) {
			t.Errorf("notesOf(%s) = %q, %v, want an error that says what to write", version, got, err)
		}
	}
}

func TestAVersionIsASemanticOne(t *testing.T) {
	for _, version := range []string{"0.2.0", "10.0.1", "1.0.0-rc.1"} {
		if err := checkVersion(version); err != nil {
			t.Error(err)
		}
	}
	for _, version := range []string{"", "v0.2.0", "0.2", "0.02.0", "1.0.0/..", "latest", "1.0.0-", "../x"} {
		if checkVersion(version) == nil {
			t.Errorf("checkVersion(%q) = nil, want an error", version)
		}
	}
}

func TestAReleaseIsBuiltFromACommitOnly(t *testing.T) {
	root := t.TempDir()
	refused := func(want string) {
		t.Helper()
		if commit, err := cleanCommit(root, "0.2.0"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("cleanCommit() = %q, %v, want an error with %q", commit, err, want)
		}
	}
	run := func(args ...string) {
		t.Helper()
		if _, err := git(root, args...); err != nil {
			t.Fatal(err)
		}
	}
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(root, "a file"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	commit := func() {
		t.Helper()
		run("add", ".")
		run("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "Change")
	}
	refused("no history")
	run("init", "--quiet")
	write("one")
	refused(`?? "a file"`)
	commit()
	run("tag", "v0.2.0")
	if hash, err := cleanCommit(root, "0.2.0"); err != nil || len(hash) != 40 {
		t.Errorf("cleanCommit() = %q, %v, want the commit", hash, err)
	}
	write("two")
	refused(`M "a file"`)
	commit()
	refused("v0.2.0 is the tag of commit")
}

func TestTheHashesAreThoseOfAllFiles(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"b.json", "a.zip"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	names, err := writeHashes(folder)
	if err != nil || !slices.Equal(names, []string{"a.zip", "b.json", hashes}) {
		t.Errorf("writeHashes() = %q, %v, want all files", names, err)
	}
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	got, err := os.ReadFile(filepath.Join(folder, hashes))
	if want := empty + "  a.zip\n" + empty + "  b.json\n"; err != nil || string(got) != want {
		t.Errorf("SHA256SUMS is %q, %v, want %q", got, err, want)
	}
}
