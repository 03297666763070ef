package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
)

// validVersion matches a semantic version without build metadata.
var validVersion = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$`)

// checkVersion returns an error for what is not a semantic version.
func checkVersion(version string) error {
	switch {
	case version == "":
		return errors.New("which version? For example: make release VERSION=0.2.0")
	case !validVersion.MatchString(version):
		return fmt.Errorf("the version is %q: want three numbers such as 0.2.0, without a v, or 0.2.0-rc.1", version)
	}
	return nil
}

// cleanCommit returns the current commit. It returns an error if files differ from it,
// or if the version's tag is at another commit.
func cleanCommit(root, version string) (string, error) {
	if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
		return "", errors.New("this folder has no history, so nothing says which commit it is: clone the repository with git")
	}
	changed, err := git(root, "status", "--porcelain", "--untracked-files=all")
	if err != nil {
		return "", err
	}
	if changed != "" {
		return "", fmt.Errorf("files differ from the commit, and a release is built from a commit: commit them, or set them aside with `git stash -u`\n%s", firstLines(changed, 5))
	}
	head, err := git(root, "rev-parse", "--verify", "HEAD")
	if err != nil {
		return "", err
	}
	if tagged, err := git(root, "rev-parse", "--verify", "--quiet", "refs/tags/v"+version+"^{commit}"); err == nil && tagged != head {
		return "", fmt.Errorf("v%s is the tag of commit %.12s, and this is %.12s: check out v%[1]s, or choose another version", version, tagged, head)
	}
	return head, nil
}

// firstLines returns at most n lines of a text, and says how many it left out.
func firstLines(text string, n int) string {
	lines := strings.Split(text, "\n")
	if more := len(lines) - n; more > 0 {
		lines = append(lines[:n:n], fmt.Sprintf("… and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// git runs git in a folder, and returns its output without white space at the end.
func git(root string, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"-C", root}, args...)...)
	cmd.Env = environ.Install() // without GIT_DIR and the like
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w\n%s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return strings.TrimRight(string(out), "\n"), nil
}
