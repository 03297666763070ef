package deployed

import (
	"context"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Books is everything that a shop has recorded, read with AWS's APIs.
type Books struct {
	// Orders are the items of the orders table, by order ID.
	Orders map[string]Order
	// Executions are the statuses of the workflow's executions, by order ID.
	Executions map[string]sfntypes.ExecutionStatus
	// Seats lists the orders that have a reserved seat.
	Seats []string
	// Taken is how many drinks are taken from each QR code, by the ID of its item.
	Taken map[string]int
}

// Books reads the shop's tables and executions.
func (s *Shop) Books(ctx context.Context) (Books, error) {
	b := Books{Orders: map[string]Order{}, Executions: map[string]sfntypes.ExecutionStatus{}, Taken: map[string]int{}}
	if err := s.scan(ctx, "OrdersTable", func(item map[string]ddb.AttributeValue) {
		order := asOrder(item)
		b.Orders[order[schema.OrderIDAttribute]] = order
	}); err != nil {
		return Books{}, err
	}
	if err := s.scan(ctx, "CounterTable", b.count); err != nil {
		return Books{}, err
	}
	pages := sfn.NewListExecutionsPaginator(s.Executions, &sfn.ListExecutionsInput{
		StateMachineArn: new(s.Outputs["StateMachineArn"]), MaxResults: 1000,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return Books{}, err
		}
		for _, execution := range page.Executions {
			b.Executions[*execution.Name] = execution.Status
		}
	}
	return b, nil
}

// count reads an item of the counter table.
func (b *Books) count(item map[string]ddb.AttributeValue) {
	id := asOrder(item)[schema.CounterIDAttribute]
	if seats, ok := item[schema.SeatsAttribute].(*ddb.AttributeValueMemberSS); ok && id == schema.SeatsID {
		b.Seats = seats.Value
	}
	if taken, err := strconv.Atoi(asOrder(item)[schema.CodeTakenAttribute]); err == nil && strings.HasPrefix(id, schema.CodeIDPrefix) {
		b.Taken[id] = taken
	}
}

// scan calls read for each item of the table in an output.
func (s *Shop) scan(ctx context.Context, output string, read func(map[string]ddb.AttributeValue)) error {
	pages := dynamodb.NewScanPaginator(s.Tables, &dynamodb.ScanInput{TableName: new(s.Outputs[output]), ConsistentRead: new(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, item := range page.Items {
			read(item)
		}
	}
	return nil
}

// asOrder returns an item with its strings and numbers as strings.
func asOrder(item map[string]ddb.AttributeValue) Order {
	order := Order{}
	for name, value := range item {
		switch v := value.(type) {
		case *ddb.AttributeValueMemberS:
			order[name] = v.Value
		case *ddb.AttributeValueMemberN:
			order[name] = v.Value
		}
	}
	return order
}
