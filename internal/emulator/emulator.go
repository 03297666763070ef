// Package emulator runs MiniStack, the local emulator of AWS that the shop runs on in
// development and tests.
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

// Account and Region are the account and the region of the emulator.
const (
	Account = "000000000000"
	Region  = "us-east-1"
)

const (
	readyWithin   = time.Minute
	stoppedWithin = 15 * time.Second
	stateFile     = "emulator.json"
)

// Emulator is a running emulator. It keeps running when the process that started it
// ends.
type Emulator struct {
	Port int `json:"port"`
	PID  int `json:"pid"`
	// Bootstrapped is true once the CDK's bootstrap stack is deployed.
	Bootstrapped bool `json:"bootstrapped"`
	// Complete is true once the first deployment has succeeded.
	Complete bool `json:"complete"`

	dir string
}

// Log returns the path of the log file of the emulator in dir.
func Log(dir string) string { return filepath.Join(dir, "emulator.log") }

// Option changes how an emulator starts.
type Option func(*exec.Cmd)

// Setting sets an environment variable of the emulator, NAME=value.
func Setting(variable string) Option {
	return func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, variable) }
}

// Start starts an emulator on a port of 127.0.0.1 and waits up to a minute until it
// is ready. The emulator keeps its log and state in dir, checks signatures and
// enforces IAM.
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
		"IOT_MTLS_ENABLED=0", // it would open another port to the network
		// The default of an AWS account. With its own, lower default the emulator
		// drops the events of a rush, which AWS would deliver later.
		"LAMBDA_ACCOUNT_CONCURRENCY=1000",
		// A rush leaves hundreds of idle functions, which the emulator polls many times
		// a second. This ends them after 5 s instead of 5 min, at its next check; it
		// checks twice a minute.
		"LAMBDA_WARM_TTL_SECONDS=5",
		"PERSIST_STATE=0", "STATE_DIR="+filepath.Join(dir, "state"), "TMPDIR="+dir, "S3_DATA_DIR="+filepath.Join(dir, "s3"),
		"PYTHONPYCACHEPREFIX="+filepath.Join(project.LocalDir(root), "python"), "PYTHONUNBUFFERED=1", "PYTHONUTF8=1")
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
	if err := e.waitUntilReady(ctx, exited); err != nil {
		return nil, errors.Join(err, e.Stop())
	}
	return e, nil
}

func (e *Emulator) waitUntilReady(ctx context.Context, exited <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for {
		if e.healthy(ctx) {
			return nil
		}
		select {
		case err := <-exited:
			return fmt.Errorf("the emulator exited while starting (%w); the end of its log, %s:\n%s", err, Log(e.dir), lastLines(Log(e.dir), 20))
		case <-ctx.Done():
			if !errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
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

// Find returns the emulator with its state in dir, nil if it is not running.
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

// Running returns the emulator with its state in dir, or an error if it is not
// running.
func Running(dir string) (*Emulator, error) {
	e, err := Find(dir)
	if err == nil && e == nil {
		err = errors.New("the emulator is not running: start it with `make up`")
	}
	return e, err
}

// lastLines returns the last lines of a file, up to most, each indented.
func lastLines(name string, most int) string {
	content, err := os.ReadFile(name)
	if err != nil {
		return "  (not readable: " + err.Error() + ")"
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return "  " + strings.Join(lines[max(0, len(lines)-most):], "\n  ")
}

// MarkComplete saves that the first deployment has succeeded.
func (e *Emulator) MarkComplete() error {
	e.Complete = true
	return e.save()
}

// MarkBootstrapped saves that the CDK's bootstrap stack is deployed.
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

// Stop stops the emulator and the functions that it runs, and removes its state file.
// Everything deployed to it is lost.
func (e *Emulator) Stop() error {
	_ = project.Terminate(e.PID)
	for deadline := time.Now().Add(stoppedWithin); running(e.dir) && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	_ = project.Kill(e.PID) // the functions, and processes that ignored the signal
	return os.Remove(filepath.Join(e.dir, stateFile))
}
