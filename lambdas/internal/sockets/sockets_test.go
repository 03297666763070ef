package sockets_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/sockets"
)

// server answers every request with a status, and records the requests.
type server struct {
	*httptest.Server
	status   int
	kind     string // the type of error
	requests []string
	bodies   []string
}

func newServer(t *testing.T) (*server, aws.Config) {
	t.Helper()
	s := &server{status: http.StatusOK}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.requests, s.bodies = append(s.requests, r.Method+" "+r.URL.EscapedPath()), append(s.bodies, string(body))
		if s.kind != "" {
			w.Header().Set("X-Amzn-Errortype", s.kind)
		}
		w.WriteHeader(s.status)
	}))
	t.Cleanup(s.Close)
	return s, aws.Config{Region: "eu-central-1", Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
	})}
}

func TestRequests(t *testing.T) {
	s, cfg := newServer(t)
	c := sockets.New(cfg, s.URL+"/prod")
	if err := errors.Join(c.Post(t.Context(), "a=", []byte("hello")), c.Close(t.Context(), "a=")); err != nil {
		t.Fatal(err)
	}
	want := []string{"POST /prod/@connections/a%3D", "DELETE /prod/@connections/a%3D"}
	if len(s.requests) != 2 || s.requests[0] != want[0] || s.requests[1] != want[1] || s.bodies[0] != "hello" {
		t.Errorf("the requests are %q with %q, want %q, the first with hello", s.requests, s.bodies, want)
	}
}

func TestTheEndpointComesFromTheEnvironment(t *testing.T) {
	s, cfg := newServer(t)
	t.Setenv(envvar.LiveEndpoint, s.URL+"/live")
	t.Setenv(envvar.LiveAPIID, "abc")
	t.Setenv(envvar.LiveStage, "stage")
	for emulator, want := range map[string]string{
		"":    "POST /live/@connections/a",
		s.URL: "POST /_aws/execute-api/abc/stage/@connections/a",
	} {
		t.Setenv("AWS_ENDPOINT_URL", emulator)
		s.requests = nil
		if err := sockets.FromEnvironment(cfg).Post(t.Context(), "a", []byte("hello")); err != nil || len(s.requests) != 1 || s.requests[0] != want {
			t.Errorf("on the emulator %q, the requests are %q, %v, want %s", emulator, s.requests, err, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for kind, row := range map[string]struct {
		status, attempts int
		gone             bool
	}{
		"GoneException":            {410, 1, true},
		"ForbiddenException":       {403, 1, true},
		"LimitExceededException":   {429, 2, false},
		"PayloadTooLargeException": {413, 1, false},
		"InternalServerError":      {500, 2, false},
	} {
		s, cfg := newServer(t)
		s.status, s.kind = row.status, kind
		c := sockets.New(cfg, s.URL)
		for _, err := range []error{c.Post(t.Context(), "a", []byte("hello")), c.Close(t.Context(), "a")} {
			if err == nil || errors.Is(err, sockets.ErrGone) != row.gone {
				t.Errorf("%s: the error is %v, want ErrGone: %v", kind, err, row.gone)
			}
		}
		if len(s.requests) != 2*row.attempts {
			t.Errorf("%s: the requests are %v, want %d attempts each", kind, s.requests, row.attempts)
		}
	}
}
