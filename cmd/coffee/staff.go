package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// localPassword is that of the people whom up makes. It opens nothing but an
// emulator on loopback.
const localPassword = "Coffee-for-1-here"

// addStaff adds a person to a group of an environment's staff.
func addStaff(ctx context.Context, o options) error {
	if o.name == "" || o.group == "" {
		return fmt.Errorf("who is it, and in which group? make staff ENV=%s NAME=… GROUP=…, one of %s",
			o.env.Name, strings.Join(coffee.StaffGroups(), ", "))
	}
	if !slices.Contains(coffee.StaffGroups(), o.group) {
		return unknownGroup(o.group)
	}
	if err := deployed.CheckName(o.name); err != nil {
		return err
	}
	if !o.env.Emulated {
		if _, err := account(ctx, o); err != nil {
			return err
		}
	}
	site, err := deployed.Find(ctx, o.root, o.env)
	if err != nil {
		return err
	}
	fmt.Printf("==> %s, in %s\n", o.env.StackName(), site.Where)
	password := deployed.NewPassword()
	isNew, err := deployed.OpenStaff(site.AWS, site.Outputs).Add(ctx, o.name, o.group, password)
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

func unknownGroup(name string) error {
	return fmt.Errorf("unknown group %q: choose one of %s", name, strings.Join(coffee.StaffGroups(), ", "))
}

// hireLocally makes one person for each group, named after it.
func hireLocally(ctx context.Context, cfg aws.Config, outputs map[string]string) error {
	people := deployed.OpenStaff(cfg, outputs)
	for _, group := range coffee.StaffGroups() {
		if err := people.Hire(ctx, group, group, localPassword); err != nil {
			return err
		}
	}
	return nil
}
