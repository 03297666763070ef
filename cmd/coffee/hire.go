package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// localStaff lists the users of the local shop, with two baristas to see them compete
// for an order.
var localStaff = []struct{ name, group string }{
	{"mia", coffee.GroupBarista}, {"ole", coffee.GroupBarista}, {"dora", coffee.GroupDisplay}, {"max", coffee.GroupManager},
}

// staffPages has the page of each staff group.
var staffPages = map[string]api.SitePath{
	coffee.GroupBarista: api.BaristaPage, coffee.GroupDisplay: api.DisplayPage, coffee.GroupManager: api.ManagerPage,
}

// passwordsFile returns the path of the file with the passwords of localStaff.
func passwordsFile(root string) string { return filepath.Join(project.LocalDir(root), "staff.json") }

// localPasswords returns the passwords of localStaff by name. The first call chooses
// them; they stay the same until `make clean`, so that browsers may remember them.
func localPasswords(root string) (map[string]string, error) {
	passwords := map[string]string{}
	content, err := os.ReadFile(passwordsFile(root))
	if err == nil {
		err = json.Unmarshal(content, &passwords)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", passwordsFile(root), err)
	}
	known := len(passwords)
	for _, member := range localStaff {
		if passwords[member.name] == "" {
			passwords[member.name] = deployed.NewPassword()
		}
	}
	if len(passwords) == known {
		return passwords, nil
	}
	if content, err = json.MarshalIndent(passwords, "", "  "); err != nil {
		return nil, err
	}
	return passwords, os.WriteFile(passwordsFile(root), append(content, '\n'), 0o600)
}

// hireLocally adds localStaff to the user pool of a local shop.
func hireLocally(ctx context.Context, root string, cfg aws.Config, outputs map[string]string) error {
	passwords, err := localPasswords(root)
	if err != nil {
		return err
	}
	people := deployed.OpenStaff(cfg, outputs)
	for _, member := range localStaff {
		if err := people.Hire(ctx, member.name, member.group, passwords[member.name]); err != nil {
			return err
		}
	}
	return nil
}

// signInLocally signs in the first of localStaff in a group.
func signInLocally(ctx context.Context, root string, cfg aws.Config, outputs map[string]string, group string) (deployed.Tokens, error) {
	passwords, err := localPasswords(root)
	if err != nil {
		return deployed.Tokens{}, err
	}
	for _, member := range localStaff {
		if member.group == group {
			return deployed.OpenStaff(cfg, outputs).SignIn(ctx, member.name, passwords[member.name])
		}
	}
	return deployed.Tokens{}, unknownGroup(group)
}

// pagesTable describes the pages of a local shop: addresses, and who signs in.
func pagesTable(root string, outputs map[string]string) (string, error) {
	passwords, err := localPasswords(root)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 3, ' ', 0)
	site, shown := outputs["SiteUrl"], ""
	fmt.Fprintln(table, "  PAGE\tADDRESS\tNAME\tPASSWORD")
	fmt.Fprintf(table, "  customer\t%s\t\t\n", site+string(api.CustomerPage))
	for _, member := range localStaff {
		page, address := member.group, site+string(staffPages[member.group])
		if member.group == shown {
			page, address = "", ""
		}
		shown = member.group
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", page, address, member.name, passwords[member.name])
	}
	err = table.Flush()
	return text.String(), err
}
