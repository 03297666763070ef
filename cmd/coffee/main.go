// Command coffee brings the shop up on this machine, and deploys it to AWS.
// The Makefile calls it; `go run ./cmd/coffee help` tells what it can do.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: coffee COMMAND [flags] [arguments for cdk]

On this machine, in an emulator of AWS:
  up        start the emulator and deploy the shop into it
  down      stop the emulator; what was deployed is gone
  shell     open a shell in which aws talks to the emulator
  token     print an access token of a person of the local staff: -group barista
  logs      follow the logs of the functions and of the emulator
  demo      play an order through every path of the workflow
  tools     install everything that the tests need
  exec      run a command as tests run: without anything of this shell, with a home of its own

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
	"up": alone(up), "down": alone(down), "shell": shell, "token": token, "logs": logs, "demo": alone(demo),
	"tools": alone(installTools), "exec": execute, "deploy": alone(deploy), "diff": alone(diff), "synth": alone(synth),
	"destroy": alone(destroy), "staff": addStaff,
}

// options are what the flags say.
type options struct {
	root        string
	env         config.Environment
	port        int // 0 where it was not said
	endpoint    string
	name, group string
	// rest is what follows the flags, for the CDK.
	rest []string
}

func main() {
	if runtime.GOOS == "windows" {
		fmt.Fprintln(os.Stderr, "coffee: Windows cannot run the local AWS or this project's commands: use WSL 2, and clone the repository inside it.")
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // who interrupts again, quits at once
	err := run(ctx, os.Args[1:])
	switch {
	case err == nil:
		return
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "coffee: interrupted; run the same command again to go on")
	case !errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(os.Stderr, "coffee:", err)
	}
	if exit := new(exec.ExitError); errors.As(err, &exit) && exit.ExitCode() > 0 {
		os.Exit(exit.ExitCode())
	}
	os.Exit(1)
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("coffee", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprint(flags.Output(), usage)
		flags.PrintDefaults()
	}
	env := flags.String("env", config.Default, "the environment: "+strings.Join(config.Names(), ", "))
	var o options
	port := flags.String("port", "", "the emulator's port, for up (default: that of the emulator that is running, or 4566)")
	flags.StringVar(&o.endpoint, "endpoint", "", "the AWS endpoint to deploy to that is not AWS itself, as AWS_ENDPOINT_URL names it; without this flag, such a\ndeployment is refused")
	flags.StringVar(&o.name, "name", "", "the person's name, for staff")
	flags.StringVar(&o.group, "group", "", "the person's group, for staff and token: "+strings.Join(coffee.StaffGroups(), ", "))
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
	o.rest = flags.Args()
	var err error
	if o.port, err = portNumber(*port); err != nil {
		return err
	}
	if o.env, err = config.For(*env); err != nil {
		return err
	}
	if o.root, err = project.Root(); err != nil {
		return err
	}
	return command(ctx, o)
}

// alone lets a command wait while another one installs, starts or deploys.
func alone(do command) command {
	return func(ctx context.Context, o options) error {
		unlock, err := project.Lock(ctx, o.root, func(process string) {
			fmt.Printf("Waiting for another command that is at work in this folder (process %s) ...\n", process)
		})
		if err != nil {
			return err
		}
		defer unlock()
		return do(ctx, o)
	}
}
