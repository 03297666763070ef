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

// up starts the emulator, if it is not running, and deploys the local environment.
func up(ctx context.Context, o options) error {
	env, err := config.For("local")
	if err != nil {
		return err
	}
	e, err := reusable(o)
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
	done := progress.Step("Adding a user for each member of the staff")
	if err := done(hireLocally(ctx, o.root, cfg, outputs)); err != nil {
		return err
	}
	done = progress.Step("Opening the shop, with a first menu if it has none")
	if err := done(stockLocally(ctx, o.root, cfg, e, outputs)); err != nil {
		return err
	}
	if err := e.MarkComplete(); err != nil {
		return err
	}
	if err := writeCommands(o.root, e); err != nil {
		return err
	}
	return printDeployed(o.root, env, e, outputs)
}

// reusable returns the emulator of an earlier up that finished, or nil if a new one
// must be started. It stops an emulator whose up was interrupted. Its error says at
// once if the port is taken, or if the emulator runs on another port than asked for.
func reusable(o options) (*emulator.Emulator, error) {
	e, err := emulator.Find(project.LocalDir(o.root))
	if err != nil {
		return nil, err
	}
	if e != nil && !e.Complete {
		done := progress.Step("Stopping the emulator that an interrupted `make up` left")
		if err := done(e.Stop()); err != nil {
			return nil, err
		}
		e = nil
	}
	if e == nil {
		return nil, emulator.CheckPort(cmp.Or(o.port, defaultPort))
	}
	if o.port != 0 && e.Port != o.port {
		return nil, fmt.Errorf("the emulator already runs on port %d: use PORT=%d, or run `make down` first", e.Port, e.Port)
	}
	return e, nil
}

// defaultPort is the usual port of local AWS emulators.
const defaultPort = 4566

// portNumber parses the -port flag; an empty one is 0.
func portNumber(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return 0, fmt.Errorf("PORT=%s is not a port: choose one from 1024 to 65535, such as PORT=4577", text)
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
		err = fmt.Errorf("%w\nIf your own changes are not the cause, start again: make down, then make up", err)
	}
	return outputs, done(err)
}

// runningEmulator returns the emulator of a `make up` that finished.
func runningEmulator(o options) (*emulator.Emulator, error) {
	e, err := emulator.Running(project.LocalDir(o.root))
	if err == nil && !e.Complete {
		err = errors.New("the last `make up` did not finish: run it again")
	}
	return e, err
}

// down stops the emulator that up started.
func down(_ context.Context, o options) error {
	e, err := emulator.Find(project.LocalDir(o.root))
	if err != nil {
		return err
	}
	if e == nil {
		fmt.Println("The emulator is not running.")
		return nil
	}
	done := progress.Step("Stopping the emulator on %s", e.URL())
	return done(e.Stop())
}
