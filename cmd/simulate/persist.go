package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

const (
	persistFor = time.Minute
	firstPause = 200 * time.Millisecond
	lastPause  = 5 * time.Second
)

// persist sends a request, and retries it after a lost connection, an internal error, or
// an answer that the shop or API Gateway is busy, as a front end would. Pauses double
// from firstPause to lastPause, and are at least the answer's RetryAfter. It returns the
// last error after persistFor.
func persist(ctx context.Context, send func() error) error {
	deadline := time.Now().Add(persistFor)
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := send()
		advised, again := retryable(err)
		// The jitter spreads the retries. It does not come from the seed, since the
		// number of retries depends on the shop.
		wait := advised + pause/2 + rand.N(pause/2)
		if !again || time.Now().Add(wait).After(deadline) || !sleep(ctx, wait) {
			return err
		}
	}
}

// retryable reports whether to retry a request after err, and the least time to wait
// first.
func retryable(err error) (wait time.Duration, again bool) {
	if err == nil {
		return 0, false
	}
	known := new(coffee.Error)
	if !errors.As(err, &known) {
		return 0, true // no answer, or an incomplete one
	}
	again = known.Code == coffee.Busy || known.Code == coffee.Internal ||
		known.Code == "http_429" || strings.HasPrefix(string(known.Code), "http_5") // API Gateway's own answers
	return known.RetryAfter, again
}

// sleep waits for d. It returns false as soon as ctx ends.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
