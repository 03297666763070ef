package gofunction

import (
	gobuild "go/build"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sync"
)

// builder builds functions for one target into one folder.
type builder struct {
	target Target
	out    string // absolute path
}

// built is the set of archives that this process has written.
var built = struct {
	sync.Mutex
	archives map[string]bool
}{archives: map[string]bool{}}

// build builds the main package importPath and returns the path of the archive, whose
// only file is the binary, bootstrap.
//
// It builds the main packages in sibling folders too: they are likely to be needed
// next, and one go build for all takes little longer. If that fails, perhaps because
// of a sibling, it builds the package alone.
func (b builder) build(importPath string) (string, error) {
	built.Lock()
	defer built.Unlock()
	archive := b.archive(importPath)
	if built.archives[archive] {
		return archive, nil
	}
	main, err := b.find(importPath)
	if err != nil {
		return "", err
	}
	if majorVersion.MatchString(path.Base(importPath)) || b.buildAll(main) != nil {
		err = b.buildAlone(main)
	}
	return archive, err
}

// archive returns the path of the archive of importPath.
func (b builder) archive(importPath string) string {
	return filepath.Join(b.out, filepath.FromSlash(importPath)+"@function.zip")
}

// The binaries stay where they are built, so that the next go build does not link
// them again if they are up to date. Import paths have no @, so the folders below do
// not clash with those of other packages.

// buildAlone builds and packs main.
func (b builder) buildAlone(main source) error {
	binary := filepath.Join(b.out, filepath.FromSlash(main.ImportPath)+"@alone", executable)
	if _, err := b.run(main.home(), "build", "-o", binary, main.ImportPath); err != nil {
		return err
	}
	return b.pack(binary, main.ImportPath)
}

// buildAll builds and packs main and its neighbours with one go build.
func (b builder) buildAll(main source) error {
	binaries := filepath.Join(b.out, filepath.FromSlash(path.Dir(main.ImportPath))+"@build")
	if err := os.MkdirAll(binaries, 0o755); err != nil {
		return err
	}
	mains := append(b.neighbours(main), main.ImportPath)
	args := append([]string{"build", "-o", binaries + string(filepath.Separator)}, mains...)
	if _, err := b.run(main.home(), args...); err != nil {
		return err
	}
	for _, importPath := range mains {
		if err := b.pack(filepath.Join(binaries, path.Base(importPath)), importPath); err != nil {
			return err
		}
	}
	return nil
}

func (b builder) pack(binary, importPath string) error {
	program, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	archive := b.archive(importPath)
	if err := writeZip(archive, program); err != nil {
		return err
	}
	built.archives[archive] = true
	return nil
}

// majorVersion matches a folder name such as v2, which go build does not name the
// binary after.
var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// neighbours lists the import paths of the main packages in sibling folders of main.
// There are none for the root of a module, whose siblings are outside the module.
func (b builder) neighbours(main source) []string {
	parent := filepath.Dir(main.Dir)
	entries, err := os.ReadDir(parent)
	if err != nil || main.ImportPath == main.Module.Path {
		return nil
	}
	system := gobuild.Default
	system.GOOS, system.GOARCH, system.CgoEnabled, system.BuildTags = b.target.OS, b.target.Arch, false, []string{tag}
	var found []string
	for _, entry := range entries {
		name := entry.Name()
		if name == filepath.Base(main.Dir) || majorVersion.MatchString(name) {
			continue
		}
		p, err := system.ImportDir(filepath.Join(parent, name), 0)
		if err == nil && p.Name == "main" {
			found = append(found, path.Join(path.Dir(main.ImportPath), name))
		}
	}
	return found
}
