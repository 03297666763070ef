// Command barista is the function behind the baristas' pages.
package main

import (
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

func main() { boot.Function(wire) }

func wire(cfg aws.Config, log *slog.Logger) (web.Handler, error) {
	tables := dynamodb.NewFromConfig(cfg)
	h := &handler{
		orders:   orders.NewStore(tables, os.Getenv(envvar.OrdersTable)),
		settings: settings.NewStore(tables, os.Getenv(envvar.ConfigTable)),
		workflow: callback.New(sfn.NewFromConfig(cfg), os.Getenv(envvar.StateMachine)),
		bus:      bus.New(eventbridge.NewFromConfig(cfg), os.Getenv(envvar.BusName), os.Getenv(envvar.EventSource)),
		now:      time.Now,
		sleep:    time.Sleep,
	}
	return h.serve(web.New(log)), nil
}
