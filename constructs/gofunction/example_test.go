package gofunction_test

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
)

// A function whose main package is lambdas/sales of the app's own module. cdk synth builds
// it for linux/arm64.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Shop"), nil)
	sales := gofunction.New(stack, "Sales", gofunction.Props{
		ImportPath:  "example.com/shop/lambdas/sales",
		Description: "Records the sales",
		Timeout:     30 * time.Second,
	})

	sales.Function.AddEnvironment(new("CURRENCY"), new("EUR"), nil)
}
