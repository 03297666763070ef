package bus_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/bus"
)

var failed = coffee.OrderFailed{
	OrderDetail: coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version}, OrderID: "order-42"},
	Error:       "States.Runtime", Cause: "no such field",
}

// put publishes failed on a bus that returns the answer, and returns the request.
func put(t *testing.T, answer string) (request eventbridge.PutEventsInput, err error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Errorf("request: %v", err)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_, _ = io.WriteString(w, answer)
	}))
	defer server.Close()
	client := eventbridge.New(eventbridge.Options{
		Region:       "eu-central-1",
		BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	})
	err = bus.New(client, "orders-bus", "serverless-coffee").Put(t.Context(), failed)
	return request, err
}

func TestPutSendsTheEventAsOneEntry(t *testing.T) {
	request, err := put(t, `{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}`)
	if err != nil || len(request.Entries) != 1 {
		t.Fatalf("Put(OrderFailed) = %v with the request %+v, want one entry", err, request)
	}
	entry := request.Entries[0]
	if *entry.EventBusName != "orders-bus" || *entry.Source != "serverless-coffee" || *entry.DetailType != "OrderFailed" {
		t.Errorf("Put(OrderFailed) has bus %s, source %s, detail type %s, want orders-bus, serverless-coffee, OrderFailed",
			*entry.EventBusName, *entry.Source, *entry.DetailType)
	}
	var got coffee.OrderFailed
	if err := json.Unmarshal([]byte(*entry.Detail), &got); err != nil || got != failed {
		t.Errorf("Put(OrderFailed) has the detail %s, want that of %+v", *entry.Detail, failed)
	}
}

// PutEvents answers 200 even if it rejects an entry.
func TestARejectedEntryIsAnError(t *testing.T) {
	_, err := put(t, `{"FailedEntryCount":1,"Entries":[{"ErrorCode":"ThrottlingException","ErrorMessage":"slow down"}]}`)
	if err == nil || !strings.Contains(err.Error(), "ThrottlingException") {
		t.Errorf("Put(OrderFailed) = %v, want an error with ThrottlingException in it", err)
	}
}
