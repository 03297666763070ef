package orders

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/conflict"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
)

// Get reads an order, as it is after every change that was applied before. It
// reports whether there is one of that id.
func (s *Store) Get(ctx context.Context, orderID string) (Record, bool, error) {
	out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{
		TableName:      &s.table,
		Key:            key(orderID),
		ConsistentRead: new(true),
	})
	if err != nil {
		return Record{}, false, fmt.Errorf("order %s: %w", orderID, err)
	}
	return record(out.Item), len(out.Item) > 0, nil
}

// GetWithMenu reads an order, which is zero if there is none of that id, and
// the menu, in one request.
func (s *Store) GetWithMenu(ctx context.Context, orderID string) (Record, coffee.Menu, error) {
	var order, menu item
	wanted := map[string]types.KeysAndAttributes{
		s.table:  {Keys: []map[string]types.AttributeValue{key(orderID)}, ConsistentRead: new(true)},
		s.config: {Keys: []map[string]types.AttributeValue{settings.MenuKey()}, ConsistentRead: new(true)},
	}
	err := conflict.Persist(ctx, func() error {
		out, err := s.client.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{RequestItems: wanted})
		if err != nil {
			return err
		}
		for _, found := range out.Responses[s.table] {
			order = found
		}
		for _, found := range out.Responses[s.config] {
			menu = found
		}
		if wanted = out.UnprocessedKeys; len(wanted) > 0 {
			return conflict.ErrUnprocessed
		}
		return nil
	})
	if err != nil {
		return Record{}, coffee.Menu{}, fmt.Errorf("order %s and the menu: %w", orderID, err)
	}
	return record(order), settings.MenuOf(menu), nil
}
