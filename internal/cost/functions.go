package cost

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/requestlog"
)

// function is a deployed function.
type function struct {
	// name is derived from the construct's ID; id is the physical name.
	name, id, logGroup string
	variables          map[string]string
	zip                int64 // bytes of code
}

// functions are the Lambda functions of a stack.
type functions struct {
	lambda *lambda.Client
	logs   *cloudwatchlogs.Client
	all    []function
}

func findFunctions(ctx context.Context, cfg aws.Config, stack string) (*functions, error) {
	f := &functions{lambda: lambda.NewFromConfig(cfg), logs: cloudwatchlogs.NewFromConfig(cfg)}
	pages := cloudformation.NewListStackResourcesPaginator(cloudformation.NewFromConfig(cfg),
		&cloudformation.ListStackResourcesInput{StackName: &stack})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, resource := range page.StackResourceSummaries {
			if *resource.ResourceType != "AWS::Lambda::Function" {
				continue
			}
			found, err := f.describe(ctx, *resource.LogicalResourceId, *resource.PhysicalResourceId)
			if err != nil {
				return nil, err
			}
			f.all = append(f.all, found)
		}
	}
	return f, nil
}

// suffix is the hash that the CDK appends to logical IDs.
var suffix = regexp.MustCompile(`[0-9A-F]{8}$`)

// functionName returns the name of the construct that has a function in the shop, such as
// tracker, given the function's logical ID.
func functionName(logicalID string) string {
	name := strings.TrimPrefix(suffix.ReplaceAllString(logicalID, ""), "Shop")
	return strings.ToLower(strings.TrimSuffix(name, "Function")) // that of a construct with more than a function
}

func (f *functions) describe(ctx context.Context, logicalID, id string) (function, error) {
	out, err := f.lambda.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: &id})
	if err != nil {
		return function{}, err
	}
	found := function{
		name:     functionName(logicalID),
		id:       id,
		logGroup: "/aws/lambda/" + id,
		zip:      out.CodeSize,

		variables: map[string]string{},
	}
	if out.Environment != nil {
		maps.Copy(found.variables, out.Environment.Variables)
		delete(found.variables, requestlog.Variable) // left by a killed run
	}
	if out.LoggingConfig != nil && out.LoggingConfig.LogGroup != nil {
		found.logGroup = *out.LoggingConfig.LogGroup
	}
	return found, nil
}

// updateTimeout bounds the wait until a function has its new variables.
const updateTimeout = 2 * time.Minute

// logRequests switches the functions' request log on or off, in all functions at once. It
// returns when the change applies to new invocations.
func (f *functions) logRequests(ctx context.Context, on bool) error {
	errs := make([]error, len(f.all))
	var all sync.WaitGroup
	for i, fn := range f.all {
		variables := maps.Clone(fn.variables)
		if on {
			variables[requestlog.Variable] = requestlog.On
		}
		all.Go(func() { errs[i] = f.setVariables(ctx, fn, variables) })
	}
	all.Wait()
	return errors.Join(errs...)
}

func (f *functions) setVariables(ctx context.Context, fn function, variables map[string]string) error {
	_, err := f.lambda.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{
		FunctionName: &fn.id, Environment: &types.Environment{Variables: variables},
	})
	if err == nil {
		err = lambda.NewFunctionUpdatedV2Waiter(f.lambda, func(o *lambda.FunctionUpdatedV2WaiterOptions) { o.MinDelay = time.Second }).
			Wait(ctx, &lambda.GetFunctionInput{FunctionName: &fn.id}, updateTimeout)
	}
	if err != nil {
		return fmt.Errorf("set %s on the function %s: %w", requestlog.Variable, fn.id, err)
	}
	return nil
}

// invocations reads the functions' logs from a time on.
func (f *functions) invocations(ctx context.Context, since time.Time) (invocations, error) {
	all := invocations{}
	for _, fn := range f.all {
		err := deployed.EachLine(ctx, f.logs, fn.logGroup, since, func(line string) { all.read(fn.name, line) })
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
