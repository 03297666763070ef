// Package cost counts what orders cause in a deployed shop: the requests that its
// functions log, the transitions of its workflow and the events on its bus.
package cost

import (
	"cmp"
	"fmt"
	"slices"
)

// Counts are the numbers of one order.
type Counts struct {
	// Calls are requests to the HTTP API.
	Calls int
	// Transitions are those of the state machine.
	Transitions int
	// Invocations are those of Lambda functions.
	Invocations int
	// Events are those on the bus.
	Events int
	// Requests are those to DynamoDB, retries and the workflow's own among them.
	Requests int
	// ReadUnits and WriteUnits are what they consumed, as DynamoDB says.
	ReadUnits, WriteUnits float64
}

// Budget is the most that a happy order may take that nobody watches.
var Budget = Counts{Transitions: 8, Invocations: 8, Events: 5, Requests: 10}

// Over lists what of the counts is over a budget.
func (c Counts) Over(budget Counts) []string {
	var over []string
	for _, row := range []struct {
		what       string
		count, max int
	}{
		{"state transitions", c.Transitions, budget.Transitions},
		{"Lambda invocations", c.Invocations, budget.Invocations},
		{"events", c.Events, budget.Events},
		{"DynamoDB requests", c.Requests, budget.Requests},
	} {
		if row.count > row.max {
			over = append(over, fmt.Sprintf("%d %s, where the budget is %d", row.count, row.what, row.max))
		}
	}
	return over
}

// Order is what was counted of one order.
type Order struct {
	Counts
	// All are the requests to any service, in no particular order.
	All []Request
	// GigabyteSeconds are what Lambda bills for its invocations.
	GigabyteSeconds float64
}

// Cheapest returns the order with the fewest requests to DynamoDB. Of orders that
// are watched, one now and then pays for what a function reads for all customers
// and keeps for a while.
func Cheapest(orders []Order) Order {
	return slices.MinFunc(orders, func(a, b Order) int { return cmp.Compare(a.Requests, b.Requests) })
}

// Request is one attempt of a request to a service.
type Request struct {
	// From is the function or the workflow's state that sent it.
	From string
	// Service and Operation are the SDK's names, such as DynamoDB and GetItem.
	Service, Operation string
	// Error is the code of the error that was answered, Retry is true for a second
	// attempt and those after it.
	Error string
	Retry bool

	ReadUnits, WriteUnits float64
}

// add counts requests.
func (o *Order) add(requests ...Request) {
	for _, r := range requests {
		o.All = append(o.All, r)
		if r.Service == dynamoDB {
			o.Requests++
			o.ReadUnits += r.ReadUnits
			o.WriteUnits += r.WriteUnits
		}
	}
}

const dynamoDB = "DynamoDB" // the SDK's name
