package sbom

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
)

// Release identifies what a bill of materials describes.
type Release struct {
	// Version is the tag or the commit, with -dirty if files differ from it.
	Version string
	// Time is that of the commit, in UTC and RFC 3339.
	Time string
}

// ReleaseOf returns the release in a working copy. A folder without git's history has
// no release: its zero value leaves version and time out.
func ReleaseOf(root string) (Release, error) {
	if _, err := os.Stat(filepath.Join(root, ".git")); errors.Is(err, fs.ErrNotExist) {
		return Release{}, nil
	}
	version, err := git(root, "describe", "--tags", "--always", "--dirty", "--abbrev=12")
	if err != nil {
		return Release{}, err
	}
	text, err := git(root, "log", "-1", "--format=%cI")
	if err != nil {
		return Release{}, err
	}
	committed, err := time.Parse(time.RFC3339, text)
	return Release{version, committed.UTC().Format(time.RFC3339)}, err
}

func git(root string, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"-C", root}, args...)...)
	cmd.Env = environ.Install() // without GIT_DIR and the like
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s in %s: %w", args[0], root, err)
	}
	return strings.TrimSpace(string(out)), nil
}
