package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestOnlyRetryableErrorsAreRetried(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want int // requests
	}{
		"success":                 {nil, 1},
		"no answer":               {errors.New("connection reset"), 3},
		"busy":                    {coffee.NewError(coffee.Busy, ""), 3},
		"internal error":          {coffee.NewError(coffee.Internal, ""), 3},
		"throttled":               {coffee.NewError("http_429", ""), 3},
		"an error of API Gateway": {coffee.NewError("http_503", ""), 3},
		"a used-up code":          {coffee.NewError(coffee.CodeUsedUp, ""), 1},
		"too late":                {coffee.NewError(coffee.WrongState, ""), 1},
		"claimed by another":      {coffee.NewError(coffee.ClaimedByOther, ""), 1},
		"signed out":              {coffee.NewError("http_401", ""), 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sent := 0
				err := persist(t.Context(), func() error {
					if sent++; sent == 3 {
						return nil
					}
					return test.err
				})
				if sent != test.want || sent == 3 && err != nil {
					t.Errorf("sent %d times, and got %v, want %d times", sent, err, test.want)
				}
			})
		})
	}
}

func TestARetryWaitsForRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, sent := time.Now(), 0
		_ = persist(t.Context(), func() error {
			if sent++; sent == 1 {
				return &coffee.Error{Code: coffee.Busy, RetryAfter: 7 * time.Second}
			}
			return nil
		})
		if waited := time.Since(began); waited < 7*time.Second || waited > 8*time.Second {
			t.Errorf("waited %v, want 7 to 8 s", waited)
		}
	})
}

func TestRetriesStop(t *testing.T) {
	busy := coffee.NewError(coffee.Busy, "")
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if err := persist(t.Context(), func() error { return busy }); err != busy || time.Since(began) > persistFor {
			t.Errorf("after %v: %v, want %v within %v", time.Since(began), err, busy, persistFor)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		sent := 0
		if err := persist(ctx, func() error { sent++; return busy }); err != busy || sent != 1 {
			t.Errorf("cancelled: sent %d times, and got %v, want once, and %v", sent, err, busy)
		}
	})
}
