package synth

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
)

// Function defines a Lambda function with the ID Function, to grant permissions to.
func Function(stack awscdk.Stack) awslambda.Function {
	return awslambda.NewFunction(stack, new("Function"), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_NODEJS_LATEST(),
		Handler: new("index.handler"),
		Code:    awslambda.Code_FromInline(new("exports.handler = async () => {};")),
	})
}

// Rights returns the statements of the only policy whose ID begins with prefix, with
// references resolved.
func (t Template) Rights(tb testing.TB, prefix string) []any {
	tb.Helper()
	policy := t.One(tb, "AWS::IAM::Policy", prefix)
	return Resolve(At(policy.Properties, "PolicyDocument", "Statement")).([]any)
}

// Variables returns the variables of the only function whose ID begins with prefix,
// with references resolved.
func (t Template) Variables(tb testing.TB, prefix string) any {
	tb.Helper()
	return Resolve(At(t.One(tb, "AWS::Lambda::Function", prefix).Properties, "Environment", "Variables"))
}
