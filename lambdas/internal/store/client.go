package store

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// client sends this package's requests to DynamoDB. All methods retry transient errors
// (see persist), except transactOnce.
type client struct{ dynamodb *dynamodb.Client }

func newClient(cfg aws.Config) client {
	return client{dynamodb.NewFromConfig(cfg, func(o *dynamodb.Options) { o.Retryer = aws.NopRetryer{} })}
}

// get reads one item with strong consistency. It is nil if there is none.
func (c client) get(ctx context.Context, table string, key item) (found item, err error) {
	err = persist(ctx, func() error {
		out, err := c.dynamodb.GetItem(ctx, &dynamodb.GetItemInput{TableName: &table, Key: key, ConsistentRead: new(true)})
		if err == nil {
			found = out.Item
		}
		return err
	})
	return found, err
}

// keys lists the keys of the items to read, by table.
type keys map[string][]item

// batch reads items of several tables in one request, each with strong consistency. It
// returns those that exist, by table, in no particular order.
func (c client) batch(ctx context.Context, wanted keys) (map[string][]item, error) {
	requests := map[string]types.KeysAndAttributes{}
	for table, items := range wanted {
		requests[table] = types.KeysAndAttributes{Keys: items, ConsistentRead: new(true)}
	}
	found := map[string][]item{}
	err := persist(ctx, func() error {
		out, err := c.dynamodb.BatchGetItem(ctx, &dynamodb.BatchGetItemInput{RequestItems: requests})
		if err != nil {
			return err
		}
		for table, items := range out.Responses {
			found[table] = append(found[table], items...)
		}
		if requests = out.UnprocessedKeys; len(requests) > 0 {
			return errUnprocessed
		}
		return nil
	})
	return found, err
}

// query returns one page of a table or an index.
func (c client) query(ctx context.Context, query *dynamodb.QueryInput) (page *dynamodb.QueryOutput, err error) {
	err = persist(ctx, func() error {
		page, err = c.dynamodb.Query(ctx, query)
		return err
	})
	return page, err
}

// put creates or replaces an item if the condition holds, and reports whether it did. If
// not, it returns the existing item.
func (c client) put(ctx context.Context, table string, w *write) (other item, held bool, err error) {
	err = persist(ctx, func() error {
		_, err := c.dynamodb.PutItem(ctx, &dynamodb.PutItemInput{
			TableName: &table, Item: w.item, ConditionExpression: w.conditionExpression(),
			ExpressionAttributeNames: w.names, ExpressionAttributeValues: w.values,
			ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
		})
		return err
	})
	return splitRefusal(nil, err)
}

// update changes an item if the condition holds, and reports whether it did. It returns
// the item after the write, or the unchanged one (nil if there is none) if the condition
// did not hold. For a quiet write it returns no item.
func (c client) update(ctx context.Context, table string, w *write) (now item, held bool, err error) {
	err = persist(ctx, func() error {
		out, err := c.dynamodb.UpdateItem(ctx, w.updateInput(table))
		if err == nil {
			now = out.Attributes
		}
		return err
	})
	return splitRefusal(now, err)
}

// delete deletes an item if the condition holds, and reports whether it did. A missing
// item is not an error.
func (c client) delete(ctx context.Context, table string, w *write) (held bool, err error) {
	err = persist(ctx, func() error {
		_, err := c.dynamodb.DeleteItem(ctx, &dynamodb.DeleteItemInput{
			TableName: &table, Key: w.item, ConditionExpression: w.conditionExpression(),
			ExpressionAttributeNames: w.names, ExpressionAttributeValues: w.values,
		})
		return err
	})
	_, held, err = splitRefusal(nil, err)
	return held, err
}

// splitRefusal turns the error for a condition that did not hold into the item it was
// checked against and false. Other errors it returns unchanged.
func splitRefusal(now item, err error) (item, bool, error) {
	if failed := new(types.ConditionalCheckFailedException); errors.As(err, &failed) {
		return failed.Item, false, nil
	}
	return now, err == nil, err
}

// transact makes all writes or none. If a condition does not hold, it returns the index of
// the first such write; otherwise the index is -1.
func (c client) transact(ctx context.Context, writes ...types.TransactWriteItem) (failed int, err error) {
	err = persist(ctx, func() error {
		failed, _, err = c.transactOnce(ctx, writes...)
		return err
	})
	return failed, err
}

// transactOnce is transact without the retry, for callers that call persist themselves.
// It also returns the item that the failed write was checked against.
// Each call builds a new input, because the SDK sets an idempotency token per input
// (ClientRequestToken), and one token must not serve two transactions.
func (c client) transactOnce(ctx context.Context, writes ...types.TransactWriteItem) (failed int, there item, err error) {
	_, err = c.dynamodb.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: writes})
	if cancelled := new(types.TransactionCanceledException); errors.As(err, &cancelled) {
		if i, reason := firstReason(cancelled); reason == conditionFailed {
			return i, cancelled.CancellationReasons[i].Item, nil
		}
	}
	return -1, nil, err
}
