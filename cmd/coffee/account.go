package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/tools"
)

// cli is the CDK command line for the place that an environment belongs to:
// the emulator, or the account that the person's shell is signed in to. It says
// which.
func cli(ctx context.Context, o options) (cdk.CLI, error) {
	if err := prepare(ctx, o, tools.CDK); err != nil {
		return cdk.CLI{}, err
	}
	c := cdk.CLI{Root: o.root, Out: os.Stdout, App: app}
	if o.env.Emulated {
		e, err := runningEmulator(o)
		if err != nil {
			return c, fmt.Errorf("%s is an environment for the emulator: %w", o.env.Name, err)
		}
		c.Env = e.Env()
		fmt.Printf("==> %s, in the emulator at %s\n", o.env.StackName(), e.URL())
		return c, nil
	}
	account, err := deployed.SignedIn(ctx)
	if err != nil {
		return c, fmt.Errorf("%s is an environment for AWS: %w", o.env.Name, err)
	}
	if account.Endpoint != o.endpoint {
		return c, wrongEndpoint(o, account)
	}
	fmt.Printf("==> %s, in %s\n", o.env.StackName(), account)
	c.Asks = true
	return c, nil
}

// wrongEndpoint is the error for a shell whose AWS is somewhere else than at AWS,
// where nobody said that it should be.
func wrongEndpoint(o options, account deployed.Account) error {
	if account.Endpoint == "" {
		return fmt.Errorf("-endpoint is %s, but this shell's AWS is AWS itself: set AWS_ENDPOINT_URL as well", o.endpoint)
	}
	return fmt.Errorf("this shell's AWS is at %s (AWS_ENDPOINT_URL, or endpoint_url of a profile), so %s would go there and not to AWS: "+
		"unset that; or, if it is what you mean, say so with ENDPOINT=%s", account.Endpoint, o.env.Name, account.Endpoint)
}

// passOn runs a CDK command and lets it speak for itself.
func passOn(ctx context.Context, o options, command string, args ...string) error {
	c, err := cli(ctx, o)
	if err != nil {
		return err
	}
	err = c.Run(ctx, o.env, command, append(args, o.rest...)...)
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
		return passOn(ctx, o, "destroy", "--force")
	case !atTerminal() && len(o.rest) == 0:
		return fmt.Errorf("destroying %s asks first, which takes a terminal: run it in one, or with ARGS=--force", o.env.Name)
	default:
		return passOn(ctx, o, "destroy")
	}
}

func atTerminal() bool {
	info, err := os.Stdin.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
