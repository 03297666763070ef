package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// commandsDir returns the folder of two scripts for use by hand: aws, which talks to
// the emulator whatever the shell's AWS settings are, and token. A shell that has them
// on its PATH needs no AWS variables, so no other program is sent to the emulator.
func commandsDir(root string) string { return filepath.Join(project.LocalDir(root), "bin") }

// writeCommands writes the scripts.
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
	// For some services, such as SQS, version 1 of the CLI ignores AWS_ENDPOINT_URL.
	aws := fmt.Sprintf("#!/bin/sh\n# The AWS CLI for the emulator on this machine. Written by make up.\n"+
		"exec env -i PATH=\"$PATH\" TERM=\"${TERM-}\" LANG=\"${LANG-}\" AWS_PAGER= %s %s -m awscli --endpoint-url %s \"$@\"\n",
		strings.Join(variables, " "), quote(python), quote(e.URL()))
	token := fmt.Sprintf("#!/bin/sh\n# token GROUP: prints an access token of the local user of a group. Written by make up.\n"+
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

// exports lists the variables, quoted for sh, that the README's commands use.
func exports(root string, e *emulator.Emulator, outputs map[string]string) []string {
	return []string{
		"PATH=" + quote(commandsDir(root)) + `:"$PATH"`,
		`no_proxy="127.0.0.1,localhost,${no_proxy-}"`, // for curl
		"STATE_MACHINE=" + quote(outputs["StateMachineArn"]),
		"ORDERS=" + quote(outputs["OrdersTable"]),
		"CONFIG=" + quote(outputs["ConfigTable"]),
		"COUNTER=" + quote(outputs["CounterTable"]),
		"BUS=" + quote(outputs["EventBusName"]),
		"API=" + quote(e.API(outputs["ApiUrl"])),
	}
}

func printDeployed(root string, env config.Environment, e *emulator.Emulator, outputs map[string]string) error {
	pages, err := pagesTable(root, outputs)
	if err != nil {
		return err
	}
	printOutputs(env, outputs)
	fmt.Print(`
Try next:
  make demo       play an order through every path of the workflow
  make simulate   play a busy morning over HTTP
  make logs       follow the functions' logs
  make down       stop the emulator

To follow the README by hand, run make shell. Or, in your own shell:
`)
	for _, export := range exports(root, e, outputs) {
		fmt.Println("  export " + export)
	}
	fmt.Print(`  curl "$API/api/shop"
  curl -H "Authorization: Bearer $(token barista)" "$API/api/queue"
`)
	fmt.Printf(`
Open the pages in a browser. Customers scan the QR code on the display.
%s
In a browser that does not find names below localhost, such as Safari, the pages begin with
  %s/
`, pages, e.API(outputs["ApiUrl"]))
	return nil
}

func printOutputs(env config.Environment, outputs map[string]string) {
	fmt.Printf("\n%s is deployed:\n", env.StackName())
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, name := range slices.Sorted(maps.Keys(outputs)) {
		fmt.Fprintf(table, "  %s\t%s\n", name, outputs[name])
	}
	_ = table.Flush()
}

// shell opens the user's own shell with the scripts of commandsDir on its PATH, and
// the variables of exports.
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
	cmd := shellCommand(file)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	fmt.Println("In this shell, aws and token talk to the emulator. Leave it with exit.")
	err = cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return nil // the exit code of the last command in it
	}
	return err
}

// writeShellFile writes the start-up files of the shell, and returns that of sh. They
// read the user's own first, because those may reset PATH.
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

// shellCommand returns the user's shell, if it is bash or zsh, or sh, with the
// start-up files of writeShellFile.
func shellCommand(file string) *exec.Cmd {
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

// token prints an access token of the user that up added for a group.
func token(ctx context.Context, o options) error {
	if !slices.Contains(coffee.StaffGroups(), o.group) {
		return unknownGroup(o.group)
	}
	site, err := localSite(ctx, o)
	if err != nil {
		return err
	}
	tokens, err := signInLocally(ctx, o.root, site.AWS, site.Outputs, o.group)
	if err == nil {
		fmt.Println(tokens.Access)
	}
	return err
}

// localSite finds the environment that up deployed.
func localSite(ctx context.Context, o options) (deployed.Site, error) {
	env, err := config.For("local")
	if err != nil {
		return deployed.Site{}, err
	}
	return deployed.Find(ctx, o.root, env)
}
