// Command tracker is the Lambda function that applies the workflow's events to the orders
// table.
package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

func main() { boot.Function(wire) }

func wire(cfg aws.Config, log *slog.Logger) (func(context.Context, events.EventBridgeEvent) error, error) {
	h := &handler{
		store:    store.FromEnvironment(cfg),
		workflow: workflow.FromEnvironment(cfg),
		bus:      bus.FromEnvironment(cfg),
		log:      log,
		now:      time.Now,
	}
	return h.handle, nil
}
