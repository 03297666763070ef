package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// addStaff adds a user to a staff group of an environment, and prints the first
// password.
func addStaff(ctx context.Context, o options) error {
	if o.name == "" || o.group == "" {
		return fmt.Errorf("a name and a group are needed: make staff ENV=%s NAME=… GROUP=…, where GROUP is one of %s",
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
	page := site.Outputs["SiteUrl"] + string(staffPages[o.group])
	if !isNew {
		fmt.Printf("%s already has an account, and is a %s from the next sign-in on, at %s\n", o.name, o.group, page)
		return nil
	}
	fmt.Printf(`%s is now a %s, and signs in with
  address   %s
  name      %s
  password  %s
The first sign-in must be within three days, and asks for a new password.
`, o.name, o.group, page, o.name, password)
	return nil
}

func unknownGroup(name string) error {
	return fmt.Errorf("unknown group %q: choose one of %s", name, strings.Join(coffee.StaffGroups(), ", "))
}
