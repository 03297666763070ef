package workflow_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

const token = "FAKE-TASK-TOKEN"

// newClient returns a Client whose requests all fail with the named error, or succeed if
// failure is empty, and a pointer to the last request.
func newClient(t *testing.T, failure string) (*workflow.Client, *map[string]string) {
	t.Helper()
	var request map[string]string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request = nil
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Errorf("request: %v", err)
		}
		request["target"] = r.Header.Get("X-Amz-Target")
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		if failure != "" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"com.amazonaws.swf.service.v2.model#`+failure+`","message":"no to `+token+`"}`)
			return
		}
		_, _ = io.WriteString(w, `{"executionArn":"arn","startDate":1795338000.0}`)
	}))
	t.Cleanup(server.Close)
	return workflow.New(sfn.New(sfn.Options{
		Region: "eu-central-1", BaseEndpoint: &server.URL, RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	}), "arn:orders"), &request
}

func TestRequests(t *testing.T) {
	w, request := newClient(t, "")
	for _, row := range []struct {
		name string
		do   func() error
		want map[string]string
	}{
		{"Start", func() error { return w.Start(t.Context(), "order-42") },
			map[string]string{"target": "AWSStepFunctions.StartExecution", "stateMachineArn": "arn:orders", "name": "order-42", "input": "{}"}},
		{"Succeed", func() error { return w.Succeed(t.Context(), token, coffee.Choice{Drink: "latte"}) },
			map[string]string{"target": "AWSStepFunctions.SendTaskSuccess", "taskToken": token, "output": `{"drink":"latte"}`}},
		{"Fail", func() error { return w.Fail(t.Context(), token, "Customer.Left", strings.Repeat("é", 40000)) },
			map[string]string{"target": "AWSStepFunctions.SendTaskFailure", "taskToken": token, "error": "Customer.Left", "cause": strings.Repeat("é", 32768)}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if err := row.do(); err != nil {
				t.Fatal(err)
			}
			for field, want := range row.want {
				if got := (*request)[field]; got != want {
					t.Errorf("%s sends %s = %.80q, want %.80q", row.name, field, got, want)
				}
			}
		})
	}
}

func TestStartIgnoresAnExistingExecution(t *testing.T) {
	w, _ := newClient(t, "ExecutionAlreadyExists")
	if err := w.Start(t.Context(), "order-42"); err != nil {
		t.Errorf("Start of an order that was started = %v, want nil", err)
	}
	w, _ = newClient(t, "StateMachineDoesNotExist")
	if err := w.Start(t.Context(), "order-42"); err == nil || !strings.Contains(err.Error(), "order-42") {
		t.Errorf("Start without a state machine = %v, want an error with the order", err)
	}
}

func TestErrorsThatMeanASpentToken(t *testing.T) {
	for failure, spent := range map[string]bool{
		"TaskDoesNotExist": true, "TaskTimedOut": true, "InvalidToken": true,
		"InvalidOutput": false, "AccessDeniedException": false,
	} {
		w, _ := newClient(t, failure)
		for name, err := range map[string]error{
			"Succeed": w.Succeed(t.Context(), token, struct{}{}),
			"Fail":    w.Fail(t.Context(), token, "Customer.Left", ""),
		} {
			if err == nil || errors.Is(err, workflow.ErrSpent) != spent || strings.Contains(err.Error(), token) {
				t.Errorf("%s answered with %s = %v, want ErrSpent: %v, and no token", name, failure, err, spent)
			}
		}
	}
}
