package abuse

import (
	"strings"

	"github.com/serverless-coffee/coffeeshop/internal/cost"
)

// janitor is the function that a schedule invokes, so that its usage is nobody's abuse.
const janitor = "janitor"

// Total is what requests took in all functions together.
type Total struct {
	Invocations int
	// Reads and Writes count requests to DynamoDB.
	Reads, Writes int
	// Checks counts messages to the queue of idle checks, Posts requests to a
	// connection of the live updates.
	Checks, Posts int
	// Others counts requests to every other service, such as Step Functions and
	// EventBridge.
	Others int
}

// TotalOf adds up what the functions used, without the janitor.
func TotalOf(used map[string]cost.Usage) Total {
	var t Total
	for name, u := range used {
		if name == janitor {
			continue
		}
		t.Invocations += u.Invocations
		for _, r := range u.Requests {
			t.add(r)
		}
	}
	return t
}

func (t *Total) add(r cost.Request) {
	switch {
	case r.Service == "SQS":
		t.Checks++
	case r.Service == "ApiGatewayManagementApi":
		t.Posts++
	case r.Service != "DynamoDB":
		t.Others++
	case strings.Contains(r.Operation, "Get") || r.Operation == "Query":
		t.Reads++
	default:
		t.Writes++
	}
}
