package orders

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// DynamoDB refuses writes to an item that a transaction is writing, instead of
// making them wait, and may leave parts of a batch undone. Those requests are
// repeated so often, at random moments within a time that doubles up to the
// longest: four seconds on average.
const (
	tries        = 24
	shortestWait = 20 * time.Millisecond
	longestWait  = 400 * time.Millisecond
)

// errUnprocessed says that DynamoDB left a part of a batch undone.
var errUnprocessed = errors.New("a part of the batch was left undone")

// persist sends a request until it gets its turn. If it never does, it returns
// an error with the code Busy.
func persist(ctx context.Context, request func() error) error {
	for try := range tries {
		err := request()
		if !conflicts(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(rand.N(min(shortestWait<<try, longestWait))):
		}
	}
	busy := coffee.NewError(coffee.Busy, "Too many people at once. Please try again.")
	busy.RetryAfter = time.Second
	return busy
}

// conflicts reports whether a request only came at the wrong moment.
func conflicts(err error) bool {
	if errors.Is(err, errUnprocessed) {
		return true
	}
	if single := new(types.TransactionConflictException); errors.As(err, &single) {
		return true
	}
	transaction := new(types.TransactionCanceledException)
	return errors.As(err, &transaction) && (failed(transaction.CancellationReasons, anyItem, conflict) ||
		failed(transaction.CancellationReasons, anyItem, throttled))
}

// What DynamoDB calls the reasons for which it cancels a transaction (API
// reference, TransactionCanceledException).
const (
	condition = "ConditionalCheckFailed"
	conflict  = "TransactionConflict"
	throttled = "ThrottlingError"
)

const anyItem = -1

// failed reports whether the i-th item of a transaction, or anyItem of
// it, is to blame for its failure with that reason.
func failed(reasons []types.CancellationReason, i int, why string) bool {
	for j, reason := range reasons {
		if (i == anyItem || i == j) && reason.Code != nil && *reason.Code == why {
			return true
		}
	}
	return false
}
