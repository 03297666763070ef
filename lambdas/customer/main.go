// Command customer is the function behind the customers' pages.
package main

import (
	"context"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/callback"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
)

func main() {
	log := lambdacontext.NewLogger()
	aws, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Error("cannot start", "error", err)
		os.Exit(1)
	}
	placeWithin, err := strconv.Atoi(os.Getenv(coffee.EnvCustomerTimeout))
	if err != nil {
		log.Error("cannot start", "variable", coffee.EnvCustomerTimeout, "error", err)
		os.Exit(1)
	}
	tables := dynamodb.NewFromConfig(aws)
	counter, shop := os.Getenv(coffee.EnvCounterTable), os.Getenv(coffee.EnvConfigTable)
	h := &handler{
		orders:      orders.NewStore(tables, os.Getenv(coffee.EnvOrdersTable)).WithCodes(counter, shop),
		codes:       codes.NewStore(tables, counter),
		settings:    settings.NewStore(tables, shop),
		workflow:    callback.New(sfn.NewFromConfig(aws), os.Getenv(coffee.EnvStateMachine)),
		placeWithin: time.Duration(placeWithin) * time.Second,
		now:         time.Now,
	}
	lambda.Start(h.serve(api.New(log)))
}
