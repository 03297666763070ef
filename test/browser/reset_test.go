package browser

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// reset ends all open orders and deletes all QR codes. It waits until the shop has no
// order in progress or ready. It takes no order.
func (s *shop) reset(ctx context.Context, _ string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := s.forgetCodes(ctx); err != nil {
		return err
	}
	for {
		open, err := s.endOrders(ctx)
		if err == nil && open == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("%d orders are still open", open), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// endOrders ends what is open, and returns how many orders that were.
func (s *shop) endOrders(ctx context.Context) (int, error) {
	running, err := s.Executions.ListExecutions(ctx, &sfn.ListExecutionsInput{
		StateMachineArn: new(s.Outputs["StateMachineArn"]), StatusFilter: sfntypes.ExecutionStatusRunning,
	})
	if err != nil {
		return 0, err
	}
	for _, execution := range running.Executions {
		if err := s.stop(ctx, *execution.Name); err != nil {
			return 0, err
		}
	}
	mia := s.as("mia")
	queue, err := mia.Queue(ctx)
	if err != nil {
		return 0, err
	}
	for _, order := range queue.Orders {
		if order.State == coffee.Ready {
			_, _ = mia.Collect(ctx, order.OrderID)
		} else {
			_, _ = mia.TurnDown(ctx, order.OrderID, "the test is over") // it may have failed meanwhile
		}
	}
	return len(running.Executions) + len(queue.Orders), nil
}

// forgetCodes deletes all QR codes, so that the next one is new.
func (s *shop) forgetCodes(ctx context.Context) error {
	table := s.Outputs["CounterTable"]
	found, err := s.Tables.Scan(ctx, &dynamodb.ScanInput{
		TableName: &table, FilterExpression: new("begins_with(#id, :code)"),
		ExpressionAttributeNames:  map[string]string{"#id": schema.CounterIDAttribute},
		ExpressionAttributeValues: map[string]ddb.AttributeValue{":code": text(schema.CodeIDPrefix)},
	})
	if err != nil {
		return err
	}
	for _, code := range found.Items {
		_, err := s.Tables.DeleteItem(ctx, &dynamodb.DeleteItemInput{
			TableName: &table, Key: map[string]ddb.AttributeValue{schema.CounterIDAttribute: code[schema.CounterIDAttribute]},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
