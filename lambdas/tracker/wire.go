// Package tracker is the Lambda function that applies the workflow's events to the orders
// table.
package tracker

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Wire returns the handler, configured by the function's environment variables.
func Wire(cfg aws.Config, log *slog.Logger) (func(context.Context, events.EventBridgeEvent) error, error) {
	h := &Handler{
		Store:    store.FromEnvironment(cfg),
		Workflow: workflow.FromEnvironment(cfg),
		Log:      log,
		Now:      time.Now,
	}
	return h.Handle, nil
}
