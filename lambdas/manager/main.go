// Command shop is the function behind the overhead display and the manager's pages.
package main

import (
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

func main() { boot.Function(wire) }

func wire(cfg aws.Config, log *slog.Logger) (web.Handler, error) {
	tables := dynamodb.NewFromConfig(cfg)
	h := &handler{
		codes:    codes.NewStore(tables, os.Getenv(envvar.CounterTable)),
		settings: settings.NewStore(tables, os.Getenv(envvar.ConfigTable)),
		bus:      bus.New(eventbridge.NewFromConfig(cfg), os.Getenv(envvar.BusName), os.Getenv(envvar.EventSource)),
		now:      time.Now,
	}
	return h.serve(web.New(log)), nil
}
