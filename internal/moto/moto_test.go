package moto

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// starterRoot is an environment variable with a project's folder. If it is set, this
// test binary starts a server there and sleeps until it is killed.
const starterRoot = "MOTO_STARTER_ROOT"

func TestMain(m *testing.M) {
	if root := os.Getenv(starterRoot); root != "" {
		_, err := Start(context.Background(), root)
		fmt.Println("started:", err)
		time.Sleep(time.Hour)
	}
	m.Run()
}

// fakeProject creates a project whose Python is a shell script.
func fakeProject(t *testing.T, script string) string {
	t.Helper()
	root := t.TempDir()
	bin := filepath.Join(root, ".venv", "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"python", "moto_server"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// fakeServer creates a project whose moto server has a child process and writes its
// folder to a pipe. ended receives the folder once both processes have ended.
func fakeServer(t *testing.T) (root string, ended <-chan string) {
	t.Helper()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	content := make(chan string, 1)
	go func() {
		text, _ := os.ReadFile(pipe)
		content <- strings.TrimSpace(string(text))
	}()
	return fakeProject(t, `exec 3>"`+pipe+`"; pwd >&3; sleep 600 & echo " * Running on http://127.0.0.1:4711"; wait`), content
}

// expectNothingLeft waits until a server has ended, and fails the test if its folder
// still exists.
func expectNothingLeft(t *testing.T, ended <-chan string) {
	t.Helper()
	dir := <-ended
	if _, err := os.Stat(dir); dir == "" || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the server's folder %q: %v, want it removed", dir, err)
	}
}

func TestStopEndsAllProcessesAndRemovesTheFolder(t *testing.T) {
	root, ended := fakeServer(t)
	s, err := Start(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.URL(); got != "http://127.0.0.1:4711" {
		t.Errorf("URL() = %s, want the URL in the server's output", got)
	}
	s.Stop()
	expectNothingLeft(t, ended)
}

func TestTheServerEndsIfItsStarterIsKilled(t *testing.T) {
	root, ended := fakeServer(t)
	starter := exec.Command(os.Args[0])
	starter.Env = append(os.Environ(), starterRoot+"="+root)
	out, err := starter.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := starter.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	_ = starter.Process.Kill()
	_ = starter.Wait()
	if line != "started: <nil>\n" {
		t.Fatalf("got %q, want a started server", line)
	}
	expectNothingLeft(t, ended)
}

func TestStartReturnsTheOutputOfAServerThatExits(t *testing.T) {
	s, err := Start(t.Context(), fakeProject(t, "echo ModuleNotFoundError: no moto >&2; exit 3"))
	if err == nil || !strings.Contains(err.Error(), "ModuleNotFoundError: no moto") {
		t.Errorf("Start() = %v, %v, want an error with the server's output", s, err)
	}
}
