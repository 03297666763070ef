package shop_test

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/serverless-coffee/coffeeshop/constructs/shop"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
)

// A whole shop with its pages, for a rush.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Stadium"), nil)
	cafe := shop.New(stack, "Cafe", shop.Props{
		QueueLimit:     150,
		BaristaTimeout: 30 * time.Minute,
		Capacity:       workflow.ReservedSeats,
	})

	cafe.DefineOutputs("Cafe") // CafeApiUrl, CafeSiteUrl and more
}
