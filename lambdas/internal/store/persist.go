package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/retries"
)

// Requests that DynamoDB refuses for a passing reason are retried up to 24 times
// with full-jitter backoff (20 ms doubling to 400 ms), about four seconds in all.
// This is the only retry: the SDK's own is off, since it does not know conflicts
// between transactions and would multiply the attempts.
const (
	tries        = 24
	shortestWait = 20 * time.Millisecond
	longestWait  = 400 * time.Millisecond
)

// persist calls request until it succeeds or fails with an error that is not transient. If
// the response to a write was lost, the retry finds the write done, so request must treat
// that as success. After the last try the error has the code Busy.
func persist(ctx context.Context, request func() error) error {
	var last error
	for try := range tries {
		if last = request(); !isTransient(last) {
			return last
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), last)
		case <-time.After(rand.N(min(shortestWait<<try, longestWait))):
		}
	}
	busy := coffee.NewError(coffee.Busy, "The shop is very busy right now. Please try again.")
	busy.RetryAfter = time.Second
	return errors.Join(busy, last)
}

// errUnprocessed means that DynamoDB returned UnprocessedKeys for a batch.
var errUnprocessed = errors.New("the batch has unprocessed keys")

// retryables extends the retryable errors of all services by error codes of DynamoDB.
var retryables = append(retries.Errors(), retry.RetryableErrorCode{Codes: map[string]struct{}{
	"TransactionConflictException": {},
	"InternalServerError":          {},
	"InternalServerErrorException": {},
	"ServiceUnavailable":           {},
	"ServiceUnavailableException":  {},
}})

// isTransient reports whether a request may succeed when it is retried.
func isTransient(err error) bool {
	if err == nil {
		return false
	}
	if cancelled := new(types.TransactionCanceledException); errors.As(err, &cancelled) {
		_, reason := firstReason(cancelled)
		return transientReasons[reason]
	}
	return errors.Is(err, errUnprocessed) || retryables.IsErrorRetryable(err) == aws.TrueTernary
}

// Reasons for which DynamoDB cancels a transaction (API reference,
// TransactionCanceledException).
const conditionFailed = "ConditionalCheckFailed"

var transientReasons = map[string]bool{
	"TransactionConflict":           true,
	"ThrottlingError":               true,
	"ProvisionedThroughputExceeded": true,
}

// firstReason returns the index of the first write with a cancellation reason, and that
// reason. Later reasons do not count: while the first write is in conflict, a retry may
// find the other conditions changed.
func firstReason(cancelled *types.TransactionCanceledException) (int, string) {
	for i, reason := range cancelled.CancellationReasons {
		if reason.Code != nil && *reason.Code != "None" {
			return i, *reason.Code
		}
	}
	return -1, ""
}
