package gofunction

import (
	"path/filepath"
	"runtime"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
)

// Target is a GOOS and GOARCH to build for.
type Target struct {
	// OS and Arch are values of GOOS and GOARCH.
	OS, Arch string
}

func (t Target) String() string { return t.OS + "/" + t.Arch }

var (
	// Cloud is Lambda on Graviton.
	Cloud = Target{OS: "linux", Arch: "arm64"}
	// Host is this machine, for emulators that run functions natively.
	Host = Target{OS: runtime.GOOS, Arch: runtime.GOARCH}
)

var architectures = map[string]func() awslambda.Architecture{
	"arm64": awslambda.Architecture_ARM_64,
	"amd64": awslambda.Architecture_X86_64,
}

// WithoutBuilds returns the context of an app whose functions are not built, for
// tests that only look at templates. Their code is a placeholder. The CDK CLI sets the
// same context for commands that need no code.
func WithoutBuilds() *map[string]any {
	return &map[string]any{"aws:cdk:bundling-stacks": []string{}}
}

// code returns the function's code. It panics if the build fails.
func code(scope constructs.Construct, importPath string, target Target) awslambda.Code {
	archive, err := archiveWithCode(scope, importPath, target)
	if err != nil {
		panic(&buildError{construct: *scope.Node().Path(), err: err})
	}
	return awslambda.Code_FromAsset(&archive, nil)
}

// buildError is the error that a Function panics with, and so stops the synthesis, if
// its code does not compile.
type buildError struct {
	construct string
	err       error
}

func (e *buildError) Error() string { return e.construct + ": " + e.err.Error() }

func (e *buildError) Unwrap() error { return e.err }

// Refused returns the path of the construct, as that of props.Error does.
func (e *buildError) Refused() string { return e.construct }

// archiveWithCode builds the function, unless the app is synthesized without builds,
// and returns the path of its archive.
func archiveWithCode(scope constructs.Construct, importPath string, target Target) (string, error) {
	out, err := filepath.Abs(filepath.Join(*awscdk.Stage_Of(scope).AssetOutdir(), ".gofunction"))
	if err != nil {
		return "", err
	}
	if !*awscdk.Stack_Of(scope).BundlingRequired() {
		archive := filepath.Join(out, "placeholder.zip")
		return archive, writeZip(archive, []byte("This function was synthesized without being built.\n"))
	}
	return builder{target: target, out: filepath.Join(out, target.OS+"-"+target.Arch)}.build(importPath)
}
