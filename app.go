// Command coffeeshop is the CDK app: it synthesizes the coffee shop for the
// environment that `-c env=NAME` names.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/stack"
)

func main() {
	if err := synthesize(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func synthesize() (err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = explain(problem)
		}
	}()
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	name, ok := app.Node().TryGetContext(new("env")).(string)
	if !ok {
		name = config.Default
	}
	env, err := config.For(name)
	if err != nil {
		return err
	}
	stack.New(app, env.At(os.Getenv("AWS_ENDPOINT_URL")))
	app.Synth(nil)
	return nil
}

// refusal is the error that a construct panics with if its properties are invalid or
// its function does not build.
type refusal interface {
	error
	Refused() string
}

// explain converts a recovered panic into an error. A refusal's message is enough to
// fix the property; any other panic includes its stack trace. Call it in the deferred
// function that recovers.
func explain(problem any) error {
	if err, ok := problem.(error); ok {
		if refused := refusal(nil); errors.As(err, &refused) {
			return err
		}
	}
	return fmt.Errorf("%v\n\n%s", problem, debug.Stack())
}
