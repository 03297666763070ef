package eventbus_test

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
)

// A bus of one's own, with a function that gets two of the shop's events.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Shop"), nil)
	bus := eventbus.New(stack, "Bus", eventbus.Props{Archive: 90 * 24 * time.Hour})
	sales := gofunction.New(stack, "Sales", gofunction.Props{ImportPath: "example.com/shop/lambdas/sales"})

	bus.Subscribe("Sales", sales.Function, coffee.OrderCompleted{}, coffee.BaristaTimedOut{})
}
