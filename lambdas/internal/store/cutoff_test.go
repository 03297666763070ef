package store_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func TestReadsWhoseAnswerWasCutOffAreRepeated(t *testing.T) {
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		const body = `{"Item":` + order + `}`
		if requests++; requests > 1 {
			_, _ = io.WriteString(w, body)
			return
		}
		w.Header().Set("Content-Length", "48")
		_, _ = io.WriteString(w, body[:20])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(server.Close)
	s := store.New(aws.Config{Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{}},
		store.Tables{Orders: "orders"})
	got, ok, err := s.Order(t.Context(), theID)
	if err != nil || !ok || got.State != coffee.Queued || requests != 2 {
		t.Errorf("Order = %v, %v, %v after %d requests, want the order that is QUEUED after 2", got, ok, err, requests)
	}
}
