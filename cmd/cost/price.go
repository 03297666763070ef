package main

import (
	"github.com/serverless-coffee/coffeeshop/internal/meter"
)

// The list prices of us-east-1 in US dollars, on demand, before free tiers and
// volume discounts. They are those of AWS's pricing pages, as copies of these or
// reports on them had it in the month given.
const (
	perTransition = 0.025 / 1000 // Step Functions, Standard Workflows (March 2026)
	perInvocation = 0.20 / 1e6   // Lambda, requests (May 2026)
	perGBSecond   = 0.0000133334 // Lambda, duration on arm64 (May 2026)
	perEvent      = 1.00 / 1e6   // EventBridge, custom events of up to 64 KB (June 2026)
	perWrite      = 0.625 / 1e6  // DynamoDB, write request units of standard tables (July 2025)
	perRead       = 0.125 / 1e6  // DynamoDB, read request units of standard tables (July 2025)
	perCall       = 1.00 / 1e6   // API Gateway, HTTP APIs, requests of up to 512 KB (May 2025)
)

// workshop is what an order takes in AWS's workshop. Which units its requests
// to DynamoDB take is not known: they are priced as writes of one unit.
var workshop = meter.Counts{
	Transitions: 28, Invocations: 17, Events: 7, Requests: 10,
	Units: meter.Units{Write: 10},
}

// bill is what so many orders cost, in US dollars.
type bill struct{ Transitions, Invocations, Events, DynamoDB float64 }

// billOf is the bill of so many orders that take those counts each.
func billOf(c meter.Counts, orders int) bill {
	n := float64(orders)
	return bill{
		Transitions: n * float64(c.Transitions) * perTransition,
		Invocations: n * float64(c.Invocations) * perInvocation,
		Events:      n * float64(c.Events) * perEvent,
		DynamoDB:    n * (c.Units.Write*perWrite + c.Units.Read*perRead),
	}
}

// gigabyteSeconds is how long the invocations of an order took, times the memory
// they had.
func gigabyteSeconds(o meter.Order) float64 {
	sum := 0.0
	for _, i := range o.Invocations {
		sum += i.Billed.Seconds() * float64(i.MemoryMB) / 1024
	}
	return sum
}
