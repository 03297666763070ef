// Command manager is the Lambda function that serves the routes of the overhead display
// and of the manager.
package main

import (
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

func main() { boot.Function(wire) }

func wire(cfg aws.Config, log *slog.Logger) (web.Handler, error) {
	h := &handler{
		store: store.FromEnvironment(cfg),
		bus:   bus.FromEnvironment(cfg),
		now:   time.Now,
	}
	return h.serve(web.New(log)), nil
}
