// Package gofunction defines Lambda functions in Go by the import paths of their main
// packages.
package gofunction

import (
	"cmp"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
)

// Props configures a Function.
type Props struct {
	// ImportPath is the import path of the function's main package, in the app's
	// module or in one that it requires. Synthesizing the app builds it with the
	// go.mod and go.sum of its own module; GOFLAGS is ignored. Main packages in
	// sibling folders are built along with it, so keep other programs elsewhere;
	// one that does not compile does no harm. Required.
	ImportPath string

	// Description says what the function does.
	//
	// Default: none.
	Description string

	// Target is the system to build for. Its Arch is arm64 or amd64.
	//
	// Default: linux/arm64; an OS or Arch that is not set defaults alone.
	Target Target

	// Environment has variables for the function, besides those that grants add.
	//
	// Default: none.
	Environment map[string]string

	// MemorySize is the memory in MB, 128 to 10240. CPU power is in proportion.
	//
	// Default: 256.
	MemorySize int

	// Timeout is the longest an invocation may take, in whole seconds up to 15
	// minutes.
	//
	// Default: 10 s.
	Timeout time.Duration

	// LogRetention is how long the function's log is kept, in whole days.
	//
	// Default: 30 days.
	LogRetention time.Duration

	// Retain keeps the log when the stack is deleted.
	//
	// Default: false.
	Retain bool
}

// Function is a Lambda function in Go with a role and a log group of its own, JSON
// logs and X-Ray tracing.
type Function struct {
	constructs.Construct

	// Function is the Lambda function itself.
	Function awslambda.Function
	// Log is the function's log group.
	Log awslogs.LogGroup
}

// New defines a Function.
func New(scope constructs.Construct, id string, p Props) *Function {
	p = p.withDefaults()
	p.check(scope, id)
	f := new(Function)
	constructs.NewConstruct_Override(f, scope, &id)
	f.Log = props.LogGroup(f, "Log", nil, p.LogRetention, p.Retain)
	environment := make(map[string]*string, len(p.Environment))
	for name, value := range p.Environment {
		environment[name] = &value
	}
	f.Function = awslambda.NewFunction(f, new("Resource"), &awslambda.FunctionProps{
		Description:   props.OrNil(p.Description),
		Runtime:       awslambda.Runtime_PROVIDED_AL2023(),
		Architecture:  architectures[p.Target.Arch](),
		Handler:       new("bootstrap"),
		Code:          code(f, p.ImportPath, p.Target),
		Environment:   &environment,
		MemorySize:    new(float64(p.MemorySize)),
		Timeout:       awscdk.Duration_Seconds(new(p.Timeout.Seconds())),
		Role:          f.role(),
		LogGroup:      f.Log,
		LoggingFormat: awslambda.LoggingFormat_JSON,
		Tracing:       awslambda.Tracing_ACTIVE,
	})
	return f
}

func (p Props) withDefaults() Props {
	p.Target.OS = cmp.Or(p.Target.OS, Cloud.OS)
	p.Target.Arch = cmp.Or(p.Target.Arch, Cloud.Arch)
	p.MemorySize = cmp.Or(p.MemorySize, 256)
	p.Timeout = cmp.Or(p.Timeout, 10*time.Second)
	return p
}

func (p Props) check(scope constructs.Construct, id string) {
	props.Require(fs.ValidPath(p.ImportPath) && p.ImportPath != "." && !strings.Contains(p.ImportPath, "..."), scope, id,
		"ImportPath", strconv.Quote(p.ImportPath), "the import path of a main package, such as github.com/you/module/lambdas/name")
	_, known := architectures[p.Target.Arch]
	props.Require(known, scope, id, "Target", p.Target, "an Arch of arm64 or amd64")
	props.Require(p.MemorySize >= 128 && p.MemorySize <= 10240, scope, id, "MemorySize", p.MemorySize, "128 to 10240 MB")
	props.Require(p.Timeout > 0 && p.Timeout <= 15*time.Minute && p.Timeout%time.Second == 0, scope, id, "Timeout", p.Timeout,
		"whole seconds, more than 0 and at most 15m0s")
}

// role defines the function's role. Unlike AWS's managed policy for Lambda, it allows
// writing to the function's own log group only.
func (f *Function) role() awsiam.Role {
	role := awsiam.NewRole(f, new("Role"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(new("lambda.amazonaws.com"), nil),
	})
	f.Log.GrantWrite(role)
	return role
}

// GrantPrincipal returns the principal of the function's role. It makes a Function an
// awsiam.IGrantable, for any Grant method of the CDK.
func (f *Function) GrantPrincipal() awsiam.IPrincipal { return f.Function.GrantPrincipal() }
