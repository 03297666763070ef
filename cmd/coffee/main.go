// Command coffee brings the shop up on this machine, and deploys it to AWS.
// The Makefile calls it; `go run ./cmd/coffee help` tells what it can do.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: coffee COMMAND [flags]

On this machine, in an emulator of AWS:
  up        start the emulator and deploy the shop into it
  down      stop the emulator; what was deployed is gone
  logs      follow the logs of the functions and of the emulator
  demo      play an order through every path of the workflow

In an AWS account (or in the emulator, for the environments that begin with local):
  deploy    deploy an environment
  diff      show what a deployment would change
  synth     write the CloudFormation template to cdk.out
  destroy   remove what was deployed
  staff     add a person to a group of the staff

Flags:
`

// command is what a command of the program does.
type command func(ctx context.Context, o options) error

var commands = map[string]command{
	"up": up, "down": down, "logs": logs, "demo": demo,
	"deploy": deploy, "diff": diff, "synth": synth, "destroy": destroy, "staff": addStaff,
}

// options are what the flags say.
type options struct {
	root        string
	env         config.Environment
	port        int
	name, group string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "coffee:", err)
		}
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("coffee", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), usage)
		flags.PrintDefaults()
	}
	env := flags.String("env", config.Default, "the environment: "+strings.Join(config.Names(), ", "))
	var o options
	flags.IntVar(&o.port, "port", 4566, "the emulator's port, for up")
	flags.StringVar(&o.name, "name", "", "the person's name, for staff")
	flags.StringVar(&o.group, "group", "", "the person's group, for staff: "+strings.Join(coffee.StaffGroups(), ", "))
	if len(args) == 0 || args[0] == "help" {
		flags.Usage()
		return nil
	}
	command, ok := commands[args[0]]
	if !ok {
		return fmt.Errorf("unknown command %q: see `make help`", args[0])
	}
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	var err error
	if o.env, err = config.For(*env); err != nil {
		return err
	}
	if o.root, err = project.Root(); err != nil {
		return err
	}
	return command(ctx, o)
}
