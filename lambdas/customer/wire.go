// Package customer is the Lambda function that serves the customers' routes.
package customer

import (
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Wire returns the handler, configured by the function's environment variables.
func Wire(cfg aws.Config, log *slog.Logger) (web.Handler, error) {
	placeWithin, err := strconv.Atoi(os.Getenv(envvar.CustomerTimeout))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", envvar.CustomerTimeout, err)
	}
	h := &Handler{
		Store:       store.FromEnvironment(cfg),
		Workflow:    workflow.FromEnvironment(cfg),
		PlaceWithin: time.Duration(placeWithin) * time.Second,
		Metrics:     metric.FromEnvironment(),
		Now:         time.Now,
	}
	return h.Serve(web.New(log)), nil
}
