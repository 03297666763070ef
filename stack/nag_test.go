//lint:file-ignore SA1019 assertions still returns the type that moved

package stack_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/cxapi"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/stack"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// accepted lists what cdk-nag finds fault with, and why it is as it should be.
// Paths are within the stack.
var accepted = append([]struct{ rule, path, reason string }{
	{
		"AwsSolutions-SQS3", "/Shop/Bus/DeadLetters/Resource",
		"it is a dead-letter queue: that of rules and functions, where cdk-nag does not look",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Tracker/Role/DefaultPolicy/Resource",
		"X-Ray, which has no resource-level permissions; TestNobodyMayDoMoreThanNecessary allows no more",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Workflow/Resource/Role/DefaultPolicy/Resource",
		"log deliveries and X-Ray, likewise",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Customer/Role/DefaultPolicy/Resource",
		"X-Ray, likewise",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Barista/Role/DefaultPolicy/Resource",
		"X-Ray, likewise",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Manager/Role/DefaultPolicy/Resource",
		"X-Ray, likewise",
	},
	{
		"AwsSolutions-COG2", "/Shop/Staff/Resource/Resource",
		"a display signs in by itself, and a counter's tablet is everybody's; people may add an authenticator app",
	},
	{
		"AwsSolutions-COG8", "/Shop/Staff/Resource/Resource",
		"the Plus plan's protection against threats is billed per person and month: whoever deploys decides on it",
	},
}, forAnyone...)

// forAnyone are the routes without an authorizer.
var forAnyone = []struct{ rule, path, reason string }{
	{"AwsSolutions-APIG4", "/Shop/Api/GET --api--shop", "the menu is for everybody to read"},
	{"AwsSolutions-APIG4", "/Shop/Api/GET --api--openapi.json", "so is the API's description"},
	{"AwsSolutions-APIG4", "/Shop/Api/HEAD --api--shop", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Api/HEAD --api--openapi.json", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Api/HEAD --api--orders--{id}", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Api/ANY --api--{proxy+}", "it answers that there is no such route, and does nothing else"},
	{"AwsSolutions-APIG4", "/Shop/Api/POST --api--orders", "whoever has a QR code may order: customers have no account, and the function checks the code"},
	{"AwsSolutions-APIG4", "/Shop/Api/GET --api--orders--{id}", "whoever has the order's secret, which the function checks"},
	{"AwsSolutions-APIG4", "/Shop/Api/PUT --api--orders--{id}", "likewise"},
	{"AwsSolutions-APIG4", "/Shop/Api/DELETE --api--orders--{id}", "likewise"},
}

func TestNagFindsNothingUnexplained(t *testing.T) {
	for _, name := range []string{"dev", "prod"} {
		t.Run(name, func(t *testing.T) {
			env, err := config.For(name)
			if err != nil {
				t.Fatal(err)
			}
			explained := make([]bool, len(accepted))
			for _, finding := range findings(env) {
				rule, _, _ := strings.Cut(finding.Entry.Data.(string), ": ")
				path := strings.TrimPrefix(*finding.Id, "/"+env.StackName())
				i := slices.IndexFunc(accepted, func(a struct{ rule, path, reason string }) bool {
					return a.rule == rule && a.path == path
				})
				if i < 0 {
					t.Errorf("got %s: %v, want it repaired or accepted with a reason", path, finding.Entry.Data)
				} else {
					explained[i] = true
				}
			}
			for i, a := range accepted {
				if !explained[i] {
					t.Errorf("%s of %s is accepted (%s) but not found, want it off the list", a.rule, a.path, a.reason)
				}
			}
		})
	}
}

// findings lists what cdk-nag, or the CDK itself, finds fault with.
func findings(env config.Environment) []*cxapi.SynthesisMessage {
	app := synth.App()
	// Or the first finding would stop the synthesis.
	app.Node().SetContext(new("@aws-cdk/core:annotationsInValidationReport"), false)
	s := stack.New(app, env)
	awscdk.Aspects_Of(s).Add(cdknag.NewAwsSolutionsChecks(nil), nil)
	notes := assertions.Annotations_FromStack(s)
	anything := assertions.Match_AnyValue()
	return slices.Concat(*notes.FindError(new("*"), anything), *notes.FindWarning(new("*"), anything))
}
