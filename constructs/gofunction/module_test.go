package gofunction

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

const (
	hello  = "package main\n\nfunc main() { println(`hello`) }\n"
	broken = "package main\n\nfunc main() { println(missing) }\n"
)

// native is Linux, as on Lambda, on this machine's architecture, which is quick to
// build for.
var native = Target{OS: "linux", Arch: runtime.GOARCH}

// module writes files, given their contents by path, and returns their folder.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(name), 0o755)
	if err == nil {
		err = os.WriteFile(name, []byte(text), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// newBuilder returns the builder of an app in dir, as in a new process without
// network.
func newBuilder(t *testing.T, dir string) builder {
	t.Helper()
	t.Chdir(dir)
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOTOOLCHAIN", "local")
	t.Setenv("GOWORK", "") // make test sets it to off
	built.Lock()
	defer built.Unlock()
	clear(built.archives)
	return builder{target: native, out: filepath.Join(t.TempDir(), ".gofunction")}
}

// mustBuild builds importPath and returns the path of the binary from its archive.
func mustBuild(t *testing.T, b builder, importPath string) string {
	t.Helper()
	archive, err := b.build(importPath)
	if err != nil {
		t.Fatalf("build(%s): %v", importPath, err)
	}
	r, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatalf("build(%s): %v", importPath, err)
	}
	defer r.Close()
	if len(r.File) != 1 || r.File[0].Name != "bootstrap" || r.File[0].Mode() != 0o755 {
		t.Fatalf("build(%s) packed %v, want only bootstrap with mode 0755", importPath, r.File)
	}
	packed, err := r.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "bootstrap")
	if err := os.WriteFile(binary, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return binary
}

// contents returns the mode and SHA-256 of every file below dir, by path.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files[name] = fmt.Sprintf("%v %x", info.Mode(), sha256.Sum256([]byte(read(t, name))))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
