// Command shop is the function behind the overhead display and the manager's pages.
package main

import (
	"context"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
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
		codes:    codes.NewStore(tables, os.Getenv(coffee.EnvCounterTable)),
		settings: settings.NewStore(tables, os.Getenv(coffee.EnvConfigTable)),
		bus:      bus.New(eventbridge.NewFromConfig(aws), os.Getenv(coffee.EnvBusName), os.Getenv(coffee.EnvEventSource)),
		now:      time.Now,
	}
	lambda.Start(h.serve(api.New(log)))
}
