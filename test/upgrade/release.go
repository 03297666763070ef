// Package upgrade keeps the previous release of the shop, so that tests can deploy it and
// then the current version over it. The program in record writes the files of a release
// into testdata.
package upgrade

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/environ"
)

// Previous is the release that the current version must be deployable over.
const Previous = "0.1.0"

// Names of a release's files.
const (
	// Assembly is the folder with the cloud assembly of the environment local, less the
	// functions' archives.
	Assembly = "local"
	// Functions maps the names of those archives to the import paths of main packages.
	Functions = "functions.json"
	// Sources has the Go sources of the functions, without go.mod.
	Sources = "sources.zip"
	// Template is the template of prod, as in test/snapshot.
	Template = "prod.json"
)

// Dir returns the folder of a release, given the project's root.
func Dir(root, version string) string {
	return filepath.Join(root, "test", "upgrade", "testdata", version)
}

// BuildFlags are those of package gofunction.
var BuildFlags = []string{"-trimpath", "-buildvcs=false", "-tags=lambda.norpc", "-ldflags=-s -w"}

// Build builds a release's cloud assembly for the emulator at an endpoint on this machine,
// and returns its folder, which is below .local. The functions are built with the modules
// of the current go.mod, which are there already; the release's own might have to be
// downloaded.
func Build(ctx context.Context, root, version, endpoint string) (string, error) {
	dir, out := Dir(root, version), filepath.Join(root, ".local", "upgrade", version)
	sources, assembly := filepath.Join(out, "sources"), filepath.Join(out, Assembly)
	for _, folder := range []string{sources, assembly} {
		if err := os.RemoveAll(folder); err != nil {
			return "", err
		}
	}
	if err := unpack(filepath.Join(dir, Sources), sources); err != nil {
		return "", err
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join(root, file))
		if err == nil {
			err = os.WriteFile(filepath.Join(sources, file), content, 0o644)
		}
		if err != nil {
			return "", err
		}
	}
	if err := copyAssembly(filepath.Join(dir, Assembly), assembly, endpoint); err != nil {
		return "", err
	}
	content, err := os.ReadFile(filepath.Join(dir, Functions))
	if err != nil {
		return "", err
	}
	var functions map[string]string
	if err := json.Unmarshal(content, &functions); err != nil {
		return "", fmt.Errorf("%s: %w", Functions, err)
	}
	return assembly, buildAll(ctx, sources, filepath.Join(out, "bin"), assembly, functions)
}

func unpack(archive, into string) error {
	files, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer files.Close()
	return os.CopyFS(into, files)
}

// copyAssembly copies the assembly, and adapts its template: it was synthesized for
// linux/amd64, and for an emulator at its default endpoint.
func copyAssembly(from, to, endpoint string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	templates, err := filepath.Glob(filepath.Join(to, "*.template.json"))
	if err != nil {
		return err
	}
	architecture := map[string]string{"amd64": "x86_64"}[runtime.GOARCH]
	adapt := strings.NewReplacer(`"x86_64"`, `"`+cmp.Or(architecture, runtime.GOARCH)+`"`,
		strings.TrimPrefix(config.DefaultEndpoint, "http://"), strings.Replace(strings.TrimPrefix(endpoint, "http://"), "127.0.0.1", "localhost", 1))
	for _, name := range templates {
		content, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(name, []byte(adapt.Replace(string(content))), 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// buildAll builds the functions into bin, and packs them into the archives of the assembly.
// Binaries in bin that are up to date are not linked again.
func buildAll(ctx context.Context, sources, bin, assembly string, functions map[string]string) error {
	args := append([]string{"build", "-o", bin + string(filepath.Separator)}, BuildFlags...)
	for _, importPath := range functions {
		args = append(args, importPath)
	}
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = sources
	cmd.Env = append(os.Environ(), append(environ.Go(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off", "CGO_ENABLED=0")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("the functions of the release do not compile with the current go.mod: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	for archive, importPath := range functions {
		if err := pack(filepath.Join(bin, path.Base(importPath)), filepath.Join(assembly, archive)); err != nil {
			return err
		}
	}
	return nil
}

// pack writes a Lambda archive.
func pack(binary, archive string) error {
	program, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Store, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	header.SetMode(0o755)
	file, err := w.CreateHeader(header)
	if err == nil {
		_, err = file.Write(program)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	return os.WriteFile(archive, content.Bytes(), 0o644)
}
