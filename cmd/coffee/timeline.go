package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// follow prints the events of an order as they come over the bus, until one
// ends it, whose name it returns.
func follow(ctx context.Context, tap *deployed.Tap, orderID string) (outcome string, err error) {
	start, seen := time.Now(), 0
	_, err = tap.Await(ctx, func(events []deployed.Heard) bool {
		for _, heard := range events[seen:] {
			if heard.OrderID() != orderID {
				continue
			}
			printEvent(time.Since(start), heard)
			event, err := coffee.DecodeEvent(heard.DetailType, heard.Detail)
			if err == nil && !coffee.ChangeOf(event).To.Open() {
				outcome = heard.DetailType
			}
		}
		seen = len(events)
		return outcome != ""
	})
	return outcome, err
}

// printEvent prints an event without the task token that it may carry.
func printEvent(at time.Duration, heard deployed.Heard) {
	var detail map[string]json.RawMessage
	_ = json.Unmarshal(heard.Detail, &detail)
	fmt.Printf("  %5.1f s  %-20s", at.Seconds(), heard.DetailType)
	for _, name := range []string{"orderNumber", "order", "queueLimit", "error", "cause"} {
		if value, ok := detail[name]; ok {
			fmt.Printf(" %s=%s", name, value)
		}
	}
	fmt.Println()
}
