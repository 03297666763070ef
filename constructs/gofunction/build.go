package gofunction

import (
	gobuild "go/build"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sync"
)

// builder builds functions for one system into one folder.
type builder struct {
	target Target
	out    string // absolute
}

// built remembers the folders that this process has filled.
var built = struct {
	sync.Mutex
	folders map[string]bool
}{folders: map[string]bool{}}

// build builds the main package importPath and returns the folder with the
// binary, which is named bootstrap and alone in it.
//
// The main packages in the folders beside it are built with it: they are likely
// to be asked for next, and one go build does them all in little more time. If
// that fails, for which one of those may be to blame, it is built alone.
func (b builder) build(importPath string) (string, error) {
	built.Lock()
	defer built.Unlock()
	folder := b.folder(importPath)
	if built.folders[folder] {
		return folder, nil
	}
	main, err := b.find(importPath)
	if err != nil {
		return "", err
	}
	if majorVersion.MatchString(path.Base(importPath)) || b.buildAll(main) != nil {
		err = b.buildAlone(main)
	}
	return folder, err
}

// folder is where the binary of importPath goes. The @ keeps it apart from the
// folders of packages below importPath, whose paths have none.
func (b builder) folder(importPath string) string {
	return filepath.Join(b.out, filepath.FromSlash(importPath)+"@function")
}

func (b builder) buildAlone(main source) error {
	folder := b.folder(main.ImportPath)
	_, err := b.run(main.home(), "build", "-o", filepath.Join(folder, "bootstrap"), main.ImportPath)
	built.folders[folder] = err == nil
	return err
}

// buildAll leaves the binaries where they were built, so that go build finds
// them up to date and does not link them again next time, and copies them to
// the folders of their own that Lambda wants.
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
		folder := b.folder(importPath)
		if err := place(filepath.Join(binaries, path.Base(importPath)), folder); err != nil {
			return err
		}
		built.folders[folder] = true
	}
	return nil
}

func place(binary, folder string) error {
	content, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "bootstrap"), content, 0o755)
}

// majorVersion is a folder after which go build does not name the binary.
var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// neighbours lists the main packages in the folders beside main. Those beside
// the root of a module are not its own.
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
