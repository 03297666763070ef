// Command customer is the function behind the customers' pages.
package main

import (
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

func main() { boot.Function(wire) }

func wire(cfg aws.Config, log *slog.Logger) (web.Handler, error) {
	placeWithin, err := strconv.Atoi(os.Getenv(envvar.CustomerTimeout))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", envvar.CustomerTimeout, err)
	}
	tables := dynamodb.NewFromConfig(cfg)
	counter, shop := os.Getenv(envvar.CounterTable), os.Getenv(envvar.ConfigTable)
	h := &handler{
		orders:      orders.NewStore(tables, os.Getenv(envvar.OrdersTable)).WithCodes(counter, shop),
		settings:    settings.NewStore(tables, shop),
		workflow:    callback.New(sfn.NewFromConfig(cfg), os.Getenv(envvar.StateMachine)),
		placeWithin: time.Duration(placeWithin) * time.Second,
		now:         time.Now,
	}
	return h.serve(web.New(log)), nil
}
