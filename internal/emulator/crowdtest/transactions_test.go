package crowdtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
)

// table is a table whose items have a name, the key, and a count.
type table struct {
	*dynamodb.Client
	t    *testing.T
	name string
}

type item = map[string]types.AttributeValue

func newTable(t *testing.T, cfg aws.Config) table {
	t.Helper()
	client := dynamodb.NewFromConfig(cfg)
	name := strings.NewReplacer("/", ".").Replace(t.Name())
	_, err := client.CreateTable(t.Context(), &dynamodb.CreateTableInput{
		TableName: &name, BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{{AttributeName: new("name"), AttributeType: types.ScalarAttributeTypeS}},
		KeySchema:            []types.KeySchemaElement{{AttributeName: new("name"), KeyType: types.KeyTypeHash}},
	})
	must(t, err)
	must(t, dynamodb.NewTableExistsWaiter(client).Wait(t.Context(), &dynamodb.DescribeTableInput{TableName: &name}, waitTimeout))
	return table{client, t, name}
}

func key(name string) item { return item{"name": &types.AttributeValueMemberS{Value: name}} }

func one() item { return item{":one": &types.AttributeValueMemberN{Value: "1"}} }

// increment adds one to the count of an item.
func (t table) increment(name string) error {
	_, err := t.UpdateItem(t.t.Context(), &dynamodb.UpdateItemInput{
		TableName: &t.name, Key: key(name), UpdateExpression: new("ADD hits :one"), ExpressionAttributeValues: one(),
	})
	return err
}

func (t table) put(name string) error {
	_, err := t.PutItem(t.t.Context(), &dynamodb.PutItemInput{TableName: &t.name, Item: key(name)})
	return err
}

func (t table) delete(name string) error {
	_, err := t.DeleteItem(t.t.Context(), &dynamodb.DeleteItemInput{TableName: &t.name, Key: key(name)})
	return err
}

// hits returns the count of an item, empty if it has none.
func (t table) hits(name string) string {
	t.t.Helper()
	out, err := t.GetItem(t.t.Context(), &dynamodb.GetItemInput{TableName: &t.name, Key: key(name)})
	must(t.t, err)
	number, ok := out.Item["hits"].(*types.AttributeValueMemberN)
	if !ok {
		return ""
	}
	return number.Value
}

// incrementAll adds one to the count of each item in one transaction, which also
// checks that the item nobody has no count.
func (t table) incrementAll(names ...string) error {
	check := types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &t.name, Key: key("nobody"), ConditionExpression: new("attribute_not_exists(hits)"),
	}}
	write := &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{check}}
	for _, name := range names {
		write.TransactItems = append(write.TransactItems, types.TransactWriteItem{Update: &types.Update{
			TableName: &t.name, Key: key(name), UpdateExpression: new("ADD hits :one"), ExpressionAttributeValues: one(),
		}})
	}
	_, err := t.TransactWriteItems(t.t.Context(), write)
	return err
}

// begin starts a transaction and returns once it holds its items. The channel
// receives its outcome.
func (t table) begin(names ...string) <-chan error {
	t.t.Helper()
	outcome := make(chan error, 1)
	go func() { outcome <- t.incrementAll(names...) }()
	eventually(t.t, func(context.Context) error {
		if err := t.delete("nobody"); !conflicts(err) {
			return errors.Join(fmt.Errorf("no transaction holds the item nobody"), err)
		}
		return nil
	})
	return outcome
}

// conflicts reports whether err is AWS's TransactionConflictException.
func conflicts(err error) bool {
	refusal := new(types.TransactionConflictException)
	return errors.As(err, &refusal) && refusal.ErrorMessage() == "Transaction is ongoing for the item"
}

