package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
)

// milliseconds is a time, to a tenth.
type milliseconds float64

func inMilliseconds(d time.Duration) milliseconds {
	return milliseconds(math.Round(float64(d.Microseconds())/100) / 10)
}

// startWithin is how long AWS lets a function take to start.
const startWithin = 10 * time.Second

// startAll starts every function so many times, built for this machine, and
// notes how long that took. They take turns, so that whatever else keeps the
// machine busy for a while hits them alike.
func (s *shop) startAll(ctx context.Context, all []function, times int) error {
	here, err := functions(s.cdk(s.local).OutputDir, s.local.StackName())
	if err != nil {
		return err
	}
	for range times {
		for i, f := range all {
			at := slices.IndexFunc(here, func(h function) bool { return h.Name == f.Name })
			if at < 0 {
				return fmt.Errorf("%s does not have the function %s", s.local.Name, f.Name)
			}
			took, err := here[at].start(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
			all[i].Starts = append(f.Starts, inMilliseconds(took))
		}
	}
	for _, f := range all {
		slices.Sort(f.Starts)
	}
	return nil
}

// start runs a function as Lambda does, until it asks for its first request.
func (f function) start(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, startWithin)
	defer cancel()
	ready := make(chan error, 1)
	lambda := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/runtime/invocation/next") {
			ready <- nil
		} else {
			said, _ := io.ReadAll(r.Body)
			ready <- fmt.Errorf("it does not start: %s", said)
		}
		<-ctx.Done() // there is no request
	}))
	defer lambda.Close()
	defer cancel() // before the server waits for its last answer

	cmd := exec.CommandContext(ctx, filepath.Join(f.folder, "bootstrap"))
	cmd.Env = []string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(lambda.URL, "http://"),
		"AWS_LAMBDA_FUNCTION_NAME=" + f.Name, "AWS_LAMBDA_LOG_FORMAT=JSON",
		"AWS_REGION=" + emulator.Region, "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test",
	}
	for name, value := range f.environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	var err error
	var took time.Duration
	select {
	case err = <-ready:
		took = time.Since(began)
		cancel() // which kills it
		<-exited
	case err = <-exited:
		err = fmt.Errorf("it ended before its first request (%w): %s", errors.Join(err, ctx.Err()), said.String())
	}
	return took, err
}
