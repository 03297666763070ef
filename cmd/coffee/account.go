package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/serverless-coffee/coffeeshop/internal/cdk"
)

// cli is the CDK command line for the place that an environment belongs to:
// the emulator, or the account that the caller's credentials are for.
func cli(o options) (cdk.CLI, error) {
	c := cdk.CLI{Root: o.root, Out: os.Stdout}
	if !o.env.Emulated {
		return c, nil
	}
	e, err := runningEmulator(o)
	if err != nil {
		return c, fmt.Errorf("%s is an environment for the emulator: %w", o.env.Name, err)
	}
	c.Env = e.Env()
	return c, nil
}

// passOn runs a CDK command and lets it speak for itself.
func passOn(ctx context.Context, o options, command string, args ...string) error {
	c, err := cli(o)
	if err != nil {
		return err
	}
	err = c.Run(ctx, o.env, command, args...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return fmt.Errorf("cdk %s of %s failed: the reason is above", command, o.env.Name)
	}
	return err
}

// deploy asks before it widens anybody's rights, except in the emulator.
func deploy(ctx context.Context, o options) error {
	if o.env.Emulated {
		return passOn(ctx, o, "deploy", "--require-approval", "never")
	}
	return passOn(ctx, o, "deploy")
}

func diff(ctx context.Context, o options) error { return passOn(ctx, o, "diff") }

// synth needs no account, and so no emulator either.
func synth(ctx context.Context, o options) error {
	c := cdk.CLI{Root: o.root, Out: os.Stdout}
	if err := c.Run(ctx, o.env, "synth", "--quiet"); err != nil {
		return fmt.Errorf("cdk synth of %s failed: the reason is above", o.env.Name)
	}
	fmt.Printf("cdk.out/%s.template.json\n", o.env.StackName())
	return nil
}

// destroy is refused where the environment protects its data.
func destroy(ctx context.Context, o options) error {
	if o.env.Retain {
		return fmt.Errorf("%s is protected: its tables and its stack must not be deleted. "+
			"To do it all the same, turn off the stack's termination protection, run "+
			"`npx cdk destroy -c env=%s`, and delete the tables by hand", o.env.Name, o.env.Name)
	}
	return passOn(ctx, o, "destroy")
}
