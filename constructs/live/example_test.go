package live_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/serverless-coffee/coffeeshop/constructs/live"
	"github.com/serverless-coffee/coffeeshop/constructs/shop"
)

// Live updates of a shop for pages of another origin, besides those of its own pages.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Campus"), nil)
	cafe := shop.New(stack, "Cafe", shop.Props{})

	live.New(stack, "Screens", live.Props{
		Store:  cafe.Store,
		Bus:    cafe.Bus,
		Staff:  cafe.Staff,
		Origin: new("https://screens.campus.example"),
	})
}
