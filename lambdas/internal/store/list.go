package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Order reads an order with strong consistency, and reports whether the ID exists.
func (s *Store) Order(ctx context.Context, id string) (Order, bool, error) {
	found, err := s.client.get(ctx, s.tables.Orders, orderKey(id))
	if err != nil {
		return Order{}, false, fmt.Errorf("order %s: %w", id, err)
	}
	return orderOf(found), len(found) > 0, nil
}

// readAtOnce is the largest number of items in one BatchGetItem (DynamoDB quotas).
const readAtOnce = 100

// Orders reads orders with strong consistency. It returns those that exist, in the order of
// the IDs, none of which may occur twice.
func (s *Store) Orders(ctx context.Context, ids []string) ([]Order, error) {
	byID := make(map[string]Order, len(ids))
	for some := range slices.Chunk(ids, readAtOnce) {
		wanted := make([]item, len(some))
		for i, id := range some {
			wanted[i] = orderKey(id)
		}
		found, err := s.client.batch(ctx, keys{s.tables.Orders: wanted})
		if err != nil {
			return nil, fmt.Errorf("%d orders: %w", len(ids), err)
		}
		for _, one := range found[s.tables.Orders] {
			order := orderOf(one)
			byID[order.ID] = order
		}
	}
	var orders []Order
	for _, id := range ids {
		if order, ok := byID[id]; ok {
			orders = append(orders, order)
		}
	}
	return orders, nil
}

// OrderWithMenu reads an order, zero if the ID does not exist, and the menu, in one
// request.
func (s *Store) OrderWithMenu(ctx context.Context, id string) (Order, coffee.Menu, error) {
	found, err := s.client.batch(ctx, keys{s.tables.Orders: {orderKey(id)}, s.tables.Config: {configKey(schema.MenuSK)}})
	if err != nil {
		return Order{}, coffee.Menu{}, fmt.Errorf("order %s and the menu: %w", id, err)
	}
	return orderOf(first(found[s.tables.Orders])), menuOf(first(found[s.tables.Config])), nil
}

func first(items []item) item {
	if len(items) == 0 {
		return nil
	}
	return items[0]
}

// InState lists the orders in a state, oldest in that state first; QUEUED ones by when they
// were first queued. They have only the attributes in schema.OrderListAttributes, and no
// tokens. The list is eventually consistent.
func (s *Store) InState(ctx context.Context, state coffee.State) ([]Order, error) {
	return s.list(ctx, state, s.byState(state), -1)
}

// Latest returns up to most orders in a state that entered it at since or later,
// newest first. Like InState, it is eventually consistent.
func (s *Store) Latest(ctx context.Context, state coffee.State, since time.Time, most int) ([]Order, error) {
	query := s.byState(state)
	query.KeyConditionExpression = new("#state = :state AND #since >= :since")
	query.ExpressionAttributeNames["#since"] = schema.SinceAttribute
	query.ExpressionAttributeValues[":since"] = millis(since)
	query.ScanIndexForward, query.Limit = new(false), new(int32(most))
	return s.list(ctx, state, query, most)
}

// Entered returns up to most orders in a state that entered it at from or later and before
// to, oldest first. Like InState, it is eventually consistent.
func (s *Store) Entered(ctx context.Context, state coffee.State, from, to time.Time, most int) ([]Order, error) {
	query := s.byState(state)
	query.KeyConditionExpression = new("#state = :state AND #since BETWEEN :from AND :last")
	query.ExpressionAttributeNames["#since"] = schema.SinceAttribute
	query.ExpressionAttributeValues[":from"] = millis(from)
	query.ExpressionAttributeValues[":last"] = number(to.UnixMilli() - 1)
	query.Limit = new(int32(most))
	return s.list(ctx, state, query, most)
}

// placeStates are the states of the orders that the workflow has admitted and not
// finished, which the queue limit is about.
var placeStates = []coffee.State{coffee.Started, coffee.Placed, coffee.Queued, coffee.Making}

// PlacesTaken returns how many places in the queue are taken. It is eventually
// consistent.
func (s *Store) PlacesTaken(ctx context.Context) (int, error) {
	counts := make([]int, len(placeStates))
	var all errgroup.Group
	for i, state := range placeStates {
		all.Go(func() (err error) { counts[i], err = s.count(ctx, state); return err })
	}
	err := all.Wait()
	sum := 0
	for _, count := range counts {
		sum += count
	}
	return sum, err
}

func (s *Store) count(ctx context.Context, state coffee.State) (int, error) {
	query := s.byState(state)
	query.Select = types.SelectCount
	count := 0
	for {
		page, err := s.client.query(ctx, query)
		if err != nil {
			return 0, fmt.Errorf("count of orders in state %s: %w", state, err)
		}
		count += int(page.Count)
		if query.ExclusiveStartKey = page.LastEvaluatedKey; len(page.LastEvaluatedKey) == 0 {
			return count, nil
		}
	}
}

func (s *Store) byState(state coffee.State) *dynamodb.QueryInput {
	return &dynamodb.QueryInput{
		TableName:                 &s.tables.Orders,
		IndexName:                 new(schema.OrdersByState),
		KeyConditionExpression:    new("#state = :state"),
		ExpressionAttributeNames:  map[string]string{"#state": schema.StateAttribute},
		ExpressionAttributeValues: item{":state": text(string(state))},
	}
}

// list reads pages until it has most orders, or all if most is negative.
func (s *Store) list(ctx context.Context, state coffee.State, query *dynamodb.QueryInput, most int) ([]Order, error) {
	var orders []Order
	for {
		page, err := s.client.query(ctx, query)
		if err != nil {
			return nil, fmt.Errorf("orders in state %s: %w", state, err)
		}
		for _, found := range page.Items {
			orders = append(orders, orderOf(found))
		}
		query.ExclusiveStartKey = page.LastEvaluatedKey
		if most >= 0 && len(orders) >= most {
			return orders[:most], nil
		}
		if len(page.LastEvaluatedKey) == 0 {
			return orders, nil
		}
	}
}