func testConflicts(t *testing.T, cfg aws.Config) {
	table := newTable(t, cfg)
	outcome := table.begin("latte", "mocha")
	for what, write := range map[string]func() error{
		"UpdateItem":                func() error { return table.increment("latte") },
		"PutItem":                   func() error { return table.put("mocha") },
		"DeleteItem":                func() error { return table.delete("latte") },
		"PutItem of a checked item": func() error { return table.put("nobody") },
	} {
		if err := write(); !conflicts(err) {
			t.Errorf("%s while a transaction holds the item = %v, want TransactionConflictException", what, err)
		}
	}
	if got := table.incrementInWorkflow(cfg, "latte"); got != "DynamoDB.TransactionConflictException" {
		t.Errorf("a state machine's update while a transaction holds the item ended with %q, want a conflict", got)
	}
	must(t, <-outcome)
	if got := table.hits("latte"); got != "1" {
		t.Errorf("after the transaction the count is %q, want 1: its own", got)
	}
	must(t, table.increment("latte"))
	must(t, table.incrementAll("mocha"))
	if got := table.incrementInWorkflow(cfg, "mocha"); got != "" {
		t.Errorf("a state machine's update after the transaction ended with %q, want success", got)
	}
	equal(t, "the counts", []string{table.hits("latte"), table.hits("mocha")}, []string{"2", "3"})
}

func testOthers(t *testing.T, cfg aws.Config) {
	table := newTable(t, cfg)
	must(t, table.increment("latte"))
	outcome := table.begin("latte")
	for range 10 {
		must(t, table.increment("mocha"))
		if got := table.hits("latte"); got != "1" {
			t.Errorf("the count during the transaction is %q, want 1 as before", got)
		}
	}
	select {
	case err := <-outcome:
		t.Errorf("the transaction ended before 20 other requests did, with %v", err)
	default:
		must(t, <-outcome)
	}
	equal(t, "the counts", []string{table.hits("latte"), table.hits("mocha")}, []string{"2", "10"})
}

func testRefused(t *testing.T, cfg aws.Config) {
	table := newTable(t, cfg)
	outcome := table.begin("latte")
	refusal := new(types.TransactionCanceledException)
	if err := table.incrementAll("mocha", "latte"); !errors.As(err, &refusal) {
		t.Fatalf("a second transaction with an item of the first = %v, want it cancelled", err)
	}
	var codes, messages []string
	for _, reason := range refusal.CancellationReasons {
		codes, messages = append(codes, aws.ToString(reason.Code)), append(messages, aws.ToString(reason.Message))
	}
	equal(t, "the reasons", codes, []string{"TransactionConflict", "None", "TransactionConflict"})
	equal(t, "their messages", messages, []string{"Transaction is ongoing for the item", "", "Transaction is ongoing for the item"})
	if want := "specific reasons [TransactionConflict, None, TransactionConflict]"; !strings.HasSuffix(refusal.ErrorMessage(), want) {
		t.Errorf("the message is %q, want it to end with %q", refusal.ErrorMessage(), want)
	}
	must(t, table.increment("mocha")) // a refused transaction holds no items
	must(t, <-outcome)
	equal(t, "the counts", []string{table.hits("latte"), table.hits("mocha")}, []string{"1", "1"})
}

// incrementInWorkflow increments a count from a state machine, and returns the error
// of the execution, empty if it succeeded.
func (t table) incrementInWorkflow(cfg aws.Config, name string) string {
	t.t.Helper()
	update := fmt.Sprintf(`{"StartAt": "Update", "States": {"Update": {
		"Type": "Task", "End": true, "Resource": "arn:aws:states:::dynamodb:updateItem", "Parameters": {
			"TableName": %q, "Key": {"name": {"S": %q}}, "UpdateExpression": "ADD hits :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}}}}`,
		t.name, name)
	client := sfn.NewFromConfig(cfg)
	machine := newMachine(t.t, cfg, "increment-"+name, update)
	started, err := client.StartExecution(t.t.Context(), &sfn.StartExecutionInput{StateMachineArn: &machine})
	must(t.t, err)
	var ended string
	eventually(t.t, func(ctx context.Context) error {
		out, err := client.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: started.ExecutionArn})
		if err == nil && out.StopDate == nil {
			err = errors.New("the execution has not ended")
		}
		if err == nil {
			ended = aws.ToString(out.Error)
		}
		return err
	})
	return ended
}
