package stack_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// notAccountWide are properties that hold the name of something else, or a name
// that need not be unique in the account.
var notAccountWide = []string{
	"AWS::ApiGatewayV2::Api Name",
	"AWS::ApiGatewayV2::Authorizer Name",
	"AWS::ApiGatewayV2::Stage StageName",
	"AWS::CloudWatch::Alarm MetricName",
	"AWS::Cognito::UserPoolClient ClientName",   // named within its user pool
	"AWS::Cognito::UserPoolGroup GroupName",     // as well
	"AWS::Cognito::UserPoolResourceServer Name", // as well
	"AWS::Events::Rule EventBusName",
	"AWS::IAM::Policy PolicyName", // named within its role
	"AWS::Lambda::EventInvokeConfig FunctionName",
	"AWS::Lambda::EventSourceMapping FunctionName",
	"AWS::Lambda::Permission FunctionName",
	"AWS::Scheduler::Schedule GroupName",
}

// One account and region may hold all environments on AWS, and one emulator all
// others.
func TestEnvironmentsOfAnAccountShareNoName(t *testing.T) {
	owners := map[string]string{}
	for _, d := range deployments() {
		names := 0
		for _, name := range accountWideNames(d.Template) {
			key := fmt.Sprintf("%s (emulated: %v)", name, d.Emulated)
			if other := owners[key]; other != "" {
				t.Errorf("%s and %s both have %s", other, d.Environment.Name, name)
			}
			owners[key] = d.Environment.Name
			names++
		}
		if names < 4 { // bus, state machine, log, sign-in pages
			t.Errorf("got %d names of %s, want at least 4", names, d.Environment.Name)
		}
	}
}

// accountWideNames lists the physical names in a template, with what they name.
func accountWideNames(template synth.Template) []string {
	var names []string
	for _, r := range template.Resources {
		for property, value := range r.Properties {
			what := r.Type + " " + property
			if (strings.HasSuffix(property, "Name") || property == "Domain") && !slices.Contains(notAccountWide, what) {
				names = append(names, what+" "+synth.Text(value))
			}
		}
	}
	for _, output := range template.Outputs {
		if export := synth.At(output["Export"], "Name"); export != nil {
			names = append(names, "export "+synth.Text(export))
		}
	}
	return names
}
