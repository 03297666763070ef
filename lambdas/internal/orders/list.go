package orders

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// InState lists the orders in a state, those that have been in it longest
// first; queued ones by when they were first queued. They have what
// schema.OrderListAttributes says, and no tokens. The list is a moment behind
// the table.
func (s *Store) InState(ctx context.Context, state coffee.State) ([]Record, error) {
	pages := dynamodb.NewQueryPaginator(s.client, s.byState(state))
	var records []Record
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("orders that are %s: %w", state, err)
		}
		records = append(records, list(page)...)
	}
	return records, nil
}

// Latest lists, like InState but the other way round, the orders that entered
// a state last, at most so many. It is for states that orders stay in.
func (s *Store) Latest(ctx context.Context, state coffee.State, most int) ([]Record, error) {
	query := s.byState(state)
	query.ScanIndexForward, query.Limit = new(false), new(int32(most))
	page, err := s.client.Query(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("the latest orders that are %s: %w", state, err)
	}
	return list(page), nil
}

func (s *Store) byState(state coffee.State) *dynamodb.QueryInput {
	return &dynamodb.QueryInput{
		TableName:                 &s.table,
		IndexName:                 new(schema.OrdersByState),
		KeyConditionExpression:    new("#state = :state"),
		ExpressionAttributeNames:  map[string]string{"#state": schema.StateAttribute},
		ExpressionAttributeValues: item{":state": str(string(state))},
	}
}

func list(page *dynamodb.QueryOutput) []Record {
	records := make([]Record, len(page.Items))
	for i, item := range page.Items {
		records[i] = record(item)
	}
	return records
}
