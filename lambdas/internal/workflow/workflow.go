// Package workflow starts an order's workflow, and answers its waits by task token.
package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/redact"
)

// ErrSpent means that no task waits with the token: the token was used, the task timed
// out, or the token is invalid.
var ErrSpent = errors.New("the task token is spent")

// UnlessSpent drops ErrSpent, for callers that do not mind that the workflow has its
// answer already.
func UnlessSpent(err error) error {
	if errors.Is(err, ErrSpent) {
		return nil
	}
	return err
}

// Client starts executions of the order workflow, and answers their waits.
type Client struct {
	sfn *sfn.Client
	arn string
}

// New returns a Client of the state machine with that ARN.
func New(client *sfn.Client, arn string) *Client { return &Client{client, arn} }

// FromEnvironment returns a Client of the state machine that the function's environment
// variables name.
func FromEnvironment(cfg aws.Config) *Client {
	return New(sfn.NewFromConfig(cfg), os.Getenv(envvar.StateMachine))
}

// Start starts an execution named after the order. If one exists already, it does
// nothing.
func (c *Client) Start(ctx context.Context, orderID string) error {
	_, err := c.sfn.StartExecution(ctx, &sfn.StartExecutionInput{
		StateMachineArn: &c.arn, Name: &orderID, Input: new("{}"),
	})
	if exists := new(types.ExecutionAlreadyExists); errors.As(err, &exists) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("starting order %s: %w", orderID, err)
	}
	return nil
}

// Succeed completes the wait of a task token with output, encoded as JSON. It returns
// ErrSpent if nothing waits with the token. No error contains the token.
func (c *Client) Succeed(ctx context.Context, token string, output any) error {
	text, err := json.Marshal(output)
	if err != nil {
		return fmt.Errorf("output of a callback: %w", err)
	}
	_, err = c.sfn.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: &token, Output: new(string(text))})
	return callbackError(err, token)
}

// The maximum lengths of SendTaskFailure's error and cause, in characters (Step Functions
// API reference).
const (
	maxError = 256
	maxCause = 32768
)

// Fail ends the wait of a task token with a failure, which cancels the order. It
// truncates failure and cause to the lengths that the API accepts. It returns ErrSpent
// if nothing waits with the token. No error contains the token.
func (c *Client) Fail(ctx context.Context, token, failure, cause string) error {
	_, err := c.sfn.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{
		TaskToken: &token, Error: new(truncate(failure, maxError)), Cause: new(truncate(cause, maxCause)),
	})
	return callbackError(err, token)
}

func callbackError(err error, token string) error {
	var (
		gone    *types.TaskDoesNotExist
		late    *types.TaskTimedOut
		invalid *types.InvalidToken
	)
	if errors.As(err, &gone) || errors.As(err, &late) || errors.As(err, &invalid) {
		return ErrSpent
	}
	if err != nil {
		return fmt.Errorf("callback: %w", redact.Error(err, token))
	}
	return nil
}

// truncate returns the first n characters of a text.
func truncate(text string, n int) string {
	if characters := []rune(text); len(characters) > n {
		return string(characters[:n])
	}
	return text
}
