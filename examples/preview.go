package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/site"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// newPreview defines the stack of a preview, in which the campus tries its sign-in and
// the shop's pages on an API without a shop behind it.
func newPreview(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, &awscdk.StackProps{Description: new("The pages of the cafés, without a café")})
	api := httpapi.New(stack, "Api", httpapi.Props{})
	urls := site.URLs(api, "")
	team := staff.New(stack, "Staff", staff.Props{Pages: site.StaffPages(urls), Displays: site.DisplayPages(urls)})
	site.New(stack, "Site", site.Props{API: api, Staff: team, RateLimit: 20, BurstLimit: 40})
	awscdk.NewCfnOutput(stack, new("SiteUrl"), &awscdk.CfnOutputProps{Value: &urls[0]})
	return stack
}
