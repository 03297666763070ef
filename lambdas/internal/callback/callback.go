// Package callback starts the workflow of an order, and continues it where it
// waits.
package callback

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
)

// ErrSpent says that the workflow waits for a task token no longer: it was
// answered, it timed out, or it never was one.
var ErrSpent = errors.New("the task token is spent")

// UnlessSpent is nil for ErrSpent, for who does not mind that the workflow was
// told before.
func UnlessSpent(err error) error {
	if errors.Is(err, ErrSpent) {
		return nil
	}
	return err
}

// Workflow is the order workflow.
type Workflow struct {
	client *sfn.Client
	arn    string
}

// New returns the Workflow that is the state machine of that ARN.
func New(client *sfn.Client, arn string) *Workflow { return &Workflow{client, arn} }

// Start starts the workflow of an order. Starting it again does nothing.
func (w *Workflow) Start(ctx context.Context, orderID string) error {
	_, err := w.client.StartExecution(ctx, &sfn.StartExecutionInput{
		StateMachineArn: &w.arn, Name: &orderID, Input: new("{}"),
	})
	if exists := new(types.ExecutionAlreadyExists); errors.As(err, &exists) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("starting order %s: %w", orderID, err)
	}
	return nil
}

// Succeed answers a wait with output, which must become JSON. It returns
// ErrSpent if nothing waits for the answer. No error has the token in it.
func (w *Workflow) Succeed(ctx context.Context, token string, output any) error {
	text, err := json.Marshal(output)
	if err != nil {
		return fmt.Errorf("output of a callback: %w", err)
	}
	_, err = w.client.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: &token, Output: new(string(text))})
	return answered(err)
}

// The longest error and cause that SendTaskFailure takes, in characters (API
// reference of Step Functions).
const (
	maxError = 256
	maxCause = 32768
)

// Fail answers a wait with a failure, which cancels the order. It returns
// ErrSpent if nothing waits for the answer.
func (w *Workflow) Fail(ctx context.Context, token, failure, cause string) error {
	_, err := w.client.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{
		TaskToken: &token, Error: new(cut(failure, maxError)), Cause: new(cut(cause, maxCause)),
	})
	return answered(err)
}

func answered(err error) error {
	var (
		gone    *types.TaskDoesNotExist
		late    *types.TaskTimedOut
		invalid *types.InvalidToken
	)
	if errors.As(err, &gone) || errors.As(err, &late) || errors.As(err, &invalid) {
		return ErrSpent
	}
	if err != nil {
		return fmt.Errorf("callback: %w", err)
	}
	return nil
}

// cut returns the first n characters of a text.
func cut(text string, n int) string {
	if characters := []rune(text); len(characters) > n {
		return string(characters[:n])
	}
	return text
}
