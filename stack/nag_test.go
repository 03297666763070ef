//lint:file-ignore SA1019 assertions still returns the deprecated type

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
	"github.com/serverless-coffee/coffeeshop/internal/findings"
	"github.com/serverless-coffee/coffeeshop/stack"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestCDKNagFindsOnlyWhatWeAccept(t *testing.T) {
	for _, name := range []string{"dev", "prod"} {
		t.Run(name, func(t *testing.T) {
			env, err := config.For(name)
			if err != nil {
				t.Fatal(err)
			}
			var found []findings.Finding
			for _, note := range notes(env) {
				rule, message, _ := strings.Cut(note.Entry.Data.(string), ": ")
				found = append(found, findings.Finding{Rule: rule, Path: strings.TrimPrefix(*note.Id, "/"+env.StackName()), Message: message})
			}
			for _, problem := range findings.CDKNag.Judge(found) {
				t.Error(problem)
			}
		})
	}
}

// notes lists the errors and warnings of cdk-nag and of the CDK itself.
func notes(env config.Environment) []*cxapi.SynthesisMessage {
	app := synth.App()
	// With it, the first finding would stop the synthesis.
	app.Node().SetContext(new("@aws-cdk/core:annotationsInValidationReport"), false)
	s := stack.New(app, env)
	awscdk.Aspects_Of(s).Add(cdknag.NewAwsSolutionsChecks(nil), nil)
	annotations := assertions.Annotations_FromStack(s)
	anything := assertions.Match_AnyValue()
	return slices.Concat(*annotations.FindError(new("*"), anything), *annotations.FindWarning(new("*"), anything))
}
