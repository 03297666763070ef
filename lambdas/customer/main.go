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

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/boot"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
)

func main() { boot.Function(wire) }

func wire(cfg aws.Config, log *slog.Logger) (api.Handler, error) {
	placeWithin, err := strconv.Atoi(os.Getenv(coffee.EnvCustomerTimeout))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", coffee.EnvCustomerTimeout, err)
	}
	tables := dynamodb.NewFromConfig(cfg)
	counter, shop := os.Getenv(coffee.EnvCounterTable), os.Getenv(coffee.EnvConfigTable)
	h := &handler{
		orders:      orders.NewStore(tables, os.Getenv(coffee.EnvOrdersTable)).WithCodes(counter, shop),
		settings:    settings.NewStore(tables, shop),
		workflow:    callback.New(sfn.NewFromConfig(cfg), os.Getenv(coffee.EnvStateMachine)),
		placeWithin: time.Duration(placeWithin) * time.Second,
		now:         time.Now,
	}
	return h.serve(api.New(log)), nil
}
