// Package moto runs moto, an implementation of AWS that was written
// independently of MiniStack, as a second opinion for tests.
package moto

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Account is the account that moto answers for. Its region is that of the
// client.
const Account = "123456789012"

const readyWithin = time.Minute

// Server is a running moto server. It keeps everything in memory, and ends at
// the latest when the process that started it does.
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

// Start starts a server on a free port of 127.0.0.1 and waits until it listens.
// The error has the server's output if it does not within a minute.
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
		"PYTHONDONTWRITEBYTECODE=1", "PYTHONUNBUFFERED=1", "PYTHONUTF8=1")
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
	if err := s.listening(ctx, out); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

// listening waits for the line of the server's output that has its URL. The
// server listens by then.
func (s *Server) listening(ctx context.Context, out io.Reader) error {
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
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, url, ok := strings.Cut(lines.Text(), "Running on "); ok {
			s.url = url
			return nil
		}
		fmt.Fprintln(&said, lines.Text())
	}
	return fmt.Errorf("moto ended before it listened:\n%s", &said)
}

// URL is the endpoint of all its services.
func (s *Server) URL() string { return s.url }

// Config is what an AWS client needs to know to talk to the server. Nothing of it
// comes from the variables and files of the person.
func (s *Server) Config() aws.Config { return emulator.ConfigFor(s.url) }

// Stop ends the server and waits until it has ended. All that was created in it
// is gone.
func (s *Server) Stop() {
	s.leash.Close()
	<-s.drained
	_ = s.cmd.Wait() // killed by its own script
}
