// Command janitor is the scheduled Lambda function that reminds customers of drinks that
// are ready, and closes orders that nobody collects or whose workflow never started.
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
)

func main() { boot.Function(wire) }

func wire(cfg aws.Config, log *slog.Logger) (func(context.Context, events.EventBridgeEvent) error, error) {
	h := &handler{
		store: store.FromEnvironment(cfg),
		bus:   bus.FromEnvironment(cfg),
		log:   log,
		now:   time.Now,
	}
	return h.handle, nil
}
