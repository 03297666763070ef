package main

import (
	"os"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// emptyProject returns the root of a project without a local shop.
func emptyProject(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	if err := os.MkdirAll(project.LocalDir(root), 0o755); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestLocalPasswordsStayTheSame(t *testing.T) {
	root := emptyProject(t)
	first, err := localPasswords(root)
	if err != nil {
		t.Fatal(err)
	}
	second, err := localPasswords(root)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, member := range localStaff {
		password := first[member.name]
		if password == "" || seen[password] || second[member.name] != password {
			t.Errorf("%s has the password %q, then %q, want the same and one of their own", member.name, password, second[member.name])
		}
		seen[password] = true
	}
	if other, err := localPasswords(emptyProject(t)); err != nil || other["mia"] == first["mia"] {
		t.Errorf("another project has the same password (%v), want another", err)
	}
	if info, err := os.Stat(passwordsFile(root)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file with the passwords: %v, %v, want it readable by its owner only", info, err)
	}
}

func TestEveryGroupHasALocalUserAndAPage(t *testing.T) {
	root := emptyProject(t)
	table, err := pagesTable(root, map[string]string{"SiteUrl": "http://id.execute-api.localhost:4577"})
	if err != nil {
		t.Fatal(err)
	}
	passwords, err := localPasswords(root)
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]bool{}
	for _, member := range localStaff {
		members[member.group] = true
		if !strings.Contains(table, member.name) || !strings.Contains(table, passwords[member.name]) {
			t.Errorf("got no name and password of %s in\n%s", member.name, table)
		}
	}
	for _, group := range coffee.StaffGroups() {
		if !members[group] || !strings.Contains(table, "http://id.execute-api.localhost:4577"+string(staffPages[group])+" ") {
			t.Errorf("%s: got no user or no page in\n%s", group, table)
		}
	}
	if !strings.Contains(table, "http://id.execute-api.localhost:4577/ ") {
		t.Errorf("got no page for customers in\n%s", table)
	}
}
