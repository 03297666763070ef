package orders_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
)

// store returns a Store of a table that answers every request with body, and
// the requests that it makes. What a table does with them is for the contract
// in orderstest to check, against a real one.
func store(t *testing.T, status int, body string) (*orders.Store, *[]map[string]any) {
	t.Helper()
	var requests []map[string]any
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request map[string]any
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Errorf("request: %v", err)
		}
		requests = append(requests, request)
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return orders.NewStore(dynamodb.New(dynamodb.Options{
		Region:       "eu-central-1",
		BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	}), "orders"), &requests
}

func TestGetReadsEveryAttribute(t *testing.T) {
	s, requests := store(t, http.StatusOK, `{"Item":{
		"id":{"S":"order-42"}, "state":{"S":"QUEUED"}, "since":{"N":"1795338060300"}, "expiresAt":{"N":"1803114060"},
		"startedAt":{"N":"1795338000120"}, "queuedAt":{"N":"1795338060300"}, "readyAt":{"N":"1795338120000"}, "endedAt":{"N":"1795338180000"},
		"placedAt":{"N":"1795338001000"}, "makingAt":{"N":"1795338061000"}, "collectedAt":{"N":"1795338121000"},
		"code":{"S":"3k9z-A"}, "drinkReturnedAt":{"N":"1795338180000"}, "secretHash":{"B":"aGFzaA=="},
		"barista":{"S":"mia"}, "by":{"S":"customer"}, "unconfirmed":{"BOOL":true},
		"orderNumber":{"N":"7"}, "order":{"S":"{\"drink\":\"latte\"}"},
		"reason":{"S":"OrderFailed"}, "error":{"S":"States.Runtime"}, "cause":{"S":"no such field"},
		"customerToken":{"S":"FAKE-1"}, "baristaToken":{"S":"FAKE-2"}, "unheardOf":{"BOOL":true}}}`)
	want := orders.Record{
		ID: "order-42", State: coffee.Queued,
		Since:       time.Date(2026, 11, 22, 9, 1, 0, 300e6, time.UTC),
		Expires:     time.Date(2027, 2, 20, 9, 1, 0, 0, time.UTC),
		StartedAt:   time.Date(2026, 11, 22, 9, 0, 0, 120e6, time.UTC),
		QueuedAt:    time.Date(2026, 11, 22, 9, 1, 0, 300e6, time.UTC),
		ReadyAt:     time.Date(2026, 11, 22, 9, 2, 0, 0, time.UTC),
		EndedAt:     time.Date(2026, 11, 22, 9, 3, 0, 0, time.UTC),
		PlacedAt:    time.Date(2026, 11, 22, 9, 0, 1, 0, time.UTC),
		MakingAt:    time.Date(2026, 11, 22, 9, 1, 1, 0, time.UTC),
		CollectedAt: time.Date(2026, 11, 22, 9, 2, 1, 0, time.UTC),
		Code:        "3k9z-A", DrinkReturned: true, SecretHash: []byte("hash"),
		Barista: "mia", By: "customer", Unconfirmed: true,
		Number: 7, Order: `{"drink":"latte"}`,
		Reason: "OrderFailed", Error: "States.Runtime", Cause: "no such field",
		CustomerToken: "FAKE-1", BaristaToken: "FAKE-2",
	}
	got, ok, err := s.Get(t.Context(), "order-42")
	if !got.Equal(want) || !ok || err != nil {
		t.Errorf("Get(order-42) = %+v, %v, %v, want %+v", got, ok, err, want)
	}
	if request := (*requests)[0]; request["TableName"] != "orders" || request["ConsistentRead"] != true {
		t.Errorf("Get(order-42) requests %v, want a consistent read of the table", request)
	}
}

func TestErrorsOfTheTableAreReturnedWithTheOrder(t *testing.T) {
	s, _ := store(t, http.StatusBadRequest,
		`{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}`)
	_, _, err := s.Apply(t.Context(), coffee.Change{OrderID: "order-42", To: coffee.Started, CustomerToken: "FAKE-1"})
	checkError(t, "Apply", err)
	_, ok, err := s.Get(t.Context(), "order-42")
	checkError(t, "Get", err)
	if ok {
		t.Error("Get(order-42) found an order in a table that is not there")
	}
}

func checkError(t *testing.T, method string, err error) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), "order-42") || !strings.Contains(err.Error(), "ResourceNotFoundException") {
		t.Errorf("%s(order-42) = %v, want an error with the order and its reason", method, err)
	} else if strings.Contains(err.Error(), "FAKE") {
		t.Errorf("%s(order-42) = %v, want no task token in it", method, err)
	}
}
