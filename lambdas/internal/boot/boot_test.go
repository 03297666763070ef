package boot

import (
	"io"
	"log/slog"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/requestlog"
)

func TestRequestLoggingIsOffUnlessEnabled(t *testing.T) {
	options := func() (n int) {
		_, err := newHandler(func(cfg aws.Config, _ *slog.Logger) (any, error) {
			n = len(cfg.APIOptions)
			return nil, nil
		}, slog.Default())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	usual := options()
	for value, want := range map[string]int{"": usual, "false": usual, requestlog.On: usual + 1} {
		t.Setenv(requestlog.Variable, value)
		if got := options(); got != want {
			t.Errorf("with %s=%q, clients have %d options, want %d", requestlog.Variable, value, got, want)
		}
	}
}

func TestClientsRetryWhatPackageRetriesLists(t *testing.T) {
	_, err := newHandler(func(cfg aws.Config, _ *slog.Logger) (any, error) {
		if cfg.Retryer == nil || !cfg.Retryer().IsErrorRetryable(io.ErrUnexpectedEOF) {
			t.Error("clients do not retry after an answer that was cut off")
		}
		return nil, nil
	}, slog.Default())
	if err != nil {
		t.Fatal(err)
	}
}
