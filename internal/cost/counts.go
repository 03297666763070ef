// Package cost counts what orders take in a deployed shop: the requests that its
// functions log, the transitions of its workflow and the events on its bus.
package cost

import (
	"fmt"

	"github.com/serverless-coffee/coffeeshop/internal/requestlog"
)

// Counts are the billed numbers of one order.
type Counts struct {
	// Calls counts requests to the HTTP API.
	Calls int
	// Transitions counts state transitions of the workflow.
	Transitions int
	// Invocations counts Lambda invocations.
	Invocations int
	// Events counts events on the bus.
	Events int
	// Requests counts requests to DynamoDB that were answered, including retries and
	// the workflow's own. One whose connection broke is sent again and counted once.
	Requests int
	// ReadUnits and WriteUnits are the capacity that DynamoDB reports for Requests.
	ReadUnits, WriteUnits float64
}

// Budget is the most that an unwatched happy order may take.
var Budget = Counts{Transitions: 8, Invocations: 8, Events: 5, Requests: 11}

// Over lists the counts that are over a budget, as text.
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
			over = append(over, fmt.Sprintf("%d %s, over the budget of %d", row.count, row.what, row.max))
		}
	}
	return over
}

// Order is what one order took.
type Order struct {
	Counts
	// All lists the requests to every service, in no particular order.
	All []Request
	// GigabyteSeconds is the duration that Lambda bills for its invocations.
	GigabyteSeconds float64
}

// Request is one attempt of a request to an AWS service.
type Request struct {
	// From is the function or the workflow state that sent it.
	From string
	// Service and Operation are the SDK's names, such as DynamoDB and GetItem.
	Service, Operation string
	// Error is the code of the service's error, if any. Retry is true from the second
	// attempt on.
	Error string
	Retry bool

	ReadUnits, WriteUnits float64
}

// add counts requests.
func (o *Order) add(requests ...Request) {
	for _, r := range requests {
		o.All = append(o.All, r)
		if r.Service == dynamoDB && r.Error != requestlog.NoAnswer {
			o.Requests++
			o.ReadUnits += r.ReadUnits
			o.WriteUnits += r.WriteUnits
		}
	}
}

const dynamoDB = "DynamoDB" // the SDK's name
