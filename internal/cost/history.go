package cost

import (
	"cmp"
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// execution is what the workflow did for one order.
type execution struct {
	// transitions counts states entered and retries, as AWS bills them.
	transitions int
	requests    []Request
}

// readExecution reads the history of an order's execution.
func readExecution(ctx context.Context, shop *deployed.Shop, orderID string) (execution, error) {
	var events []types.HistoryEvent
	pages := sfn.NewGetExecutionHistoryPaginator(shop.Executions, &sfn.GetExecutionHistoryInput{
		ExecutionArn: new(shop.ExecutionARN(orderID)),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return execution{}, err
		}
		events = append(events, page.Events...)
	}
	return newExecution(events), nil
}

// newExecution counts the events of a history. The workflow has no parallel states,
// so a task belongs to the state that was entered last.
func newExecution(events []types.HistoryEvent) execution {
	var e execution
	var state string
	tries := 0
	for _, event := range events {
		if entered := event.StateEnteredEventDetails; entered != nil {
			state, tries = *entered.Name, 0
			e.transitions++
		}
		if scheduled := event.TaskScheduledEventDetails; scheduled != nil {
			if tries++; tries > 1 {
				e.transitions++
			}
			r := taskRequest(aws.ToString(scheduled.ResourceType) + ":" + aws.ToString(scheduled.Resource))
			r.From, r.Retry = "workflow, "+state, tries > 1
			e.requests = append(e.requests, r)
		}
	}
	return e
}

// services maps the names of services in task integrations to the SDK's names.
var services = map[string]string{"dynamodb": dynamoDB, "events": "EventBridge", "sfn": "SFN"}

// taskRequest returns the request of a task, given its integration. On AWS the
// history has dynamodb:getItem or aws-sdk:dynamodb:getItem, in the emulator an ARN
// that ends so. A history has no consumed capacity, so each DynamoDB request counts
// as one unit: a write of up to 1 KB or a consistent read of up to 4 KB (DynamoDB
// developer guide, capacity units).
func taskRequest(integration string) Request {
	integration, _, _ = strings.Cut(integration, ".") // cuts .waitForTaskToken
	parts := strings.Split(integration, ":")
	service, operation := parts[len(parts)-2], parts[len(parts)-1]
	r := Request{
		Service:   cmp.Or(services[service], service),
		Operation: strings.ToUpper(operation[:1]) + operation[1:],
	}
	if r.Service == dynamoDB && r.Operation == "GetItem" {
		r.ReadUnits = 1
	} else if r.Service == dynamoDB {
		r.WriteUnits = 1
	}
	return r
}
