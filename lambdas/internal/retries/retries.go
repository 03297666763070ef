// Package retries decides which failed requests to AWS are worth another try.
package retries

import (
	"errors"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// Errors returns the SDK's own list of retryable errors (throttling, status 500 to 504,
// broken connections), and answers that were cut off in the middle. What such a request
// asked for has been done. So callers must accept that a retry finds it done.
func Errors() retry.IsErrorRetryables {
	return append(retry.IsErrorRetryables{retry.IsErrorRetryableFunc(isCutOff)}, retry.IsErrorRetryables(retry.DefaultRetryables)...)
}

// isCutOff reports whether the connection ended before all of an answer had arrived.
func isCutOff(err error) aws.Ternary {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return aws.TrueTernary
	}
	return aws.UnknownTernary
}

// New returns the SDK's standard retryer, which retries Errors.
func New() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) { o.Retryables = Errors() })
}
