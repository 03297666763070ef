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

// cloud returns the CDK command line for the AWS account that the user's shell is
// signed in to, and prints which account that is.
func cloud(ctx context.Context, o options) (cdk.CLI, error) {
	account, err := account(ctx, o)
	if err == nil {
		err = account.SignIn(ctx)
	}
	if err != nil {
		return cdk.CLI{}, fmt.Errorf("%s needs an AWS account: %w", o.env.Name, err)
	}
	fmt.Printf("==> %s, in %s\n", o.env.StackName(), account)
	return cdk.CLI{Root: o.root, Out: os.Stdout, App: app, Asks: true}, nil
}

// account returns the AWS account of the user's shell. Its endpoint must be that of
// AWS, or the one given with -endpoint.
func account(ctx context.Context, o options) (deployed.Account, error) {
	account, err := deployed.LoadAccount(ctx)
	if err != nil {
		return account, err
	}
	switch account.Endpoint {
	case o.endpoint:
		return account, nil
	case "":
		return account, fmt.Errorf("-endpoint is %s, but this shell uses AWS itself: set AWS_ENDPOINT_URL as well", o.endpoint)
	default:
		return account, fmt.Errorf("this shell's AWS endpoint is %s (AWS_ENDPOINT_URL, or endpoint_url in a profile), so %s would be deployed there and not to AWS: "+
			"unset it, or confirm it with ENDPOINT=%s", account.Endpoint, o.env.Name, account.Endpoint)
	}
}

// emulatorCDK returns the CDK command line for the emulator.
func emulatorCDK(_ context.Context, o options) (cdk.CLI, error) {
	e, err := local(o)
	if err != nil {
		return cdk.CLI{}, err
	}
	c := localCLI(o, e)
	c.Out = os.Stdout
	return c, nil
}

// local returns the emulator that `make up` started.
func local(o options) (*emulator.Emulator, error) {
	e, err := runningEmulator(o)
	if err != nil {
		return nil, fmt.Errorf("%s needs the emulator: %w", o.env.Name, err)
	}
	return e, nil
}

// runCDK runs a CDK command with its output and questions on the terminal.
func runCDK(ctx context.Context, o options, command string) error {
	newCLI := cloud
	if o.env.Emulated {
		newCLI = emulatorCDK
	}
	c, err := newCLI(ctx, o)
	if err != nil {
		return err
	}
	if err := prepare(ctx, o, tools.CDK); err != nil {
		return err
	}
	err = c.Run(ctx, o.env, command, o.rest...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return fmt.Errorf("cdk %s of %s failed: see its output above", command, o.env.Name)
	}
	return err
}

// deploy deploys an environment. The CDK asks before it widens permissions, except
// in the emulator.
func deploy(ctx context.Context, o options) error {
	if !o.env.Emulated {
		return runCDK(ctx, o, "deploy")
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

func diff(ctx context.Context, o options) error { return runCDK(ctx, o, "diff") }

// synth writes the template. It needs neither an account nor the emulator.
func synth(ctx context.Context, o options) error {
	if err := prepare(ctx, o, tools.CDK); err != nil {
		return err
	}
	c := cdk.CLI{Root: o.root, Out: os.Stdout, App: app}
	if err := c.Run(ctx, o.env, "synth", append([]string{"--quiet"}, o.rest...)...); err != nil {
		return fmt.Errorf("cdk synth of %s failed: see its output above", o.env.Name)
	}
	fmt.Printf("cdk.out/%s.template.json\n", o.env.StackName())
	return nil
}

// destroy deletes an environment's stack. It refuses to where the data is retained,
// and asks first except in the emulator.
func destroy(ctx context.Context, o options) error {
	switch {
	case o.env.Retain:
		return fmt.Errorf("%s is protected from deletion: its stack and its tables. "+
			"To delete it anyway, turn off the stack's termination protection, run "+
			"`npx cdk destroy -c env=%s`, and delete the tables by hand", o.env.Name, o.env.Name)
	case o.env.Emulated:
		return destroyLocally(ctx, o)
	case !atTerminal() && len(o.rest) == 0:
		return fmt.Errorf("destroying %s asks for confirmation: run it in a terminal, or with ARGS=--force", o.env.Name)
	default:
		return runCDK(ctx, o, "destroy")
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
