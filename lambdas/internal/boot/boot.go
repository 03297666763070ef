// Package boot is how every function begins.
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
)

// Function hands the events that Lambda delivers to the handler that wire
// makes, which is one that lambda.Start takes. If it cannot be made, the log
// says why and the process ends.
func Function[H any](wire func(aws.Config, *slog.Logger) (H, error)) {
	log := lambdacontext.NewLogger()
	handler, err := made(wire, log)
	if err != nil {
		log.Error("cannot start", "error", err)
		os.Exit(1)
	}
	lambda.Start(handler)
}

func made[H any](wire func(aws.Config, *slog.Logger) (H, error), log *slog.Logger) (H, error) {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		var none H
		return none, err
	}
	if os.Getenv(requestlog.Variable) == requestlog.On {
		requestlog.Enable(&cfg, os.Stdout)
	}
	return wire(cfg, log)
}
