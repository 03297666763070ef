package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/tools"
)

// environments are those whose templates are in a release.
var environments = []string{"dev", "prod"}

// build builds a commit in a folder of its own, so that files that git ignores cannot
// get in.
type build struct {
	root string // the project's folder
	work string // absolute path
}

func (b build) source() string   { return filepath.Join(b.work, "source") }
func (b build) assembly() string { return filepath.Join(b.work, "cdk.out") }
func (b build) program() string  { return filepath.Join(b.work, "app") }
func (b build) files() string    { return filepath.Join(b.work, "files") }

// run copies the commit, compiles the CDK app and synthesizes it for each environment.
func (b build) run(ctx context.Context) error {
	if err := os.RemoveAll(b.work); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(b.work, "home"), 0o755); err != nil {
		return err
	}
	if missing := tools.Missing(b.root, tools.CDK); len(missing) > 0 {
		done := progress.Step("Installing %s", tools.Names(missing))
		if err := done(tools.Install(ctx, b.root, missing...)); err != nil {
			return err
		}
	}
	done := progress.Step("Compiling the CDK app, which takes two or three minutes the first time")
	if err := done(b.compile(ctx)); err != nil {
		return err
	}
	for _, name := range environments {
		done := progress.Step("Building the functions and the template of %s", name)
		if err := done(b.synthesize(ctx, name)); err != nil {
			return err
		}
	}
	return nil
}

// compile copies the files of the commit and compiles the CDK app. It downloads the
// modules of the functions as well, which are built without the user's proxies.
func (b build) compile(ctx context.Context) error {
	// The index has the commit's files, since nothing differs.
	if _, err := git(b.root, "-c", "core.autocrlf=false", "checkout-index", "--all", "--prefix="+b.source()+"/"); err != nil {
		return err
	}
	if err := tools.Run(ctx, b.source(), "go", "list", "-deps", "-tags=lambda.norpc", "./lambdas/..."); err != nil {
		return err
	}
	return tools.Run(ctx, b.source(), "go", "build", "-o", b.program(), ".")
}

// synthesize synthesizes the app for an environment, without the user's AWS and CDK
// settings. The error has the CDK's output.
func (b build) synthesize(ctx context.Context, name string) error {
	env, err := config.For(name)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	cli := cdk.CLI{
		Root: b.root, Dir: b.source(), Env: environ.Local(filepath.Join(b.work, "home")), OutputDir: b.assembly(), Out: &out,
		App: `"` + b.program() + `"`,
	}
	if err := cli.Run(ctx, env, "synth", "--quiet"); err != nil {
		return fmt.Errorf("cdk synth of %s: %w\n%s", name, err, &out)
	}
	return nil
}
