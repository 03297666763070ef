package gofunction

import (
	"crypto/sha256"
	"fmt"
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

// native is quick to build for, and Linux, as Lambda is.
var native = Target{OS: "linux", Arch: runtime.GOARCH}

// module writes a module, or several with a go.mod each, from its files' paths
// and texts. It returns the folder.
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

// newBuilder is that of an app which runs in dir, in a new process and without
// a network.
func newBuilder(t *testing.T, dir string) builder {
	t.Helper()
	t.Chdir(dir)
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOTOOLCHAIN", "local")
	built.Lock()
	defer built.Unlock()
	clear(built.folders)
	return builder{target: native, out: filepath.Join(t.TempDir(), ".gofunction")}
}

// mustBuild builds importPath and returns its binary.
func mustBuild(t *testing.T, b builder, importPath string) string {
	t.Helper()
	folder, err := b.build(importPath)
	if err != nil {
		t.Fatalf("build(%s): %v", importPath, err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 || entries[0].Name() != "bootstrap" {
		t.Fatalf("build(%s) left %v (%v), want nothing but bootstrap", importPath, entries, err)
	}
	return filepath.Join(folder, "bootstrap")
}

// contents gives the mode and the digest of every file below dir.
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
