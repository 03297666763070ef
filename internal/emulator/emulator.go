// Package emulator runs MiniStack, the local AWS that the shop is tried and
// tested on.
package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Account and Region are the emulator's.
const (
	Account = "000000000000"
	Region  = "us-east-1"
)

const (
	readyWithin   = time.Minute
	stoppedWithin = 15 * time.Second
	stateFile     = "emulator.json"
)

// Emulator is a running emulator. It goes on when the process that started it
// ends.
type Emulator struct {
	Port int `json:"port"`
	PID  int `json:"pid"`
	// Bootstrapped says that the CDK's own stack is deployed.
	Bootstrapped bool `json:"bootstrapped"`
	// Complete says that all was deployed that was to be deployed first.
	Complete bool `json:"complete"`

	dir string
}

// Log is the file that an emulator with its state in dir writes to.
func Log(dir string) string { return filepath.Join(dir, "emulator.log") }

// Option is something about an emulator that is not as usual.
type Option func(*exec.Cmd)

// Setting gives the emulator one of its own settings, NAME=value.
func Setting(variable string) Option {
	return func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, variable) }
}

// Start starts an emulator on a port of loopback, and waits until it is ready.
// It keeps its log and its state in dir. It checks signatures and enforces IAM.
func Start(ctx context.Context, root, dir string, port int, options ...Option) (*Emulator, error) {
	if _, err := project.Python(root, "ministack"); err != nil {
		return nil, err
	}
	python, err := project.Python(root, "python")
	if err != nil {
		return nil, err
	}
	if err := CheckPort(port); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(home(dir), 0o755); err != nil {
		return nil, err
	}
	held, err := lock(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	log, err := os.Create(Log(dir))
	if err != nil {
		held.Close()
		return nil, err
	}
	defer log.Close()

	e := &Emulator{Port: port, dir: dir}
	cmd := exec.Command(python, filepath.Join(root, "internal", "emulator", "start.py"))
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = dir, log, log, []*os.File{held}
	cmd.Env = append(e.Env(),
		"BIND_HOST=127.0.0.1", "GATEWAY_PORT="+strconv.Itoa(port), "AUTH=true",
		"IOT_MTLS_ENABLED=0", // another port, open to the network
		// As in an account. With its own, smaller limit it drops the events of a
		// rush, where AWS delivers them later.
		"LAMBDA_ACCOUNT_CONCURRENCY=1000",
		// A rush leaves hundreds of functions behind that wait for another, and the
		// emulator looks after each of them many times a second. They go after 5 s
		// instead of 5 min, whenever it next counts them, which is twice a minute.
		"LAMBDA_WARM_TTL_SECONDS=5",
		"PERSIST_STATE=0", "TMPDIR="+dir, "S3_DATA_DIR="+filepath.Join(dir, "s3"),
		"PYTHONDONTWRITEBYTECODE=1", "PYTHONUNBUFFERED=1", "PYTHONUTF8=1")
	for _, option := range options {
		option(cmd)
	}
	project.Detach(cmd)
	err = cmd.Start()
	held.Close()
	if err != nil {
		return nil, fmt.Errorf("the emulator did not start: %w", err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()

	e.PID = cmd.Process.Pid
	if err := e.save(); err != nil {
		return nil, errors.Join(err, e.Stop())
	}
	if err := e.ready(ctx, exited); err != nil {
		return nil, errors.Join(err, e.Stop())
	}
	return e, nil
}

func (e *Emulator) ready(ctx context.Context, exited <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for {
		if e.healthy(ctx) {
			return nil
		}
		select {
		case err := <-exited:
			return fmt.Errorf("the emulator ended at once (%v); the end of its log, %s:\n%s", err, Log(e.dir), lastLines(Log(e.dir), 20))
		case <-ctx.Done():
			if context.Cause(ctx) != context.DeadlineExceeded {
				return errors.New("interrupted while the emulator started")
			}
			return fmt.Errorf("the emulator was not ready within %v; the end of its log, %s:\n%s", readyWithin, Log(e.dir), lastLines(Log(e.dir), 20))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (e *Emulator) healthy(ctx context.Context) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.URL()+"/_ministack/health", nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Find returns the emulator that was started with its state in dir, or nil if
// it does not run.
func Find(dir string) (*Emulator, error) {
	content, err := os.ReadFile(filepath.Join(dir, stateFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e := &Emulator{dir: dir}
	if err := json.Unmarshal(content, e); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, stateFile), err)
	}
	if !running(dir) {
		return nil, os.Remove(filepath.Join(dir, stateFile))
	}
	return e, nil
}

// Running is as Find, but an emulator that does not run is an error.
func Running(dir string) (*Emulator, error) {
	e, err := Find(dir)
	if err == nil && e == nil {
		err = errors.New("the emulator does not run: start it with `make up`")
	}
	return e, err
}

// lastLines returns the end of a file, each line indented.
func lastLines(name string, most int) string {
	content, err := os.ReadFile(name)
	if err != nil {
		return "  (not readable: " + err.Error() + ")"
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return "  " + strings.Join(lines[max(0, len(lines)-most):], "\n  ")
}

// MarkComplete remembers that all was deployed that was to be deployed first.
func (e *Emulator) MarkComplete() error {
	e.Complete = true
	return e.save()
}

// MarkBootstrapped remembers that the CDK's own stack is deployed.
func (e *Emulator) MarkBootstrapped() error {
	e.Bootstrapped = true
	return e.save()
}

func (e *Emulator) save() error {
	content, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(e.dir, stateFile), content, 0o644)
}

// Stop stops the emulator and the functions it runs. All that was deployed
// into it is gone.
func (e *Emulator) Stop() error {
	_ = project.Terminate(e.PID)
	for deadline := time.Now().Add(stoppedWithin); running(e.dir) && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	_ = project.Kill(e.PID) // the functions, and whoever did not listen
	return os.Remove(filepath.Join(e.dir, stateFile))
}
