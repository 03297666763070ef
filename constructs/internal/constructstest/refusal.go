// Package constructstest helps to test how constructs treat properties that
// are not usable.
package constructstest

import (
	"errors"
	"testing"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
)

// Refusal is what define stops the synthesis with, nil if it does not.
func Refusal(define func()) (refusal *props.Error) {
	defer func() {
		if err, ok := recover().(error); ok && !errors.As(err, &refusal) {
			panic(err)
		}
	}()
	define()
	return nil
}

// Refused reports an error unless define stops the synthesis with a message
// that names the construct by its path, the property, and what it got and
// wants.
func Refused(tb testing.TB, want props.Error, define func()) {
	tb.Helper()
	switch got := Refusal(define); {
	case got == nil:
		tb.Errorf("got no refusal, want %q", &want)
	case *got != want:
		tb.Errorf("got the refusal %q, want %q", got, &want)
	}
}
