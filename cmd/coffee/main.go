// Command coffee runs the shop on this machine, and deploys it to AWS. The Makefile
// calls it; `go run ./cmd/coffee help` lists its commands.
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
  down      stop the emulator; everything in it is lost
  shell     open a shell in which aws talks to the emulator
  token     print an access token of the local user of a group: -group barista
  logs      follow the logs of the functions and of the emulator
  demo      play an order through every path of the workflow
  lan       let phones in this machine's network use the shop, until Ctrl-C
  tools     install everything that the tests need
  exec      run a command as the tests do: without this shell's variables, in a home of its own

In an AWS account (or in the emulator, for the environments that begin with local):
  deploy    deploy an environment
  diff      show what deploying would change
  synth     write the CloudFormation template to cdk.out
  destroy   delete an environment's stack
  staff     add a user to a staff group

Flags:
`

// command runs one of the commands in usage.
type command func(ctx context.Context, o options) error

var commands = map[string]command{
	"up": exclusive(up), "down": exclusive(down), "shell": shell, "token": token, "logs": logs, "demo": exclusive(demo), "lan": shareOnLAN,
	"tools": exclusive(installTools), "exec": execute, "deploy": exclusive(deploy), "diff": exclusive(diff), "synth": exclusive(synth),
	"destroy": exclusive(destroy), "staff": addStaff,
}

// options are the parsed flags and arguments.
type options struct {
	root        string
	env         config.Environment
	port        int // 0 if not given
	endpoint    string
	address     string // empty if not given
	name, group string
	// rest are the arguments after the flags, for the CDK or exec.
	rest []string
}

func main() {
	if runtime.GOOS == "windows" {
		fmt.Fprintln(os.Stderr, "coffee: Windows is not supported: use WSL 2, and clone the repository inside it.")
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C quits at once
	err := run(ctx, os.Args[1:])
	switch {
	case err == nil:
		return
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "coffee: interrupted; run the same command again to continue")
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
	port := flags.String("port", "", "the emulator's port, for up (default: the running emulator's, or 4566), or the port for lan (default: 8080)")
	flags.StringVar(&o.address, "address", "", "this machine's address to listen on, for lan (default: the first private IPv4 address)")
	flags.StringVar(&o.endpoint, "endpoint", "", "confirms deploying to this AWS_ENDPOINT_URL instead of AWS, which is refused without it")
	flags.StringVar(&o.name, "name", "", "the user's name, for staff")
	flags.StringVar(&o.group, "group", "", "the user's group, for staff and token: "+strings.Join(coffee.StaffGroups(), ", "))
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

// exclusive makes a command wait while another one installs, starts or deploys in
// this folder.
func exclusive(do command) command {
	return func(ctx context.Context, o options) error {
		unlock, err := project.Lock(ctx, o.root, func(process string) {
			fmt.Printf("Waiting for another command in this folder to finish (process %s) ...\n", process)
		})
		if err != nil {
			return err
		}
		defer unlock()
		return do(ctx, o)
	}
}
