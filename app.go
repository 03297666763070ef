// Command coffeeshop is the CDK app: it synthesizes the coffee shop for the
// environment that `-c env=NAME` names.
package main

import (
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/stack"
)

func main() {
	// A construct that refuses its properties, and a function that does not
	// compile, panic with a message for the reader. The trace is noise.
	defer func() {
		if problem := recover(); problem != nil {
			fmt.Fprintln(os.Stderr, problem)
			os.Exit(1)
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
		panic(err)
	}
	stack.New(app, env)
	app.Synth(nil)
}
