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

// persist sends a request until it succeeds or fails for a reason that does not
// pass. After an answer that was lost, a request may find what it wrote itself, so
// it must take that for its own success. If the tries run out, the error has the
// code Busy.
func persist(ctx context.Context, request func() error) error {
	var last error
	for try := range tries {
		if last = request(); !passes(last) {
			return last
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), last)
		case <-time.After(rand.N(min(shortestWait<<try, longestWait))):
		}
	}
	busy := coffee.NewError(coffee.Busy, "Too many people at once. Please try again.")
	busy.RetryAfter = time.Second
	return errors.Join(busy, last)
}

// errUnprocessed says that DynamoDB left a part of a batch undone.
var errUnprocessed = errors.New("a part of the batch was left undone")

// passing adds to what the SDK considers worth a retry (throttling, status 500 to
// 504, connections that broke) what DynamoDB alone says.
var passing = append(retry.IsErrorRetryables(retry.DefaultRetryables), retry.RetryableErrorCode{Codes: map[string]struct{}{
	"TransactionConflictException": {},
	"InternalServerError":          {},
	"InternalServerErrorException": {},
	"ServiceUnavailable":           {},
	"ServiceUnavailableException":  {},
}})

// passes reports whether a request failed only because it came at the wrong moment.
func passes(err error) bool {
	if err == nil {
		return false
	}
	if cancelled := new(types.TransactionCanceledException); errors.As(err, &cancelled) {
		_, reason := blamed(cancelled)
		return reason != conditionFailed && passingReasons[reason]
	}
	return errors.Is(err, errUnprocessed) || passing.IsErrorRetryable(err) == aws.TrueTernary
}

// The reasons for which DynamoDB cancels a transaction (API reference,
// TransactionCanceledException).
const conditionFailed = "ConditionalCheckFailed"

var passingReasons = map[string]bool{
	"TransactionConflict":           true,
	"ThrottlingError":               true,
	"ProvisionedThroughputExceeded": true,
}

// blamed returns the first item of a transaction that made it fail, by its place,
// and the reason. An item that comes first is looked at first: while it is in
// conflict, the conditions of those after it say nothing yet.
func blamed(cancelled *types.TransactionCanceledException) (int, string) {
	for i, reason := range cancelled.CancellationReasons {
		if reason.Code != nil && *reason.Code != "None" {
			return i, *reason.Code
		}
	}
	return -1, ""
}
