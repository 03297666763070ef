package meter

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// tables look at the items that requests are about, since what a request costs
// depends on them.
type tables struct {
	client *dynamodb.Client

	mu    sync.Mutex
	known map[string]table

	// turn is held from before a request is passed on until it was answered, so
	// that an item changes by that request alone in between.
	turn sync.Mutex
}

// request is the body of a request to DynamoDB, of any of the operations that
// there is a rule for.
type request struct {
	one
	ConsistentRead bool
	TransactItems  []map[string]one // by what it does with the item
	RequestItems   map[string]struct {
		Keys           []attributes
		ConsistentRead bool
	}
}

// one is what a request says of an item.
type one struct {
	TableName string
	Key       attributes
	Item      attributes // of a PutItem, which has the key in it
}

type attributes map[string]json.RawMessage

// cost is what a request costs once it was answered.
type cost func(context.Context) (Units, error)

// look looks at the items of a request before it is passed on.
func (t *tables) look(ctx context.Context, operation string, body []byte) (cost, error) {
	var r request
	if err := json.Unmarshal(body, &r); err != nil {
		return nil, fmt.Errorf("%s: %w", operation, err)
	}
	switch operation {
	case "GetItem":
		return t.reading(ctx, r.ConsistentRead, r.one)
	case "BatchGetItem":
		return t.readingMany(ctx, r)
	case "PutItem", "UpdateItem", "DeleteItem":
		return t.writing(ctx, false, r.one)
	case "TransactWriteItems":
		var all []one
		for _, action := range r.TransactItems {
			for _, item := range action {
				all = append(all, item)
			}
		}
		return t.writing(ctx, true, all...)
	default:
		return nil, fmt.Errorf("there is no rule for what a %s costs: add it to internal/meter", operation)
	}
}

func (t *tables) reading(ctx context.Context, consistent bool, items ...one) (cost, error) {
	var units Units
	for _, one := range items {
		item, _, err := t.get(ctx, one)
		if err != nil {
			return nil, err
		}
		units = units.Plus(read(item, consistent))
	}
	return func(context.Context) (Units, error) { return units, nil }, nil
}

func (t *tables) readingMany(ctx context.Context, r request) (cost, error) {
	var all []cost
	for name, batch := range r.RequestItems {
		var items []one
		for _, key := range batch.Keys {
			items = append(items, one{TableName: name, Key: key})
		}
		cost, err := t.reading(ctx, batch.ConsistentRead, items...)
		if err != nil {
			return nil, err
		}
		all = append(all, cost)
	}
	return func(ctx context.Context) (sum Units, err error) {
		for _, cost := range all {
			units, _ := cost(ctx) // known already
			sum = sum.Plus(units)
		}
		return sum, nil
	}, nil
}

func (t *tables) writing(ctx context.Context, transactional bool, items ...one) (cost, error) {
	writes := make([]write, len(items))
	for i, one := range items {
		before, table, err := t.get(ctx, one)
		if err != nil {
			return nil, err
		}
		writes[i] = write{before: before, transactional: transactional, indexes: table.indexes}
	}
	return func(ctx context.Context) (sum Units, err error) {
		for i, one := range items {
			if writes[i].after, _, err = t.get(ctx, one); err != nil {
				return Units{}, err
			}
			sum = sum.Plus(writes[i].units())
		}
		return sum, nil
	}, nil
}

// get reads the item that a request is about.
func (t *tables) get(ctx context.Context, one one) (item, table, error) {
	table, err := t.table(ctx, one.TableName)
	if err != nil {
		return nil, table, err
	}
	given := one.Key
	if given == nil {
		given = one.Item
	}
	key := item{}
	for _, name := range table.keys {
		var value struct{ S, N *string }
		if err := json.Unmarshal(given[name], &value); err != nil {
			return nil, table, fmt.Errorf("key %s of table %s: %w", name, one.TableName, err)
		}
		switch {
		case value.S != nil:
			key[name] = &ddb.AttributeValueMemberS{Value: *value.S}
		case value.N != nil:
			key[name] = &ddb.AttributeValueMemberN{Value: *value.N}
		}
	}
	out, err := t.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &one.TableName, Key: key, ConsistentRead: new(true)})
	if err != nil {
		return nil, table, err
	}
	return out.Item, table, nil
}
