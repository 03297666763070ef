package e2e

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eb "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// The emulator does not check the state machine's calls against its role, so this test
// makes them with the role's credentials. The refusals prove that the emulator enforces
// IAM policies, and so those of the functions in all other tests.
func TestTheWorkflowsRoleAllowsOnlyItsCalls(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		(&counter{shop: s}).checkWorkflowRole()
		cfg := s.as(s.workflowRole())
		found, err := cfg.Credentials.Retrieve(s.ctx)
		s.must(err)
		cfg.Credentials = credentials.NewStaticCredentialsProvider(found.AccessKeyID, "another secret", found.SessionToken)
		_, err = sfn.NewFromConfig(cfg).ListExecutions(s.ctx, &sfn.ListExecutionsInput{StateMachineArn: new(s.Outputs["StateMachineArn"])})
		if code(err) != "InvalidSignatureException" {
			t.Errorf("a request with a wrong secret = %v, want InvalidSignatureException", err)
		}
	})
}

func (c *counter) checkWorkflowRole() {
	c.t.Helper()
	for _, call := range c.callsOf(c.as(c.workflowRole())) {
		if got := code(call.make(c.ctx)); got != call.want {
			c.t.Errorf("%s with the workflow's role = %q, want %q", call.name, got, call.want)
		}
	}
}

// workflowRole returns the ARN of the state machine's role.
func (s *shop) workflowRole() string {
	machine, err := s.Executions.DescribeStateMachine(s.ctx, &sfn.DescribeStateMachineInput{StateMachineArn: new(s.Outputs["StateMachineArn"])})
	s.must(err)
	return *machine.RoleArn
}

// as returns the configuration for calls with the credentials of a role.
func (s *shop) as(roleARN string) aws.Config {
	s.t.Helper()
	cfg := s.at.Config()
	assumed, err := sts.NewFromConfig(cfg).AssumeRole(s.ctx, &sts.AssumeRoleInput{RoleArn: &roleARN, RoleSessionName: new("e2e")})
	s.must(err)
	role := assumed.Credentials
	cfg.Logger = logging.Nop{} // the SDK logs a warning for errors without a checksum
	cfg.Credentials = credentials.NewStaticCredentialsProvider(*role.AccessKeyId, *role.SecretAccessKey, *role.SessionToken)
	return cfg
}

// call is an AWS API call, with the error code that it must return.
type call struct {
	name string
	make func(context.Context) error
	want string
}

const (
	denied = "AccessDeniedException"
	unmet  = "ConditionalCheckFailedException" // allowed, but without effect
)

func (s *shop) callsOf(cfg aws.Config) []call {
	tables, executions, bus := dynamodb.NewFromConfig(cfg), sfn.NewFromConfig(cfg), eventbridge.NewFromConfig(cfg)
	get := func(table string, key item) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := tables.GetItem(ctx, &dynamodb.GetItemInput{TableName: new(s.Outputs[table]), Key: key})
			return err
		}
	}
	update := func(table string, key item) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := tables.UpdateItem(ctx, &dynamodb.UpdateItemInput{
				TableName: new(s.Outputs[table]), Key: key, ConditionExpression: new("attribute_exists(pk) AND attribute_not_exists(pk)"),
			})
			return err
		}
	}
	list := denied
	if !s.env.ReserveSeats {
		list = ""
	}
	return []call{
		{"reading the settings", get("ConfigTable", item{"pk": text(schema.ConfigPK), "sk": text(schema.ShopSK)}), ""},
		{"writing the settings", update("ConfigTable", item{"pk": text("e2e"), "sk": text("e2e")}), denied},
		{"counting", update("CounterTable", item{"id": text(schema.OrderCounterID)}), unmet},
		{"reading an order", get("OrdersTable", item{"id": text("e2e")}), denied},
		{"listing executions", func(ctx context.Context) error {
			_, err := executions.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: new(s.Outputs["StateMachineArn"])})
			return err
		}, list},
		{"starting an order", func(ctx context.Context) error {
			_, err := executions.StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: new(s.Outputs["StateMachineArn"])})
			return err
		}, denied},
		{"putting an event", func(ctx context.Context) error {
			_, err := bus.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []eb.PutEventsRequestEntry{{
				EventBusName: new(s.Outputs["EventBusName"]), Source: new("e2e"), DetailType: new("None"), Detail: new("{}"),
			}}})
			return err
		}, ""},
	}
}

// code returns the error code of an AWS API error, or "" for nil.
func code(err error) string {
	var refused smithy.APIError
	if errors.As(err, &refused) {
		return refused.ErrorCode()
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
