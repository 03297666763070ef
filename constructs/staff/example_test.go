package staff_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// The user pool of a shop whose pages are elsewhere.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Shop"), nil)

	staff.New(stack, "Staff", staff.Props{
		Pages:    []string{"https://shop.example/barista", "https://shop.example/manager"},
		Displays: []string{"https://shop.example/display"},
		Retain:   true,
	})
}
