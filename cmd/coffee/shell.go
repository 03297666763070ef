package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Two commands for work by hand stand in .local/bin: aws, which talks to the
// emulator whatever the person's shell says, and token. A shell that has them
// needs no AWS variables, so nothing else that it starts talks to the emulator.

func commandsDir(root string) string { return filepath.Join(project.LocalDir(root), "bin") }

// writeCommands writes the commands for work by hand.
func writeCommands(root string, e *emulator.Emulator) error {
	python, err := project.Python(root, "python")
	if err != nil {
		return err
	}
	variables := make([]string, 0, 16)
	for _, variable := range e.Env() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "AWS_") || name == "HOME" {
			variables = append(variables, quote(variable))
		}
	}
	aws := fmt.Sprintf("#!/bin/sh\n# The AWS command line, for the shop on this machine and nothing else. Written by make up.\n"+
		"exec env -i PATH=\"$PATH\" TERM=\"${TERM-}\" LANG=\"${LANG-}\" AWS_PAGER= %s %s -m awscli \"$@\"\n", strings.Join(variables, " "), quote(python))
	token := fmt.Sprintf("#!/bin/sh\n# token GROUP: an access token of a person of the local staff. Written by make up.\n"+
		"cd %s && exec .local/coffee token -group \"$1\"\n", quote(root))
	if err := os.MkdirAll(commandsDir(root), 0o755); err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(commandsDir(root), "aws"), []byte(aws), 0o755),
		os.WriteFile(filepath.Join(commandsDir(root), "token"), []byte(token), 0o755))
}

// quote quotes a word for sh.
func quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// exports are what a shell for work by hand is told, as the README needs it.
func exports(root string, e *emulator.Emulator, outputs map[string]string) []string {
	return []string{
		"PATH=" + quote(commandsDir(root)) + `:"$PATH"`,
		`no_proxy="127.0.0.1,localhost,${no_proxy-}"`, // for curl
		"STATE_MACHINE=" + quote(outputs["StateMachineArn"]),
		"ORDERS=" + quote(outputs["OrdersTable"]),
		"CONFIG=" + quote(outputs["ConfigTable"]),
		"API=" + quote(e.API(outputs["ApiUrl"])),
	}
}

func printDeployed(root string, env config.Environment, e *emulator.Emulator, outputs map[string]string) {
	printOutputs(env, outputs)
	fmt.Printf(`
The staff sign in as %s, each with the password %s

Try next:
  make demo       play an order through every path of the workflow
  make simulate   play a busy morning over HTTP
  make logs       follow the functions as they work
  make down       stop it all

By hand, as in the README: make shell opens a shell that is ready for it. Or, in yours:
`, strings.Join(coffee.StaffGroups(), ", "), localPassword)
	for _, export := range exports(root, e, outputs) {
		fmt.Println("  export " + export)
	}
	fmt.Print(`  curl "$API/api/shop"
  curl -H "Authorization: Bearer $(token barista)" "$API/api/queue"
`)
}

func printOutputs(env config.Environment, outputs map[string]string) {
	fmt.Printf("\n%s is deployed:\n", env.StackName())
	for _, name := range slices.Sorted(maps.Keys(outputs)) {
		fmt.Printf("  %-16s %s\n", name, outputs[name])
	}
}

// shell opens a shell for work by hand, in the person's own environment but for
// the commands and variables that it adds.
func shell(ctx context.Context, o options) error {
	e, err := runningEmulator(o)
	if err != nil {
		return err
	}
	site, err := localSite(ctx, o)
	if err != nil {
		return err
	}
	if err := writeCommands(o.root, e); err != nil {
		return err
	}
	file, err := writeShellFile(o.root, exports(o.root, e, site.Outputs))
	if err != nil {
		return err
	}
	cmd := shellCommand(o.root, file)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	fmt.Println("In this shell, aws and token are those of the shop on this machine. Leave it with exit.")
	err = cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return nil // what the last command in it came to
	}
	return err
}

// writeShellFile writes what a shell for work by hand begins with. It comes
// after the person's own files, which may set PATH anew.
func writeShellFile(root string, exports []string) (string, error) {
	var text strings.Builder
	for _, export := range exports {
		text.WriteString("export " + export + "\n")
	}
	text.WriteString("PS1=\"(coffee) ${PS1-\\$ }\"\n")
	file := filepath.Join(project.LocalDir(root), "shell", "rc")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return "", err
	}
	own := func(name string) string { return fmt.Sprintf("[ -r ~/%s ] && . ~/%s\n", name, name) }
	return file, errors.Join(
		os.WriteFile(file, []byte(text.String()), 0o644),
		os.WriteFile(file+".bash", []byte(own(".bashrc")+text.String()), 0o644),
		os.WriteFile(filepath.Join(filepath.Dir(file), ".zshrc"), []byte(own(".zshrc")+text.String()), 0o644))
}

// shellCommand is the person's shell, told to begin with the file, or sh.
func shellCommand(root, file string) *exec.Cmd {
	name := os.Getenv("SHELL")
	cmd := exec.Command("sh", "-i")
	cmd.Env = append(os.Environ(), "ENV="+file)
	switch filepath.Base(name) {
	case "bash":
		cmd = exec.Command(name, "--rcfile", file+".bash", "-i")
		cmd.Env = os.Environ()
	case "zsh":
		cmd = exec.Command(name, "-i")
		cmd.Env = append(os.Environ(), "ZDOTDIR="+filepath.Dir(file))
	}
	return cmd
}

// token prints an access token of the person that up hired for a group.
func token(ctx context.Context, o options) error {
	if !slices.Contains(coffee.StaffGroups(), o.group) {
		return unknownGroup(o.group)
	}
	site, err := localSite(ctx, o)
	if err != nil {
		return err
	}
	tokens, err := deployed.OpenStaff(site.AWS, site.Outputs).SignIn(ctx, o.group, localPassword)
	if err == nil {
		fmt.Println(tokens.Access)
	}
	return err
}

// localSite is the shop that up deployed.
func localSite(ctx context.Context, o options) (deployed.Site, error) {
	env, err := config.For("local")
	if err != nil {
		return deployed.Site{}, err
	}
	return deployed.Find(ctx, o.root, env)
}
