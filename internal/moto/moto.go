// Package moto runs moto, an emulator of AWS developed independently of MiniStack, as
// a second opinion in tests.
package moto

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Account is the AWS account that moto emulates. Its region is that of the client.
const Account = "123456789012"

const readyWithin = time.Minute

// Server is a running moto server. It keeps everything in memory, and ends no later
// than the process that started it.
type Server struct {
	url     string
	cmd     *exec.Cmd
	leash   io.Closer
	drained chan struct{} // closed when the server's output has ended
}

// script runs the server for as long as standard input is open, then removes
// the server's folder and kills the process group. It does the same as soon as
// the server ends by itself.
const script = `
dir=$1 python=$2
end() { rm -rf "$dir"; kill -9 0; }
{ "$python" -m moto.server -H 127.0.0.1 -p 0 2>&1; end; } &
read -r _
end
`

// Start starts a server on a free port of 127.0.0.1 and waits up to a minute until it
// listens. If the server exits first, the error contains its output.
func Start(ctx context.Context, root string) (*Server, error) {
	if _, err := project.Python(root, "moto_server"); err != nil {
		return nil, err
	}
	python, err := project.Python(root, "python")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "coffeeshop-moto-")
	if err != nil {
		return nil, err
	}
	s := &Server{drained: make(chan struct{}), cmd: exec.Command("sh", "-c", script, "moto", dir, python)}
	s.cmd.Dir = dir
	s.cmd.Env = append(environ.Local(dir), "TMPDIR="+dir,
		"PYTHONPYCACHEPREFIX="+filepath.Join(project.LocalDir(root), "python"), "PYTHONUNBUFFERED=1", "PYTHONUTF8=1")
	project.Detach(s.cmd)
	leash, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	s.leash = leash
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("moto did not start: %w", err)
	}
	if err := s.waitUntilListening(ctx, out); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// waitUntilListening waits for the line of the server's output with its URL, which it
// prints once it listens.
func (s *Server) waitUntilListening(ctx context.Context, out io.Reader) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	started := make(chan error, 1)
	go func() {
		defer close(s.drained)
		started <- s.readURL(out)
		_, _ = io.Copy(io.Discard, out)
	}()
	select {
	case err := <-started:
		return err
	case <-ctx.Done():
		return fmt.Errorf("moto did not listen: %w", ctx.Err())
	}
}

func (s *Server) readURL(out io.Reader) error {
	var output strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, url, ok := strings.Cut(lines.Text(), "Running on "); ok {
			s.url = url
			return nil
		}
		fmt.Fprintln(&output, lines.Text())
	}
	return fmt.Errorf("moto exited before it listened:\n%s", &output)
}

// URL returns the endpoint of all services.
func (s *Server) URL() string { return s.url }

// Config returns the configuration for AWS clients of the server. It ignores the
// user's environment variables and files.
func (s *Server) Config() aws.Config { return emulator.ConfigFor(s.url) }

// Stop ends the server and waits until it has ended. Everything in it is lost.
func (s *Server) Stop() {
	s.leash.Close()
	<-s.drained
	_ = s.cmd.Wait() // killed by its own script
}
