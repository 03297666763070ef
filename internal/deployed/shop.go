// Package deployed works with a deployed shop through AWS's own APIs: it writes
// settings, starts orders, answers their task tokens and listens to the bus.
package deployed

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Shop is a deployed shop.
type Shop struct {
	// Outputs are the outputs of its stack.
	Outputs map[string]string

	// Clients, for requests that have no method here.
	Tables     *dynamodb.Client
	Executions *sfn.Client
	Bus        *eventbridge.Client
	Queues     *sqs.Client
}

// Open returns the shop of a stack, given the stack's outputs.
func Open(cfg aws.Config, outputs map[string]string) *Shop {
	return &Shop{
		Outputs:    outputs,
		Tables:     dynamodb.NewFromConfig(cfg),
		Executions: sfn.NewFromConfig(cfg),
		Bus:        eventbridge.NewFromConfig(cfg),
		Queues:     sqs.NewFromConfig(cfg),
	}
}

// Configure replaces the shop's settings with open and, unless 0, the queue limit.
func (s *Shop) Configure(ctx context.Context, settings coffee.ShopSettings) error {
	item := map[string]ddb.AttributeValue{"open": &ddb.AttributeValueMemberBOOL{Value: settings.Open}}
	if settings.QueueLimit != 0 {
		item["queueLimit"] = &ddb.AttributeValueMemberN{Value: strconv.Itoa(settings.QueueLimit)}
	}
	return s.ConfigureRaw(ctx, item)
}

// ConfigureRaw replaces the item with the shop's settings. Nil deletes it.
func (s *Shop) ConfigureRaw(ctx context.Context, attributes map[string]ddb.AttributeValue) error {
	item := settingsKey()
	if attributes == nil {
		_, err := s.Tables.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: new(s.Outputs["ConfigTable"]), Key: item})
		return err
	}
	for name, value := range attributes {
		item[name] = value
	}
	_, err := s.Tables.PutItem(ctx, &dynamodb.PutItemInput{TableName: new(s.Outputs["ConfigTable"]), Item: item})
	return err
}

// Settings reads the item with the shop's settings, in the form that ConfigureRaw
// takes. It is nil if there is none.
func (s *Shop) Settings(ctx context.Context) (map[string]ddb.AttributeValue, error) {
	out, err := s.Tables.GetItem(ctx, &dynamodb.GetItemInput{
		TableName: new(s.Outputs["ConfigTable"]), Key: settingsKey(), ConsistentRead: new(true),
	})
	if err != nil {
		return nil, err
	}
	return out.Item, nil
}

func settingsKey() map[string]ddb.AttributeValue {
	return map[string]ddb.AttributeValue{
		"pk": &ddb.AttributeValueMemberS{Value: schema.ConfigPK},
		"sk": &ddb.AttributeValueMemberS{Value: schema.ShopSK},
	}
}

// Start starts an order's execution. Starting it again is harmless, even after it has
// ended.
func (s *Shop) Start(ctx context.Context, orderID string) error {
	_, err := s.Executions.StartExecution(ctx, &sfn.StartExecutionInput{
		StateMachineArn: new(s.Outputs["StateMachineArn"]), Name: &orderID, Input: new("{}"),
	})
	if already := new(sfntypes.ExecutionAlreadyExists); errors.As(err, &already) {
		return nil
	}
	return err
}

// Succeed answers a task token, as
// `aws stepfunctions send-task-success --task-token … --task-output …` does.
func (s *Shop) Succeed(ctx context.Context, token, output string) error {
	_, err := s.Executions.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: &token, Output: &output})
	return err
}

// Fail answers a task token, as
// `aws stepfunctions send-task-failure --task-token … --error … --cause …` does. An
// empty name or cause is left out.
func (s *Shop) Fail(ctx context.Context, token, name, cause string) error {
	answer := &sfn.SendTaskFailureInput{TaskToken: &token}
	if name != "" {
		answer.Error = &name
	}
	if cause != "" {
		answer.Cause = &cause
	}
	_, err := s.Executions.SendTaskFailure(ctx, answer)
	return err
}

// Order is an item of the orders table, with its strings and numbers as strings.
type Order map[string]string

// State returns the order's state.
func (o Order) State() coffee.State { return coffee.State(o[schema.StateAttribute]) }

// Order reads an order. It is empty if the table does not have the order yet.
func (s *Shop) Order(ctx context.Context, orderID string) (Order, error) {
	out, err := s.Tables.GetItem(ctx, &dynamodb.GetItemInput{
		TableName:      new(s.Outputs["OrdersTable"]),
		Key:            map[string]ddb.AttributeValue{schema.OrderIDAttribute: &ddb.AttributeValueMemberS{Value: orderID}},
		ConsistentRead: new(true),
	})
	if err != nil {
		return nil, err
	}
	return asOrder(out.Item), nil
}

// Await polls an order until it is in one of the states.
func (s *Shop) Await(ctx context.Context, orderID string, states ...coffee.State) (Order, error) {
	for {
		order, err := s.Order(ctx, orderID)
		if err != nil {
			return nil, err
		}
		for _, state := range states {
			if order.State() == state {
				return order, nil
			}
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("order %s is %q, want one of %q: %w", orderID, order.State(), states, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Execution describes an order's ended execution.
type Execution struct {
	Status sfntypes.ExecutionStatus
	// Final is the last state that it entered.
	Final string
	// Transitions counts the states that it entered. AWS bills these, and retries.
	Transitions int
	Elapsed     time.Duration
}

// ExecutionARN returns the ARN of an order's execution.
func (s *Shop) ExecutionARN(orderID string) string {
	return strings.Replace(s.Outputs["StateMachineArn"], ":stateMachine:", ":execution:", 1) + ":" + orderID
}

// AwaitEnd waits until an order's execution has ended, and returns it.
func (s *Shop) AwaitEnd(ctx context.Context, orderID string) (Execution, error) {
	arn := s.ExecutionARN(orderID)
	for {
		out, err := s.Executions.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: &arn})
		if err != nil {
			return Execution{}, err
		}
		if out.Status != sfntypes.ExecutionStatusRunning {
			execution := Execution{Status: out.Status, Elapsed: out.StopDate.Sub(*out.StartDate)}
			err := s.readHistory(ctx, arn, &execution)
			return execution, err
		}
		select {
		case <-ctx.Done():
			return Execution{}, fmt.Errorf("the execution of order %s is still running: %w", orderID, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (s *Shop) readHistory(ctx context.Context, arn string, execution *Execution) error {
	pages := sfn.NewGetExecutionHistoryPaginator(s.Executions, &sfn.GetExecutionHistoryInput{ExecutionArn: &arn})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, event := range page.Events {
			if event.StateEnteredEventDetails != nil {
				execution.Transitions++
				execution.Final = *event.StateEnteredEventDetails.Name
			}
		}
	}
	return nil
}
