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

// starterRoot makes this test binary a process that starts a server and is
// killed.
const starterRoot = "MOTO_STARTER_ROOT"

func TestMain(m *testing.M) {
	if root := os.Getenv(starterRoot); root != "" {
		_, err := Start(context.Background(), root)
		fmt.Println("started:", err)
		time.Sleep(time.Hour)
	}
	m.Run()
}

// fake is a project whose Python is a shell script.
func fake(t *testing.T, script string) string {
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

// server is a fake that listens nowhere, has a child, and writes its folder to a
// pipe. The pipe's content is there when both have ended.
func server(t *testing.T) (root string, ended <-chan string) {
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
	return fake(t, `exec 3>"`+pipe+`"; pwd >&3; sleep 600 & echo " * Running on http://127.0.0.1:4711"; wait`), content
}

// expectNothingLeft waits until a server has ended and looks for its folder.
func expectNothingLeft(t *testing.T, ended <-chan string) {
	t.Helper()
	dir := <-ended
	if _, err := os.Stat(dir); dir == "" || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the server's folder %q: %v, want it removed", dir, err)
	}
}

func TestStopLeavesNothing(t *testing.T) {
	root, ended := server(t)
	s, err := Start(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.URL(); got != "http://127.0.0.1:4711" {
		t.Errorf("URL() = %s, want that in the server's output", got)
	}
	s.Stop()
	expectNothingLeft(t, ended)
}

func TestAStarterThatIsKilledLeavesNothing(t *testing.T) {
	root, ended := server(t)
	starter := exec.Command(os.Args[0])
	starter.Env = append(os.Environ(), starterRoot+"="+root)
	out, err := starter.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := starter.Start(); err != nil {
		t.Fatal(err)
	}
	said, _ := bufio.NewReader(out).ReadString('\n')
	_ = starter.Process.Kill()
	_ = starter.Wait()
	if said != "started: <nil>\n" {
		t.Fatalf("got %q, want a server that started", said)
	}
	expectNothingLeft(t, ended)
}

func TestAServerThatEndsAtItsStartSaysWhy(t *testing.T) {
	s, err := Start(t.Context(), fake(t, "echo ModuleNotFoundError: no moto >&2; exit 3"))
	if err == nil || !strings.Contains(err.Error(), "ModuleNotFoundError: no moto") {
		t.Errorf("Start() = %v, %v, want an error with the server's output", s, err)
	}
}
