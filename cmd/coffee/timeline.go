package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// follow prints the events of an order as they arrive, and returns the detail type of
// the one that ends it.
func follow(ctx context.Context, tap *deployed.Tap, orderID string) (outcome string, err error) {
	start, seen := time.Now(), 0
	_, err = tap.Await(ctx, func(events []deployed.Heard) bool {
		for _, e := range events[seen:] {
			if e.OrderID() != orderID {
				continue
			}
			printEvent(time.Since(start), e)
			event, err := coffee.DecodeEvent(e.DetailType, e.Detail)
			if err == nil && !coffee.ChangeOf(event).To.Open() {
				outcome = e.DetailType
			}
		}
		seen = len(events)
		return outcome != ""
	})
	return outcome, err
}

// printEvent prints an event, without its task token.
func printEvent(at time.Duration, e deployed.Heard) {
	var detail map[string]json.RawMessage
	_ = json.Unmarshal(e.Detail, &detail)
	fmt.Printf("  %5.1f s  %-20s", at.Seconds(), e.DetailType)
	for _, name := range []string{"orderNumber", "order", "queueLimit", "error", "cause"} {
		if value, ok := detail[name]; ok {
			fmt.Printf(" %s=%s", name, value)
		}
	}
	fmt.Println()
}
