// Package manager is the Lambda function that serves the routes of the overhead display
// and of the manager.
package manager

import (
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// Wire returns the handler, configured by the function's environment variables.
func Wire(cfg aws.Config, log *slog.Logger) (web.Handler, error) {
	h := &Handler{
		Store: store.FromEnvironment(cfg),
		Bus:   bus.FromEnvironment(cfg),
		Now:   time.Now,
	}
	return h.Serve(web.New(log)), nil
}
