// Command sales is the function that records the sales of the campus's cafés: it logs a
// line for each drink that was sold, and for each that was not made in time.
package main

import (
	"context"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

var log = lambdacontext.NewLogger()

func main() { lambda.Start(handle) }

// handle logs the sale of an event. The event's source identifies the café.
func handle(ctx context.Context, e events.EventBridgeEvent) error {
	event, err := coffee.DecodeEvent(e.DetailType, e.Detail)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	switch event := event.(type) {
	case coffee.OrderCompleted:
		log.InfoContext(ctx, "sold", "cafe", e.Source, "orderNumber", event.OrderNumber)
	case coffee.BaristaTimedOut:
		log.InfoContext(ctx, "lost", "cafe", e.Source, "orderNumber", event.OrderNumber)
	}
	return nil
}
