package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/project"
	"github.com/serverless-coffee/coffeeshop/internal/tools"
)

// app is the path of the compiled CDK app in the project.
var app = filepath.Join(".local", "app")

// prepare installs the tools that a command needs and compiles the CDK app. It does
// both at once: one waits for the network, the other for the processor. If one
// fails, the other is stopped.
func prepare(ctx context.Context, o options, needed ...tools.Set) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	missing := tools.Missing(o.root, needed...)
	if len(missing) > 0 {
		fmt.Printf("==> Installing %s during the next step\n", tools.Names(missing))
	}
	hint := ""
	if _, err := os.Stat(filepath.Join(o.root, app)); err != nil {
		hint = ", which takes two or three minutes the first time"
	}
	installed, compiled := make(chan error, 1), make(chan error, 1)
	done := progress.Step("Compiling the CDK app%s", hint)
	go func() { installed <- tools.Install(ctx, o.root, missing...) }()
	go func() { compiled <- compile(ctx, o.root) }()
	select {
	case err := <-installed:
		if err != nil {
			cancel()
			<-compiled
			return done(err)
		}
		return done(<-compiled)
	case err := <-compiled:
		if done(err) != nil {
			cancel()
			<-installed
			return err
		}
	}
	if len(missing) == 0 {
		return <-installed
	}
	done = progress.Step("Installing %s", tools.Names(missing))
	return done(<-installed)
}

// compile compiles the app. It also downloads the modules of the functions, because
// a deployment to the emulator builds them without the shell's proxies.
func compile(ctx context.Context, root string) error {
	if err := tools.Run(ctx, root, "go", "list", "-deps", "-tags=lambda.norpc", "./lambdas/..."); err != nil {
		return err
	}
	return tools.Run(ctx, root, "go", "build", "-o", app, ".")
}

// installTools installs everything that `make test` needs.
func installTools(ctx context.Context, o options) error {
	for _, set := range tools.Missing(o.root, tools.All()...) {
		done := progress.Step("Installing %s", tools.Names([]tools.Set{set}))
		if err := done(tools.Install(ctx, o.root, set)); err != nil {
			return err
		}
	}
	return nil
}

// execute runs a command with the variables of environ.Local, a home of its own, and
// COFFEESHOP_TEST.
func execute(ctx context.Context, o options) error {
	if len(o.rest) == 0 {
		return errors.New("exec needs a command: coffee exec -- COMMAND")
	}
	home := filepath.Join(project.LocalDir(o.root), "home")
	if err := os.MkdirAll(home, 0o755); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, o.rest[0], o.rest[1:]...)
	cmd.Env = append(environ.Local(home), "COFFEESHOP_TEST="+os.Getenv("COFFEESHOP_TEST"))
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	return cmd.Run()
}
