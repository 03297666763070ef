package gofunction

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
)

// Target is a system to build for, in the words of GOOS and GOARCH.
type Target struct{ OS, Arch string }

func (t Target) String() string { return t.OS + "/" + t.Arch }

var (
	// Cloud is the system of the Lambda service, on Graviton.
	Cloud = Target{OS: "linux", Arch: "arm64"}
	// Host is this machine, for an emulator that runs functions natively.
	Host = Target{OS: runtime.GOOS, Arch: runtime.GOARCH}
)

var architectures = map[string]func() awslambda.Architecture{
	"arm64": awslambda.Architecture_ARM_64,
	"amd64": awslambda.Architecture_X86_64,
}

// WithoutBuilds is context for an app that is synthesized only to be looked
// at, as tests do: no function is built, and a placeholder stands for its
// code. The CDK CLI sets the same for commands that need no code.
func WithoutBuilds() *map[string]any {
	return &map[string]any{"aws:cdk:bundling-stacks": []string{}}
}

// code builds the function, unless the app is synthesized without builds.
func code(scope constructs.Construct, importPath string, target Target) awslambda.Code {
	out := filepath.Join(*awscdk.Stage_Of(scope).AssetOutdir(), ".gofunction")
	if !*awscdk.Stack_Of(scope).BundlingRequired() {
		return placeholder(filepath.Join(out, "placeholder"))
	}
	binary, err := build(importPath, target, out)
	if err != nil {
		panic(fmt.Errorf("%s: %w", *scope.Node().Path(), err))
	}
	return awslambda.Code_FromAsset(&binary, nil)
}

func placeholder(dir string) awslambda.Code {
	err := os.MkdirAll(dir, 0o755)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "bootstrap"), []byte("This function was synthesized without being built.\n"), 0o644)
	}
	if err != nil {
		panic(fmt.Errorf("gofunction: %w", err))
	}
	return awslambda.Code_FromAsset(&dir, nil)
}

// batch is one go build: all main packages below one folder of a module.
type batch struct {
	parent string // import path of the folder
	target Target
	out    string
}

// builds remembers what this process has built already.
var builds = struct {
	sync.Mutex
	done map[batch]error
}{done: map[batch]error{}}

// build builds importPath for target, and every main package in the folders
// beside it, since they are likely to be asked for next and one go build does
// them all in little more time. It returns the folder with the binary, whose
// name is bootstrap.
func build(importPath string, target Target, out string) (string, error) {
	b := batch{parent: path.Dir(importPath), target: target, out: filepath.Join(out, target.OS+"-"+target.Arch)}
	builds.Lock()
	defer builds.Unlock()
	err, done := builds.done[b]
	if !done {
		err = b.run(importPath)
		builds.done[b] = err
	}
	if err != nil {
		return "", err
	}
	dir := b.dir(importPath)
	if _, err := os.Stat(filepath.Join(dir, "bootstrap")); err != nil {
		return "", fmt.Errorf("%s is not a main package", importPath)
	}
	return dir, nil
}

// dir is where the binary of importPath is put.
func (b batch) dir(importPath string) string {
	return filepath.Join(b.out, filepath.FromSlash(importPath))
}

func (b batch) run(importPath string) error {
	module, err := owner(importPath)
	if err != nil {
		return err
	}
	mains, err := b.mains(module)
	if err != nil {
		return err
	}
	staging := filepath.Join(b.out, filepath.FromSlash(b.parent), ".build")
	if err := os.MkdirAll(staging, 0o755); err != nil {
		return err
	}
	args := append([]string{
		"build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-tags=lambda.norpc", "-ldflags=-s -w",
		"-o", staging + string(filepath.Separator),
	}, mains...)
	if _, err := b.goTool(module, args...); err != nil {
		return err
	}
	for _, main := range mains {
		if err := b.place(filepath.Join(staging, path.Base(main)), main); err != nil {
			return err
		}
	}
	return nil
}

// place gives a binary the folder of its own that Lambda wants. The binary
// stays where it was built too, so that go build finds it up to date next time.
func (b batch) place(binary, importPath string) error {
	dir := b.dir(importPath)
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	content, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "bootstrap"), content, 0o755)
}

// owner is the folder of the module that has importPath. It is asked of the
// module in the working directory, which may be that module or one that
// requires it, and without looking at what the package imports.
func owner(importPath string) (string, error) {
	out, err := run(".", nil, "list", "-mod=readonly", "-find", "-f", "{{with .Module}}{{.Dir}}{{end}}", importPath)
	if err != nil {
		return "", err
	}
	if out == "" {
		return "", fmt.Errorf("%s does not belong to a module", importPath)
	}
	return out, nil
}

// mains lists the main packages in the folders below b.parent.
func (b batch) mains(module string) ([]string, error) {
	out, err := b.goTool(module, "list", "-mod=readonly", "-find", "-json=ImportPath,Name", b.parent+"/...")
	if err != nil {
		return nil, err
	}
	var mains []string
	for decoder := json.NewDecoder(strings.NewReader(out)); decoder.More(); {
		var p struct{ ImportPath, Name string }
		if err := decoder.Decode(&p); err != nil {
			return nil, err
		}
		if p.Name == "main" && path.Dir(p.ImportPath) == b.parent {
			mains = append(mains, p.ImportPath)
		}
	}
	return mains, nil
}

// goTool runs go for b's target in a module's own folder, so that the module's
// own go.mod and go.sum decide what is built, whoever asks for it.
func (b batch) goTool(module string, args ...string) (string, error) {
	return run(module, []string{
		"GOOS=" + b.target.OS, "GOARCH=" + b.target.Arch, "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=",
	}, args...)
}

// run returns what go printed, or an error with what it complained of.
func run(dir string, env []string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(stdout.String()), nil
}
