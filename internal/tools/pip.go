package tools

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
)

// pipSet returns the set of a lock file that pip installs into a virtual environment,
// a folder of the project.
func pipSet(name, lock, venv string) Set {
	return Set{
		name, lock,
		func(in installation) bool { return pip{in, venv}.ready() },
		func(ctx context.Context, in installation) error { return pip{in, venv}.install(ctx) },
	}
}

// pip installs into the virtual environment in a folder of the project.
type pip struct {
	installation
	folder string
}

func (in pip) venv() string   { return filepath.Join(in.root, in.folder) }
func (in pip) python() string { return filepath.Join(in.venv(), "bin", "python") }

func (in pip) pipStamp() string {
	return filepath.Join(in.venv(), "."+strings.TrimSuffix(filepath.Base(in.lock), ".txt"))
}

func (in pip) ready() bool {
	stamp, err := os.ReadFile(in.pipStamp())
	return err == nil && string(stamp) == in.stamp(in.pythonVersion())
}

// pythonVersion returns the version of the virtual environment's Python, empty if it
// or its pip does not run.
func (in pip) pythonVersion() string {
	cmd := exec.Command(in.python(), "-c", "import pip, sys; print(*sys.version_info[:2], sep='.')")
	cmd.Env = environ.Install()
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func (in pip) install(ctx context.Context) error {
	if err := in.makeVenv(ctx); err != nil {
		return err
	}
	// The lock file lists all dependencies, so there are none to resolve. Python compiles
	// the modules that are used when they are first imported, which are a fraction.
	err := Run(ctx, in.root, in.python(), "-m", "pip", "install", "--quiet", "--no-user", "--disable-pip-version-check",
		"--no-input", "--retries", "2", "--no-deps", "--no-compile", "--require-hashes", "-r", in.lock)
	if err != nil {
		return err
	}
	return os.WriteFile(in.pipStamp(), []byte(in.stamp(in.pythonVersion())), 0o644)
}

// makeVenv creates the virtual environment, unless it was created in this folder and
// its Python is still the same.
func (in pip) makeVenv(ctx context.Context) error {
	venv := installation{root: in.root} // without a lock file
	stamp := filepath.Join(in.venv(), ".made")
	if content, err := os.ReadFile(stamp); err == nil && string(content) == venv.stamp(in.pythonVersion()) {
		return nil
	}
	if strings.ContainsAny(in.root, ":$") {
		return fmt.Errorf("the path of this folder, %s, has a colon or a dollar sign, which Python's tools cannot handle: move or rename the folder", in.root)
	}
	if err := need("python3", "3.10", "https://www.python.org/downloads"); err != nil {
		return err
	}
	if err := os.RemoveAll(in.venv()); err != nil {
		return err
	}
	if err := Run(ctx, in.root, "python3", "-m", "venv", in.folder); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return errors.Join(errors.New("python3 cannot create a virtual environment; if its venv module is missing, install it (on Debian and Ubuntu: apt install python3-venv)"), err)
	}
	return os.WriteFile(stamp, []byte(venv.stamp(in.pythonVersion())), 0o644)
}
