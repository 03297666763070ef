// Package janitor is the scheduled Lambda function that reminds customers of drinks that
// are ready, and closes orders that nobody collects or whose workflow never started.
package janitor

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Wire returns the handler, configured by the function's environment variables.
func Wire(cfg aws.Config, log *slog.Logger) (func(context.Context, events.EventBridgeEvent) error, error) {
	h := &Handler{
		Store: store.FromEnvironment(cfg),
		Bus:   bus.FromEnvironment(cfg),
		Log:   log,
		Now:   time.Now,
	}
	return h.Handle, nil
}
