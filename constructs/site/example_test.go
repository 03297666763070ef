package site_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/site"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// The pages on an API of one's own. The user pool must know their addresses.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Shop"), nil)
	api := httpapi.New(stack, "Api", httpapi.Props{})
	urls := site.URLs(api, "")

	site.New(stack, "Site", site.Props{
		API:   api,
		Staff: staff.New(stack, "Staff", staff.Props{Pages: site.StaffPages(urls), Displays: site.DisplayPages(urls)}),
	})
}
