package meter

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
)

// execution is what the workflow did for one order.
type execution struct {
	// transitions are what AWS bills: a state that was entered, or tried again.
	transitions int
	// tasks are the states that asked a service for something, as often as they
	// did.
	tasks []string
}

// execution reads the history of an order's execution.
func (m *Meter) execution(ctx context.Context, orderID string) (execution, error) {
	var events []types.HistoryEvent
	pages := sfn.NewGetExecutionHistoryPaginator(m.shop.Executions, &sfn.GetExecutionHistoryInput{
		ExecutionArn: new(m.shop.ExecutionARN(orderID)),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return execution{}, err
		}
		events = append(events, page.Events...)
	}
	return readHistory(events), nil
}

// readHistory makes sense of a history. The states of this workflow run one at a
// time, so what is scheduled belongs to the state that was entered last.
func readHistory(events []types.HistoryEvent) execution {
	var e execution
	var state string
	tries := 0
	for _, event := range events {
		if entered := event.StateEnteredEventDetails; entered != nil {
			state, tries = *entered.Name, 0
			e.transitions++
		}
		if event.Type == types.HistoryEventTypeTaskScheduled {
			if tries++; tries > 1 {
				e.transitions++
			}
			e.tasks = append(e.tasks, state)
		}
	}
	return e
}

// definition is what a state machine's definition says of its tasks.
type definition struct {
	States map[string]struct {
		Resource  string
		Arguments json.RawMessage
	}
}

func readDefinition(ctx context.Context, client *sfn.Client, arn string) (definition, error) {
	out, err := client.DescribeStateMachine(ctx, &sfn.DescribeStateMachineInput{StateMachineArn: &arn})
	if err != nil {
		return definition{}, err
	}
	var d definition
	return d, json.Unmarshal([]byte(*out.Definition), &d)
}

// request is what a state asks a service for.
func (d definition) request(state string) Request {
	r := Request{From: "workflow, " + state}
	r.Service, r.Operation = integration(d.States[state].Resource)
	if r.Service == EventBridge {
		r.Events = entries(d.States[state].Arguments)
	}
	return r
}

// integration turns a task's resource into what requests call the same: that of
// dynamodb:getItem, or aws-sdk:dynamodb:getItem, into DynamoDB and GetItem.
func integration(resource string) (service, operation string) {
	resource, _, _ = strings.Cut(resource, ".") // before waitForTaskToken
	parts := strings.Split(resource, ":")
	if len(parts) < 2 {
		return "", resource
	}
	service, operation = parts[len(parts)-2], parts[len(parts)-1]
	operation = strings.ToUpper(operation[:min(1, len(operation))]) + operation[min(1, len(operation)):]
	known := map[string]string{
		"dynamodb": DynamoDB,
		"events":   EventBridge, "eventbridge": EventBridge,
		"states": StepFunctions, "sfn": StepFunctions,
	}
	if name, ok := known[service]; ok {
		service = name
	}
	return service, operation
}

// tableRequest is the body of a state's request to DynamoDB. Nobody can tell
// from the definition which item an expression leads to.
func (d definition) tableRequest(state string) ([]byte, error) {
	body := d.States[state].Arguments
	var r request
	if err := json.Unmarshal(body, &r); err != nil {
		return nil, fmt.Errorf("arguments of %s: %w", state, err)
	}
	for name, value := range r.Key {
		if strings.Contains(string(value), "{%") {
			return nil, fmt.Errorf("the key %s of %s is an expression, whose item internal/meter cannot look at", name, state)
		}
	}
	return body, nil
}
