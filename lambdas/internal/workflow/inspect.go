package workflow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
)

// patiently makes a request up to 6 times, since Step Functions throttles listings to a
// few per second and account. The SDK waits up to 20 s between the attempts.
func patiently(o *sfn.Options) { o.RetryMaxAttempts = 6 }

// listedAtOnce is the largest page of ListExecutions (API reference).
const listedAtOnce = 1000

// Running lists the IDs of up to most orders whose executions are running, those that
// started last first. The list is eventually consistent: it may lack an execution that
// started a moment ago, and have one that has just ended.
func (c *Client) Running(ctx context.Context, most int) ([]string, error) {
	var orders []string
	input := &sfn.ListExecutionsInput{
		StateMachineArn: &c.arn, StatusFilter: types.ExecutionStatusRunning, MaxResults: int32(min(most, listedAtOnce)),
	}
	for pages := sfn.NewListExecutionsPaginator(c.sfn, input); pages.HasMorePages() && len(orders) < most; {
		page, err := pages.NextPage(ctx, patiently)
		if err != nil {
			return nil, fmt.Errorf("running executions: %w", err)
		}
		for _, execution := range page.Executions {
			orders = append(orders, aws.ToString(execution.Name))
		}
	}
	return orders[:min(most, len(orders))], nil
}

// Execution returns the execution of an order, and reports whether it exists.
func (c *Client) Execution(ctx context.Context, orderID string) (Execution, bool, error) {
	found, err := c.sfn.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: new(c.executionARN(orderID))}, patiently)
	if missing := new(types.ExecutionDoesNotExist); errors.As(err, &missing) {
		return Execution{}, false, nil
	}
	if err != nil {
		return Execution{}, false, fmt.Errorf("execution of order %s: %w", orderID, err)
	}
	return Execution{
		OrderID: orderID, Status: found.Status, StoppedAt: aws.ToTime(found.StopDate).UTC(),
		Output: aws.ToString(found.Output), Error: aws.ToString(found.Error), Cause: aws.ToString(found.Cause),
	}, true, nil
}

// executionARN returns the ARN of an order's execution. It differs from the state
// machine's in the type of resource and the name at the end.
func (c *Client) executionARN(orderID string) string {
	return strings.Replace(c.arn, ":stateMachine:", ":execution:", 1) + ":" + orderID
}
