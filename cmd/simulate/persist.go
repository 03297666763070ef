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

// persist repeats a request that a front end would repeat: where no answer came,
// where something broke, or where the shop or API Gateway say that they are busy.
// It waits as long as they advise, gives up after persistFor, and returns the
// last answer.
func persist(ctx context.Context, send func() error) error {
	deadline := time.Now().Add(persistFor)
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := send()
		advised, again := advice(err)
		// Not everybody shall come back in the same moment. That is no choice of a
		// customer's, and not drawn from the seed.
		wait := advised + pause/2 + rand.N(pause/2)
		if !again || time.Now().Add(wait).After(deadline) || !sleep(ctx, wait) {
			return err
		}
	}
}

// advice says whether a request is worth repeating, and when at the earliest.
func advice(err error) (wait time.Duration, again bool) {
	if err == nil {
		return 0, false
	}
	known := new(coffee.Error)
	if !errors.As(err, &known) {
		return 0, true // no answer, or half of one
	}
	again = known.Code == coffee.Busy || known.Code == coffee.Internal ||
		known.Code == "http_429" || strings.HasPrefix(string(known.Code), "http_5") // as API Gateway says it
	return known.RetryAfter, again
}

// sleep waits, and reports whether nothing came in between.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
