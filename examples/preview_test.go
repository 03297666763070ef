package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
)

func TestThePreviewHasPagesToSignInToButNoShop(t *testing.T) {
	app := awscdk.NewApp(&awscdk.AppProps{Context: gofunction.WithoutBuilds()})
	template := assertions.Template_FromStack(newPreview(app, "Preview"), nil)
	one(t, template, "AWS::Lambda::Function", "SiteFunction")
	for _, absent := range []string{"AWS::DynamoDB::GlobalTable", "AWS::StepFunctions::StateMachine", "AWS::Events::EventBus"} {
		if found := resources(template, absent); len(found) > 0 {
			t.Errorf("got %d of %s, want none", len(found), absent)
		}
	}
	var routes []string
	for _, route := range resources(template, "AWS::ApiGatewayV2::Route") {
		routes = append(routes, route["RouteKey"].(string))
	}
	if len(routes) != 2 {
		t.Errorf("got the routes %q, want those of the pages only", routes)
	}
	for client, pages := range map[string][]string{"StaffClient": {"/barista", "/manager"}, "StaffDisplayClient": {"/display"}} {
		_, properties := one(t, template, "AWS::Cognito::UserPoolClient", client)
		urls := fmt.Sprint(properties["CallbackURLs"])
		for _, page := range pages {
			if !strings.Contains(urls, page) {
				t.Errorf("%s returns to %s, want %s among them", client, urls, page)
			}
		}
	}
}
