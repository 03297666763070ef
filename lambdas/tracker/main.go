// Command tracker is the function that keeps the orders table in step with the
// workflow's events.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

func main() {
	log := lambdacontext.NewLogger()
	aws, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Error("cannot start", "error", err)
		os.Exit(1)
	}
	tables := dynamodb.NewFromConfig(aws)
	h := &handler{
		orders: orders.NewStore(tables, os.Getenv(coffee.EnvOrdersTable)).
			WithCodes(os.Getenv(coffee.EnvCounterTable), os.Getenv(coffee.EnvConfigTable)),
		bus: bus.New(eventbridge.NewFromConfig(aws), os.Getenv(coffee.EnvBusName), os.Getenv(coffee.EnvEventSource)),
		log: log,
	}
	if table, ok := os.LookupEnv(coffee.EnvSeatsTable); ok {
		h.seats = orders.NewSeats(tables, table)
	}
	lambda.Start(h.handle)
}
