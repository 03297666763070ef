package hours

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Wire returns the handler, configured by the function's environment variables.
func Wire(cfg aws.Config, log *slog.Logger) (func(context.Context, json.RawMessage) error, error) {
	h := &Handler{Store: store.FromEnvironment(cfg), Bus: bus.FromEnvironment(cfg), Log: log, Now: time.Now}
	return h.Handle, nil
}
