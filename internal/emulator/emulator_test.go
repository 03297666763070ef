package emulator

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// fakeProject creates a project whose Python is a shell script.
func fakeProject(t *testing.T, script string) (root, dir string) {
	t.Helper()
	root = t.TempDir()
	bin := filepath.Join(root, ".venv", "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"python", "ministack"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return root, filepath.Join(root, ".local")
}

func port(t *testing.T) int {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestStartReturnsTheEndOfTheLogAsSoonAsTheEmulatorExits(t *testing.T) {
	root, dir := fakeProject(t, "echo ModuleNotFoundError: no ministack; exit 3")
	ctx, cancel := context.WithTimeout(t.Context(), stoppedWithin)
	defer cancel()
	e, err := Start(ctx, root, dir, port(t))
	if ctx.Err() != nil {
		t.Fatal("Start() waited for the exited emulator to stop")
	}
	if e != nil || err == nil || !strings.Contains(err.Error(), "ModuleNotFoundError: no ministack") {
		t.Errorf("Start() = %v, %v, want an error with the end of the log", e, err)
	}
	if e, err := Find(dir); e != nil || err != nil {
		t.Errorf("Find() = %v, %v, want no emulator", e, err)
	}
}

func TestAnInterruptedStartLeavesNoProcess(t *testing.T) {
	root, dir := fakeProject(t, "sleep 600 & echo $! > child; wait")
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if _, err := Start(ctx, root, dir, port(t)); err == nil {
		t.Fatal("Start() succeeded")
	}
	if running(dir) {
		t.Error("the emulator or a child process is still running")
	}
}

// The emulator offers the API of AWS, so other machines must not reach it.
func TestTheEmulatorListensOnThisMachineOnlyAndChecksPermissions(t *testing.T) {
	root, dir := fakeProject(t, "env; exit 3")
	if _, err := Start(t.Context(), root, dir, port(t)); err == nil {
		t.Fatal("Start() succeeded")
	}
	text, err := os.ReadFile(Log(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"BIND_HOST=127.0.0.1", "IOT_MTLS_ENABLED=0", "AUTH=true"} {
		if !slices.Contains(strings.Split(string(text), "\n"), want) {
			t.Errorf("the emulator's environment has no %s:\n%s", want, text)
		}
	}
}

// The variables are examples of a user's environment: see internal/environ.
func TestConfigIgnoresTheUsersSettings(t *testing.T) {
	home := t.TempDir()
	profile := filepath.Join(home, "config")
	if err := os.WriteFile(profile, []byte("[default]\nuse_fips_endpoint = true\nregion = eu-west-1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var requests []*http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests = append(requests, r)
		_, _ = w.Write([]byte("<GetCallerIdentityResponse><GetCallerIdentityResult><Account>000000000000</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"))
	}))
	defer server.Close()
	for name, variables := range map[string]map[string]string{
		"nothing":            {},
		"a missing profile":  {"AWS_PROFILE": "nope"},
		"a session token":    {"AWS_SESSION_TOKEN": "left-over"},
		"another endpoint":   {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:9"},
		"FIPS":               {"AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"},
		"a file":             {"AWS_CONFIG_FILE": profile, "AWS_SDK_LOAD_CONFIG": "1"},
		"a missing CA":       {"AWS_CA_BUNDLE": "/nowhere.pem"},
		"a proxy":            {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"},
		"nonsense":           {"AWS_MAX_ATTEMPTS": "many", "AWS_RETRY_MODE": "often"},
		"no certificates":    {"AWS_CA_BUNDLE": "", "SSL_CERT_FILE": "/nowhere.pem"},
		"an account's mode":  {"AWS_ACCOUNT_ID_ENDPOINT_MODE": "required"},
		"credentials at all": {"AWS_ACCESS_KEY_ID": "theirs", "AWS_SECRET_ACCESS_KEY": "theirs", "AWS_REGION": "eu-west-1"},
	} {
		t.Run(name, func(t *testing.T) {
			for variable, value := range variables {
				t.Setenv(variable, value)
			}
			e := &Emulator{dir: home}
			cfg := e.Config()
			cfg.BaseEndpoint = &server.URL
			requests = nil
			if _, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			signed := requests[0].Header.Get("Authorization")
			if len(requests) != 1 || !strings.Contains(signed, "Credential=test/") || !strings.Contains(signed, "/us-east-1/") || requests[0].Header.Get("X-Amz-Security-Token") != "" {
				t.Errorf("got %d requests with %s, want 1 with the emulator's own key and region", len(requests), signed)
			}
		})
	}
}

func TestURLsOfAPIsOnThisMachine(t *testing.T) {
	e := &Emulator{Port: 4567}
	if got, want := e.API("https://abc123.execute-api.us-east-1.amazonaws.com"), "http://127.0.0.1:4567/_aws/execute-api/abc123/%24default"; got != want {
		t.Errorf("API() = %s, want %s", got, want)
	}
	if got, want := e.Live("wss://abc123.execute-api.us-east-1.amazonaws.com/live"), "ws://127.0.0.1:4567/_aws/execute-api/abc123/live"; got != want {
		t.Errorf("Live() = %s, want %s", got, want)
	}
}
