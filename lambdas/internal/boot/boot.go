// Package boot starts a Lambda function: logger, AWS configuration, handler.
package boot

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"github.com/serverless-coffee/coffeeshop/internal/requestlog"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/retries"
)

// Function calls wire for the handler and passes it to lambda.Start, which must accept
// its type. If wire fails, Function logs the error and exits with status 1.
func Function[H any](wire func(aws.Config, *slog.Logger) (H, error)) {
	log := lambdacontext.NewLogger()
	handler, err := newHandler(wire, log)
	if err != nil {
		log.Error("cannot start", "error", err)
		os.Exit(1)
	}
	lambda.Start(handler)
}

// newHandler calls wire with the default AWS configuration, and package retries. It logs the requests of AWS
// clients if the environment asks for it (see package requestlog).
func newHandler[H any](wire func(aws.Config, *slog.Logger) (H, error), log *slog.Logger) (H, error) {
	cfg, err := config.LoadDefaultConfig(context.Background(), config.WithRetryer(retries.New))
	if err != nil {
		var none H
		return none, err
	}
	if os.Getenv(requestlog.Variable) == requestlog.On {
		requestlog.Enable(&cfg, os.Stdout)
	}
	return wire(cfg, log)
}
