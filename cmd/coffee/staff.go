package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// localPassword is that of the people whom up makes. It opens nothing but an
// emulator on loopback.
const localPassword = "Coffee-for-1-here"

// addStaff adds a person to a group of an environment's staff.
func addStaff(ctx context.Context, o options) error {
	groups := strings.Join(coffee.StaffGroups(), ", ")
	if o.name == "" || o.group == "" {
		return fmt.Errorf("who is it, and in which group? make staff ENV=%s NAME=… GROUP=…, one of %s", o.env.Name, groups)
	}
	if !slices.Contains(coffee.StaffGroups(), o.group) {
		return fmt.Errorf("unknown group %q: choose one of %s", o.group, groups)
	}
	cfg, err := account(ctx, o)
	if err != nil {
		return err
	}
	outputs, err := deployed.Outputs(ctx, cfg, o.env.StackName())
	if err != nil {
		return fmt.Errorf("%s is not deployed, or not readable: %w", o.env.StackName(), err)
	}
	password := deployed.NewPassword()
	isNew, err := deployed.OpenStaff(cfg, outputs).Add(ctx, o.name, o.group, password)
	if err != nil {
		return err
	}
	if !isNew {
		fmt.Printf("%s, who had an account, is a %s now, from the next sign-in on.\n", o.name, o.group)
		return nil
	}
	fmt.Printf(`%s is a %s now, and signs in with
  name      %s
  password  %s
The first sign-in, within three days, asks for another password.
`, o.name, o.group, o.name, password)
	return nil
}

// account is the account that an environment belongs to: the emulator, or the
// one that the caller's credentials are for.
func account(ctx context.Context, o options) (aws.Config, error) {
	if !o.env.Emulated {
		return awsconfig.LoadDefaultConfig(ctx)
	}
	e, err := runningEmulator(o)
	if err != nil {
		return aws.Config{}, err
	}
	return e.Config(ctx)
}

// hireLocally makes one person for each group, named after it.
func hireLocally(ctx context.Context, cfg aws.Config, outputs map[string]string) error {
	people := deployed.OpenStaff(cfg, outputs)
	for _, group := range coffee.StaffGroups() {
		if _, err := people.Add(ctx, group, group, localPassword); err != nil {
			return err
		}
		if err := people.SetPassword(ctx, group, localPassword); err != nil {
			return err
		}
	}
	return nil
}
