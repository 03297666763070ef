// Package janitor is the Lambda function that finishes what no event and no repeated
// request has finished: orders whose workflow ended or never started, callbacks, seats and
// drinks. It also reminds customers of drinks that are ready, and closes orders that nobody
// collects. It runs on a schedule, and at once when an execution ends abnormally.
package janitor

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Wire returns the handler, configured by the function's environment variables.
func Wire(cfg aws.Config, log *slog.Logger) (func(context.Context, events.EventBridgeEvent) error, error) {
	h := &Handler{
		Store:    store.FromEnvironment(cfg),
		Workflow: workflow.FromEnvironment(cfg),
		Bus:      bus.FromEnvironment(cfg),
		Log:      log,
		Now:      time.Now,
		Metrics:  metric.FromEnvironment(),
	}
	return h.Handle, nil
}
