// Package conflict retries requests to DynamoDB that a concurrent transaction got
// in the way of.
package conflict

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
// retried up to 24 times with full-jitter backoff (20 ms doubling to 400 ms), about
// four seconds in all.
const (
	tries        = 24
	shortestWait = 20 * time.Millisecond
	longestWait  = 400 * time.Millisecond
)

// ErrUnprocessed says that DynamoDB left a part of a batch undone.
var ErrUnprocessed = errors.New("a part of the batch was left undone")

// Persist sends a request until no transaction conflicts with it. If the retries
// run out, it returns an error with the code Busy.
func Persist(ctx context.Context, request func() error) error {
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
	if errors.Is(err, ErrUnprocessed) {
		return true
	}
	if single := new(types.TransactionConflictException); errors.As(err, &single) {
		return true
	}
	transaction := new(types.TransactionCanceledException)
	return errors.As(err, &transaction) && (Failed(transaction.CancellationReasons, AnyItem, Transaction) ||
		Failed(transaction.CancellationReasons, AnyItem, Throttled))
}

// What DynamoDB calls the reasons for which it cancels a transaction (API
// reference, TransactionCanceledException).
const (
	Condition   = "ConditionalCheckFailed"
	Transaction = "TransactionConflict"
	Throttled   = "ThrottlingError"
)

// AnyItem stands for whichever item of a transaction it may be.
const AnyItem = -1

// Failed reports whether the i-th item of a transaction, or AnyItem of
// it, is to blame for its failure with that reason.
func Failed(reasons []types.CancellationReason, i int, why string) bool {
	for j, reason := range reasons {
		if (i == AnyItem || i == j) && reason.Code != nil && *reason.Code == why {
			return true
		}
	}
	return false
}
