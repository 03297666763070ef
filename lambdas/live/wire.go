// Package live is the Lambda function behind the WebSocket API. It subscribes clients to
// channels, and tells them of each change of the orders table and of the shop.
package live

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/sockets"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/token"
)

// Wire returns the handler, configured by the function's environment variables.
func Wire(cfg aws.Config, log *slog.Logger) (func(context.Context, json.RawMessage) (any, error), error) {
	placeWithin, err := strconv.Atoi(os.Getenv(envvar.CustomerTimeout))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", envvar.CustomerTimeout, err)
	}
	h := &handler{
		store:         store.FromEnvironment(cfg),
		sockets:       sockets.FromEnvironment(cfg),
		idle:          idleFromEnvironment(cfg),
		tokens:        token.FromEnvironment(),
		staffClient:   os.Getenv(envvar.StaffClientID),
		displayClient: os.Getenv(envvar.DisplayClientID),
		allows:        allowedOrigins(os.Getenv(envvar.SiteOrigin), os.Getenv("AWS_ENDPOINT_URL")),
		placeWithin:   time.Duration(placeWithin) * time.Second,
		log:           log,
		metrics:       metric.FromEnvironment(),
		now:           time.Now,
	}
	return h.handle, nil
}
