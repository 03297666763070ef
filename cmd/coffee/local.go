package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// up starts the emulator, unless it runs, and deploys the local environment.
func up(ctx context.Context, o options) error {
	env, err := config.For("local")
	if err != nil {
		return err
	}
	e, err := startEmulator(ctx, o)
	if err != nil {
		return err
	}
	cli := cdk.CLI{Root: o.root, Env: e.Env()}
	if err := bootstrap(ctx, cli, e); err != nil {
		return err
	}
	outputs, err := deployWithProgress(ctx, cli, env)
	if err != nil {
		return err
	}
	cfg, err := e.Config(ctx)
	if err != nil {
		return err
	}
	done := step("Hiring one person for each group of the staff")
	if err := done(hireLocally(ctx, cfg, outputs)); err != nil {
		return err
	}
	done = step("Opening the shop, with a menu if it has none")
	if err := done(stockLocally(ctx, cfg, e, outputs)); err != nil {
		return err
	}
	printDeployed(env, e, outputs)
	return nil
}

func startEmulator(ctx context.Context, o options) (*emulator.Emulator, error) {
	dir := project.LocalDir(o.root)
	e, err := emulator.Find(dir)
	if err != nil {
		return nil, err
	}
	if e != nil && e.Port != o.port {
		return nil, fmt.Errorf("the emulator runs on port %d already: use that, or `make down` first", e.Port)
	}
	if e != nil {
		return e, nil
	}
	done := step("Starting the emulator on http://127.0.0.1:%d", o.port)
	e, err = emulator.Start(ctx, o.root, dir, o.port)
	return e, done(err)
}

func bootstrap(ctx context.Context, cli cdk.CLI, e *emulator.Emulator) error {
	if e.Bootstrapped {
		return nil
	}
	done := step("Bootstrapping the CDK")
	if err := done(cli.Bootstrap(ctx, emulator.Account, emulator.Region)); err != nil {
		return err
	}
	return e.MarkBootstrapped()
}

func deployWithProgress(ctx context.Context, cli cdk.CLI, env config.Environment) (map[string]string, error) {
	done := step("Building the functions and deploying %s", env.StackName())
	outputs, err := cli.Deploy(ctx, env, showProgress)
	return outputs, done(err)
}

// runningEmulator is the emulator that `make up` started.
func runningEmulator(o options) (*emulator.Emulator, error) {
	return emulator.Running(project.LocalDir(o.root))
}

// down stops what up started, and nothing else.
func down(_ context.Context, o options) error {
	e, err := emulator.Find(project.LocalDir(o.root))
	if err != nil {
		return err
	}
	if e == nil {
		fmt.Println("The emulator does not run.")
		return nil
	}
	done := step("Stopping the emulator on %s", e.URL())
	return done(e.Stop())
}

func printDeployed(env config.Environment, e *emulator.Emulator, outputs map[string]string) {
	fmt.Printf("\n%s is deployed:\n", env.StackName())
	for _, name := range slices.Sorted(maps.Keys(outputs)) {
		fmt.Printf("  %-16s %s\n", name, outputs[name])
	}
	fmt.Printf(`
Try next:
  make demo       play an order through every path of the workflow
  make simulate   play a busy morning over HTTP
  make logs       follow the functions as they work
  make down       stop it all

By hand, as in the README:
  export AWS_ENDPOINT_URL=%s AWS_DEFAULT_REGION=%s AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  export PATH="$PWD/.venv/bin:$PATH"    # the AWS command line
  export STATE_MACHINE=%s
  export ORDERS=%s
  export API='%s'

  # an access token of %s: $(token barista)
  token() {
    aws cognito-idp initiate-auth --client-id %s --auth-flow USER_PASSWORD_AUTH \
      --auth-parameters USERNAME=$1,PASSWORD=%s \
      --query AuthenticationResult.AccessToken --output text
  }
  curl "$API/api/shop"
  curl -H "Authorization: Bearer $(token barista)" "$API/api/queue"
`, e.URL(), emulator.Region, outputs["StateMachineArn"], outputs["OrdersTable"], e.API(outputs["ApiUrl"]),
		strings.Join(coffee.StaffGroups(), ", "), outputs["UserPoolClientId"], localPassword)
}

// step says what begins, and returns what says how it ended.
func step(format string, args ...any) func(error) error {
	start := time.Now()
	fmt.Printf("==> "+format+" ... ", args...)
	return func(err error) error {
		clearProgress()
		if err != nil {
			fmt.Println("failed")
			return err
		}
		fmt.Printf("done (%.0f s)\n", time.Since(start).Seconds())
		return nil
	}
}

// shown is how many characters of progress stand at the end of the line.
var shown int

// showProgress keeps a count at the end of the line, where there is someone to
// see it.
func showProgress(done, all string) {
	if info, err := os.Stdout.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return
	}
	clearProgress()
	shown, _ = fmt.Printf("%s of %s ", done, all)
}

func clearProgress() {
	for range shown {
		fmt.Print("\b \b")
	}
	shown = 0
}
