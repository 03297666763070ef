package httpapi_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// An API with one route for anyone and one for the staff.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Shop"), nil)
	menu := gofunction.New(stack, "Menu", gofunction.Props{ImportPath: "example.com/shop/lambdas/menu"})
	team := staff.New(stack, "Staff", staff.Props{Pages: []string{"https://shop.example/menu"}})

	api := httpapi.New(stack, "Api", httpapi.Props{})
	api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_GET, Path: "/menu", Function: menu})
	api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_PUT, Path: "/menu", Function: menu, Staff: team})
}
