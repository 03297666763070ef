// Package emulator runs MiniStack, the local AWS that the shop is tried and
// tested on.
package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"

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

	dir string
}

// Log is the file that an emulator with its state in dir writes to.
func Log(dir string) string { return filepath.Join(dir, "emulator.log") }

// Option is something about an emulator that is not as usual.
type Option func(*exec.Cmd)

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
	if err := free(port); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	held, err := lock(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	defer held.Close()
	log, err := os.Create(Log(dir))
	if err != nil {
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
		"PERSIST_STATE=0", "TMPDIR="+dir, "S3_DATA_DIR="+filepath.Join(dir, "s3"))
	for _, option := range options {
		option(cmd)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // a group of its own, to be stopped whole
	if err := cmd.Start(); err != nil {
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

// free returns an error that says what to do if the port is taken.
func free(port int) error {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("port %d is in use by another program: stop that, or choose another port with PORT=…", port)
	}
	return listener.Close()
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
			return fmt.Errorf("the emulator ended at once (%v): see %s", err, Log(e.dir))
		case <-ctx.Done():
			return fmt.Errorf("the emulator was not ready within %v: see %s", readyWithin, Log(e.dir))
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
	_ = syscall.Kill(-e.PID, syscall.SIGTERM)
	for deadline := time.Now().Add(stoppedWithin); running(e.dir) && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	_ = syscall.Kill(-e.PID, syscall.SIGKILL) // the functions, and whoever did not listen
	return os.Remove(filepath.Join(e.dir, stateFile))
}

// URL is the endpoint of all its services.
func (e *Emulator) URL() string { return fmt.Sprintf("http://127.0.0.1:%d", e.Port) }

// API is where this machine reaches an HTTP API whose URL a stack has as an
// output. The name of the host in that does not resolve everywhere.
func (e *Emulator) API(url string) string {
	_, host, _ := strings.Cut(url, "//")
	id, _, _ := strings.Cut(host, ".")
	return e.URL() + "/_aws/execute-api/" + id + "/$default"
}

// Env is the environment for a command that talks to the emulator: that of this
// process, with the emulator's account instead of whichever it names.
func (e *Emulator) Env() []string {
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "AWS_") })
	return append(env,
		"AWS_ENDPOINT_URL="+e.URL(), "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
		"AWS_REGION="+Region, "AWS_DEFAULT_REGION="+Region)
}

// Config is what an AWS client needs to know to talk to the emulator.
func (e *Emulator) Config(ctx context.Context) (aws.Config, error) {
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithBaseEndpoint(e.URL()),
		config.WithRegion(Region),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test", "test", "")))
	cfg.HTTPClient = patient{cfg.HTTPClient}
	return cfg, err
}

// patient lets the transport read a request's body to its end. The SDK closes
// the body as soon as the response is there, which in an emulator next door is
// before the transport has seen the end; through WriteTo the transport takes
// that for an error, drops the connection with the response in it, and the SDK
// sends the request a second time.
type patient struct{ aws.HTTPClient }

func (p patient) Do(request *http.Request) (*http.Response, error) {
	if request.ContentLength > 0 {
		request.Body = struct{ io.ReadCloser }{request.Body} // without WriteTo
	}
	return p.HTTPClient.Do(request)
}
