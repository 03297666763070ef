package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/project"
	"github.com/serverless-coffee/coffeeshop/internal/tools"
)

// up starts the emulator, unless it runs, and deploys the local environment.
func up(ctx context.Context, o options) error {
	env, err := config.For("local")
	if err != nil {
		return err
	}
	e, err := unfinished(o)
	if err != nil {
		return err
	}
	if err := prepare(ctx, o, tools.Emulator, tools.CDK); err != nil {
		return err
	}
	if e == nil {
		if e, err = startEmulator(ctx, o); err != nil {
			return err
		}
	}
	if err := bootstrap(ctx, o, e); err != nil {
		return err
	}
	outputs, err := deployLocally(ctx, o, e, env)
	if err != nil {
		return err
	}
	cfg := e.Config()
	done := progress.Step("Hiring one person for each group of the staff")
	if err := done(hireLocally(ctx, cfg, outputs)); err != nil {
		return err
	}
	done = progress.Step("Opening the shop, with a menu if it has none")
	if err := done(stockLocally(ctx, cfg, e, outputs)); err != nil {
		return err
	}
	if err := e.MarkComplete(); err != nil {
		return err
	}
	if err := writeCommands(o.root, e); err != nil {
		return err
	}
	printDeployed(o.root, env, e, outputs)
	return nil
}

// unfinished returns the emulator that an earlier up started and finished, nil
// where there is none. One that was left half done is stopped, to be started
// anew. It says early what would stand in the way of another.
func unfinished(o options) (*emulator.Emulator, error) {
	e, err := emulator.Find(project.LocalDir(o.root))
	if err != nil {
		return nil, err
	}
	if e != nil && !e.Complete {
		done := progress.Step("Stopping what an interrupted `make up` has left")
		if err := done(e.Stop()); err != nil {
			return nil, err
		}
		e = nil
	}
	if e == nil {
		return nil, emulator.CheckPort(cmp.Or(o.port, defaultPort))
	}
	if o.port != 0 && e.Port != o.port {
		return nil, fmt.Errorf("the emulator runs on port %d already: use that (PORT=%d), or `make down` first", e.Port, e.Port)
	}
	return e, nil
}

// defaultPort is the one that local AWS emulators usually have.
const defaultPort = 4566

// portNumber reads a port, 0 where there is none.
func portNumber(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return 0, fmt.Errorf("PORT is %q, which is not a port: choose one from 1024 to 65535, such as PORT=4577", text)
	}
	return port, nil
}

func startEmulator(ctx context.Context, o options) (*emulator.Emulator, error) {
	port := cmp.Or(o.port, defaultPort)
	done := progress.Step("Starting the emulator on http://127.0.0.1:%d", port)
	e, err := emulator.Start(ctx, o.root, project.LocalDir(o.root), port)
	return e, done(err)
}

func bootstrap(ctx context.Context, o options, e *emulator.Emulator) error {
	if e.Bootstrapped {
		return nil
	}
	done := progress.Step("Bootstrapping the CDK")
	if err := done(localCLI(o, e).Bootstrap(ctx, emulator.Account, emulator.Region)); err != nil {
		return err
	}
	return e.MarkBootstrapped()
}

func localCLI(o options, e *emulator.Emulator) cdk.CLI {
	return cdk.CLI{Root: o.root, Env: e.Env(), App: app}
}

func deployLocally(ctx context.Context, o options, e *emulator.Emulator, env config.Environment) (map[string]string, error) {
	done := progress.Step("Building the functions and deploying %s", env.StackName())
	outputs, err := localCLI(o, e).Deploy(ctx, env, progress.Count)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w\nIf that is not about your own changes, begin anew: make down, then make up", err)
	}
	return outputs, done(err)
}

// runningEmulator is the emulator that `make up` started.
func runningEmulator(o options) (*emulator.Emulator, error) {
	e, err := emulator.Running(project.LocalDir(o.root))
	if err == nil && !e.Complete {
		err = errors.New("the last `make up` did not come to its end: run it again")
	}
	return e, err
}

// down stops what up started, and nothing else.
func down(_ context.Context, o options) error {
	e, err := emulator.Find(project.LocalDir(o.root))
	if err != nil {
		return err
	}
	if e == nil {
		fmt.Println("The emulator does not run.")
		return nil
	}
	done := progress.Step("Stopping the emulator on %s", e.URL())
	return done(e.Stop())
}
