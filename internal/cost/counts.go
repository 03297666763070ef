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
	// Live counts what the live updates took.
	Live Live
}

// Live is what live updates of an order took: telling its customer, one tablet and one
// wall display of each change. It differs between orders, since one invocation may read
// several changes from the stream.
type Live struct {
	// Pages counts requests for the customer's page and its files. Each is a request to
	// the HTTP API and a Lambda invocation.
	Pages int
	// Invocations, Requests, ReadUnits and WriteUnits are those of the function that
	// sends the updates.
	Invocations, Requests int
	ReadUnits, WriteUnits float64
	// Messages counts WebSocket messages in units of up to 32 KB, in either direction.
	Messages int
	// Minutes is how long the customer was connected.
	Minutes float64
	// QueueRequests counts requests to SQS: sending, receiving and deleting a message.
	QueueRequests int
}

// WithoutLive returns the counts without the live updates. They are the same for all
// happy orders.
func (c Counts) WithoutLive() Counts {
	c.Live = Live{}
	return c
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

// add counts requests of the function that sends the live updates.
func (l *Live) add(requests ...Request) {
	for _, r := range requests {
		switch {
		case r.Error == requestlog.NoAnswer:
		case r.Service == dynamoDB:
			l.Requests++
			l.ReadUnits += r.ReadUnits
			l.WriteUnits += r.WriteUnits
		case r.Service == sqs:
			l.QueueRequests += requestsPerMessage
		}
	}
}

// requestsPerMessage is how many requests a message in a queue takes: the function sends
// it, and Lambda receives and deletes it.
const requestsPerMessage = 3

// The SDK's names of services.
const (
	dynamoDB = "DynamoDB"
	sqs      = "SQS"
)
