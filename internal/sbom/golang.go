package sbom

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"
	"runtime/debug"
	"strings"
)

// Function reads which modules a function contains from the archive that Lambda runs.
func Function(archive string) (Part, error) {
	content, err := os.ReadFile(archive)
	if err != nil {
		return Part{}, err
	}
	program, err := bootstrap(content)
	if err != nil {
		return Part{}, fmt.Errorf("%s: %w", archive, err)
	}
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return Part{}, fmt.Errorf("%s: %w", archive, err)
	}
	sum := sha256.Sum256(content)
	return Part{"function " + path.Base(info.Path), hex.EncodeToString(sum[:]), Modules(info)}, nil
}

// Program reads which modules a program of Go contains. Name is the part's.
func Program(name, file string) (Part, error) {
	info, err := buildinfo.ReadFile(file)
	if err != nil {
		return Part{}, err
	}
	return Part{Name: name, Packages: Modules(info)}, nil
}

// bootstrap returns the program in a function's archive.
func bootstrap(archive []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, err
	}
	file, err := r.Open("bootstrap")
	if err != nil {
		return nil, fmt.Errorf("not a function written in Go: %w", err)
	}
	defer file.Close()
	return io.ReadAll(file)
}

// Modules lists the modules in a program, and Go's standard library.
func Modules(info *debug.BuildInfo) []Package {
	goVersion, _, _ := strings.Cut(strings.TrimPrefix(info.GoVersion, "go"), " ") // experiments follow
	packages := []Package{{Name: "std", Version: goVersion, URL: "pkg:golang/std@" + goVersion}}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		packages = append(packages, Package{
			Name: m.Path, Version: m.Version, URL: "pkg:golang/" + m.Path + "@" + strings.ReplaceAll(m.Version, "+", "%2B"), GoSum: m.Sum,
		})
	}
	return packages
}
