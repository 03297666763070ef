package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/internal/tools"
)

// cloud is the CDK command line for the account that the person's shell is signed
// in to. It says which that is.
func cloud(ctx context.Context, o options) (cdk.CLI, error) {
	account, err := account(ctx, o)
	if err == nil {
		err = account.SignIn(ctx)
	}
	if err != nil {
		return cdk.CLI{}, fmt.Errorf("%s is an environment for AWS: %w", o.env.Name, err)
	}
	fmt.Printf("==> %s, in %s\n", o.env.StackName(), account)
	return cdk.CLI{Root: o.root, Out: os.Stdout, App: app, Asks: true}, nil
}

// account is that of the person's shell, whose AWS must be AWS itself or what the
// command says.
func account(ctx context.Context, o options) (deployed.Account, error) {
	account, err := deployed.Settings(ctx)
	if err != nil {
		return account, err
	}
	switch account.Endpoint {
	case o.endpoint:
		return account, nil
	case "":
		return account, fmt.Errorf("-endpoint is %s, but this shell's AWS is AWS itself: set AWS_ENDPOINT_URL as well", o.endpoint)
	default:
		return account, fmt.Errorf("this shell's AWS is at %s (AWS_ENDPOINT_URL, or endpoint_url of a profile), so %s would go there and not to AWS: "+
			"unset that; or, if it is what you mean, say so with ENDPOINT=%s", account.Endpoint, o.env.Name, account.Endpoint)
	}
}

// emulated is the CDK command line for the emulator.
func emulated(_ context.Context, o options) (cdk.CLI, error) {
	e, err := local(o)
	if err != nil {
		return cdk.CLI{}, err
	}
	c := localCLI(o, e)
	c.Out = os.Stdout
	return c, nil
}

// local is the emulator of `make up`, for an environment that is for it.
func local(o options) (*emulator.Emulator, error) {
	e, err := runningEmulator(o)
	if err != nil {
		return nil, fmt.Errorf("%s is an environment for the emulator: %w", o.env.Name, err)
	}
	return e, nil
}

// passOn runs a CDK command and lets it speak for itself.
func passOn(ctx context.Context, o options, command string) error {
	reach := cloud
	if o.env.Emulated {
		reach = emulated
	}
	c, err := reach(ctx, o)
	if err != nil {
		return err
	}
	if err := prepare(ctx, o, tools.CDK); err != nil {
		return err
	}
	err = c.Run(ctx, o.env, command, o.rest...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return fmt.Errorf("cdk %s of %s failed: the reason is above", command, o.env.Name)
	}
	return err
}

// deploy asks before it widens anybody's rights, except in the emulator.
func deploy(ctx context.Context, o options) error {
	if !o.env.Emulated {
		return passOn(ctx, o, "deploy")
	}
	e, err := local(o)
	if err != nil {
		return err
	}
	if err := prepare(ctx, o, tools.CDK); err != nil {
		return err
	}
	outputs, err := deployLocally(ctx, o, e, o.env)
	if err != nil {
		return err
	}
	printOutputs(o.env, outputs)
	return nil
}

func diff(ctx context.Context, o options) error { return passOn(ctx, o, "diff") }

// synth needs no account, and so no emulator either.
func synth(ctx context.Context, o options) error {
	if err := prepare(ctx, o, tools.CDK); err != nil {
		return err
	}
	c := cdk.CLI{Root: o.root, Out: os.Stdout, App: app}
	if err := c.Run(ctx, o.env, "synth", append([]string{"--quiet"}, o.rest...)...); err != nil {
		return fmt.Errorf("cdk synth of %s failed: the reason is above", o.env.Name)
	}
	fmt.Printf("cdk.out/%s.template.json\n", o.env.StackName())
	return nil
}

// destroy is refused where the environment protects its data, and asks except in
// the emulator.
func destroy(ctx context.Context, o options) error {
	switch {
	case o.env.Retain:
		return fmt.Errorf("%s is protected: its tables and its stack must not be deleted. "+
			"To do it all the same, turn off the stack's termination protection, run "+
			"`npx cdk destroy -c env=%s`, and delete the tables by hand", o.env.Name, o.env.Name)
	case o.env.Emulated:
		return destroyLocally(ctx, o)
	case !atTerminal() && len(o.rest) == 0:
		return fmt.Errorf("destroying %s asks first, which takes a terminal: run it in one, or with ARGS=--force", o.env.Name)
	default:
		return passOn(ctx, o, "destroy")
	}
}

func destroyLocally(ctx context.Context, o options) error {
	e, err := local(o)
	if err != nil {
		return err
	}
	if err := prepare(ctx, o, tools.CDK); err != nil {
		return err
	}
	done := progress.Step("Removing %s from the emulator at %s", o.env.StackName(), e.URL())
	return done(localCLI(o, e).Destroy(ctx, o.env))
}

func atTerminal() bool {
	info, err := os.Stdin.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
