package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// newcomer is a user with a fresh copy of the project.
type newcomer struct {
	t    *testing.T
	root string
	// env is the environment of the newcomer's shell: PATH, HOME, and what with adds.
	env []string
}

// newNewcomer copies the project's files into a folder whose path has spaces, quotes
// and more, and creates an empty home. The home links to Go's caches, which saves
// minutes.
func newNewcomer(t *testing.T) *newcomer {
	t.Helper()
	dir := t.TempDir()
	n := &newcomer{t: t, root: filepath.Join(dir, "it's my café (2)")}
	home := filepath.Join(dir, "home")
	n.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home}
	for name, link := range map[string]string{
		output(t, "go", "env", "GOMODCACHE"): "go/pkg/mod",
		output(t, "go", "env", "GOCACHE"):    ".cache/go-build",
	} {
		link = filepath.Join(home, filepath.FromSlash(link))
		if err := errors.Join(os.MkdirAll(filepath.Dir(link), 0o755), os.Symlink(name, link)); err != nil {
			t.Fatal(err)
		}
	}
	listed := output(t, "git", "-C", needs.Path("."), "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	for _, name := range strings.Split(strings.TrimRight(listed, "\x00"), "\x00") {
		if err := copyFile(needs.Path(name), filepath.Join(n.root, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(n.killProcesses)
	return n
}

// copyFile copies a file, unless it is deleted but still in git's index.
func copyFile(from, to string) error {
	info, err := os.Stat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, content, info.Mode())
}

// output returns the stdout of a command that must succeed.
func output(t *testing.T, command string, args ...string) string {
	t.Helper()
	out, err := exec.Command(command, args...).Output()
	if err != nil {
		t.Fatalf("%s %q: %v", command, args, err)
	}
	return strings.TrimSpace(string(out))
}

// in returns the same newcomer in a subtest.
func (n *newcomer) in(t *testing.T) *newcomer {
	other := *n
	other.t = t
	return &other
}

// with returns the same newcomer with more variables.
func (n *newcomer) with(variables ...string) *newcomer {
	other := *n
	other.env = append(append([]string{}, n.env...), variables...)
	return &other
}

// printed is what a command has printed so far.
type printed struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *printed) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(text)
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// command returns a command in the project's folder, in a process group of its own, as
// a shell would start it.
func (n *newcomer) command(ctx context.Context, name string, args ...string) (*exec.Cmd, *printed) {
	cmd := exec.CommandContext(ctx, name, args...)
	out := new(printed)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = n.root, n.env, out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = 10 * time.Second
	return cmd, out
}

// runs runs a command that must succeed, and returns its output.
func (n *newcomer) runs(name string, args ...string) string {
	n.t.Helper()
	cmd, out := n.command(n.t.Context(), name, args...)
	if err := cmd.Run(); err != nil {
		n.t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return out.String()
}

// isRefused runs a command that must fail with these words in its output.
func (n *newcomer) isRefused(words string, name string, args ...string) {
	n.t.Helper()
	cmd, out := n.command(n.t.Context(), name, args...)
	err := cmd.Run()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || !strings.Contains(out.String(), words) {
		n.t.Errorf("%s %q: %v, want an error with %q:\n%s", name, args, err, words, out)
	}
}

// killProcesses kills the newcomer's processes.
func (n *newcomer) killProcesses() {
	for _, process := range n.processes() {
		_ = syscall.Kill(process.id, syscall.SIGKILL)
	}
}

type process struct {
	id   int
	line string
}

// processes lists the processes that run in the project's folder, or have its path in
// their arguments or variables. Without /proc, it finds none.
func (n *newcomer) processes() (found []process) {
	entries, _ := filepath.Glob("/proc/[0-9]*")
	for _, entry := range entries {
		var id int
		if _, err := fmt.Sscanf(filepath.Base(entry), "%d", &id); err != nil || id == os.Getpid() {
			continue
		}
		line, _ := os.ReadFile(filepath.Join(entry, "cmdline"))
		variables, _ := os.ReadFile(filepath.Join(entry, "environ"))
		folder, _ := os.Readlink(filepath.Join(entry, "cwd"))
		if strings.Contains(string(line)+string(variables)+folder, n.root) && len(line) > 0 {
			found = append(found, process{id, strings.ReplaceAll(string(line), "\x00", " ")})
		}
	}
	return found
}

// freePort returns a port that no program listens on.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)
}
