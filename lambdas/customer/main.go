// Command customer is the Lambda function that serves the customers' routes.
package main

import (
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

func main() { boot.Function(wire) }

func wire(cfg aws.Config, log *slog.Logger) (web.Handler, error) {
	placeWithin, err := strconv.Atoi(os.Getenv(envvar.CustomerTimeout))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", envvar.CustomerTimeout, err)
	}
	h := &handler{
		store:       store.FromEnvironment(cfg),
		workflow:    workflow.FromEnvironment(cfg),
		placeWithin: time.Duration(placeWithin) * time.Second,
		now:         time.Now,
	}
	return h.serve(web.New(log)), nil
}
