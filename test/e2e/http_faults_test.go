package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Functions, by the IDs of their constructs, and IAM actions.
const (
	customerFunction = "Customer"
	baristaFunction  = "Barista"
	janitorFunction  = "Janitor"
	hoursFunction    = "Hours"
	liveFunction     = "Live"
	managerFunction  = "Manager"
	trackerFunction  = "Tracker"

	toStart   = "states:StartExecution"
	toSucceed = "states:SendTaskSuccess"
	toFail    = "states:SendTaskFailure"
	toPublish = "events:PutEvents"
)

// forbid denies a function an IAM action while do runs. The function then fails after
// it has written to the table, as if it had crashed in between.
func (c *counter) forbid(function, right string, do func()) {
	c.t.Helper()
	cfg := c.at.Config()
	rights, role, name := iam.NewFromConfig(cfg), c.roleOf(function), "e2e"
	policy := fmt.Sprintf(`{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":%q,"Resource":"*"}}`, right)
	_, err := rights.PutRolePolicy(c.ctx, &iam.PutRolePolicyInput{RoleName: &role, PolicyName: &name, PolicyDocument: &policy})
	c.must(err)
	defer func() {
		_, err := rights.DeleteRolePolicy(context.WithoutCancel(c.ctx), &iam.DeleteRolePolicyInput{RoleName: &role, PolicyName: &name})
		c.must(err)
	}()
	do()
}

func (c *counter) roleOf(function string) string {
	if function == liveFunction {
		function += "Function"
	}
	return c.resource("AWS::IAM::Role", function+"Role")
}

// resource returns the physical name of one of the shop's resources.
func (c *counter) resource(kind, name string) string {
	c.t.Helper()
	found, err := c.resources(c.ctx, kind, "Shop"+name)
	c.must(err)
	if len(found) == 0 {
		c.t.Fatalf("the stack has no %s %s", kind, name)
	}
	return found[0]
}

// resources returns the physical names of the stack's resources of a type whose logical IDs
// begin with a text.
func (s *stack) resources(ctx context.Context, kind, begin string) (found []string, err error) {
	pages := cloudformation.NewListStackResourcesPaginator(cloudformation.NewFromConfig(s.site.AWS),
		&cloudformation.ListStackResourcesInput{StackName: new(s.env.StackName())})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, resource := range page.StackResourceSummaries {
			if *resource.ResourceType == kind && strings.HasPrefix(*resource.LogicalResourceId, begin) {
				found = append(found, *resource.PhysicalResourceId)
			}
		}
	}
	return found, nil
}

// busy returns an error unless err is a coffee.Busy with a RetryAfter.
func busy(err error) error {
	if known := new(coffee.Error); !errors.As(err, &known) || known.Code != coffee.Busy || known.RetryAfter <= 0 {
		return fmt.Errorf("answered %#v, want %s with a RetryAfter", err, coffee.Busy)
	}
	return nil
}

// executionStatus returns the status of an order's execution, and the state that it
// entered last.
func (c *counter) executionStatus(orderID string) (status sfntypes.ExecutionStatus, state string, err error) {
	arn := new(c.ExecutionARN(orderID))
	execution, err := c.Executions.DescribeExecution(c.ctx, &sfn.DescribeExecutionInput{ExecutionArn: arn})
	if err != nil {
		return "", "", err
	}
	history, err := c.Executions.GetExecutionHistory(c.ctx, &sfn.GetExecutionHistoryInput{ExecutionArn: arn})
	if err != nil {
		return "", "", err
	}
	for _, event := range history.Events {
		if event.StateEnteredEventDetails != nil {
			state = *event.StateEnteredEventDetails.Name
		}
	}
	return execution.Status, state, nil
}
