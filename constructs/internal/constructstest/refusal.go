// Package constructstest helps to test how constructs refuse invalid properties.
package constructstest

import (
	"errors"
	"testing"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
)

// Refusal returns the error that define panics with, nil if it does not panic.
func Refusal(define func()) (refusal *props.Error) {
	defer func() {
		if err, ok := recover().(error); ok && !errors.As(err, &refusal) {
			panic(err)
		}
	}()
	define()
	return nil
}

// Refused fails the test unless define panics with want.
func Refused(tb testing.TB, want props.Error, define func()) {
	tb.Helper()
	switch got := Refusal(define); {
	case got == nil:
		tb.Errorf("got no error, want %q", &want)
	case *got != want:
		tb.Errorf("got the error %q, want %q", got, &want)
	}
}
