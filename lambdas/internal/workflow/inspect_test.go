package workflow_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// answering returns a Client whose requests are answered by answer, given the operation and
// the request.
func answering(t *testing.T, answer func(operation string, request map[string]any) (status int, body string)) *workflow.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request map[string]any
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			t.Errorf("request: %v", err)
		}
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		status, body := answer(operation, request)
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return workflow.New(sfn.New(sfn.Options{
		Region: "eu-central-1", BaseEndpoint: &server.URL, Retryer: aws.NopRetryer{},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	}), "arn:aws:states:eu-central-1:1:stateMachine:orders")
}

func TestRunningReadsPagesUpToItsLimit(t *testing.T) {
	pages := 0
	w := answering(t, func(operation string, request map[string]any) (int, string) {
		pages++
		if operation != "ListExecutions" || request["statusFilter"] != "RUNNING" || request["stateMachineArn"] != "arn:aws:states:eu-central-1:1:stateMachine:orders" {
			t.Errorf("%s(%v), want the running executions", operation, request)
		}
		return http.StatusOK, fmt.Sprintf(`{"executions":[{"name":"%[1]d-a"},{"name":"%[1]d-b"}],"nextToken":"more"}`, pages)
	})
	got, err := w.Running(t.Context(), 3)
	if err != nil || !slices.Equal(got, []string{"1-a", "1-b", "2-a"}) || pages != 2 {
		t.Errorf("Running(3) = %v, %v after %d pages, want the first three", got, err, pages)
	}
}

func TestExecutionTellsHowItEnded(t *testing.T) {
	for _, row := range []struct {
		status int
		body   string
		want   workflow.Execution
		exists bool
		failed bool
	}{
		{http.StatusOK, `{"status":"RUNNING","startDate":1795338000.0}`, workflow.Execution{OrderID: "a", Status: "RUNNING"}, true, false},
		{http.StatusOK, `{"status":"SUCCEEDED","stopDate":1795338000.5,"output":"{}"}`,
			workflow.Execution{OrderID: "a", Status: "SUCCEEDED", StoppedAt: time.UnixMilli(1795338000500).UTC(), Output: "{}"}, true, false},
		{http.StatusOK, `{"status":"FAILED","stopDate":1795338000,"error":"E","cause":"why"}`,
			workflow.Execution{OrderID: "a", Status: "FAILED", StoppedAt: time.Unix(1795338000, 0).UTC(), Error: "E", Cause: "why"}, true, false},
		{http.StatusBadRequest, `{"__type":"com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist"}`, workflow.Execution{}, false, false},
		{http.StatusBadRequest, `{"__type":"AccessDeniedException"}`, workflow.Execution{}, false, true},
	} {
		w := answering(t, func(operation string, request map[string]any) (int, string) {
			if operation != "DescribeExecution" || request["executionArn"] != "arn:aws:states:eu-central-1:1:execution:orders:a" {
				t.Errorf("%s(%v), want a description of the execution a", operation, request)
			}
			return row.status, row.body
		})
		got, exists, err := w.Execution(t.Context(), "a")
		if got != row.want || exists != row.exists || (err != nil) != row.failed {
			t.Errorf("Execution(a) answered with %s = %+v, %v, %v, want %+v, %v", row.body, got, exists, err, row.want, row.exists)
		}
	}
}

// The retries of a Client with the SDK's own retryer, which waits between them.
func TestAThrottledLookupIsRepeated(t *testing.T) {
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		if requests++; requests < 5 { // more than the SDK makes by default
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"ThrottlingException","message":"Rate exceeded"}`)
			return
		}
		_, _ = io.WriteString(w, `{"status":"RUNNING"}`)
	}))
	t.Cleanup(server.Close)
	retryer := patient{aws.NopRetryer{}}
	w := workflow.New(sfn.New(sfn.Options{
		Region: "eu-central-1", BaseEndpoint: &server.URL, Retryer: retryer,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	}), "arn:orders")
	if _, exists, err := w.Execution(t.Context(), "a"); !exists || err != nil {
		t.Errorf("Execution after %d requests = %v, %v, want it found in the fifth", requests, exists, err)
	}
}

// patient retries every error at once, three times by default.
type patient struct{ aws.NopRetryer }

func (patient) IsErrorRetryable(error) bool                  { return true }
func (patient) MaxAttempts() int                             { return 3 }
func (patient) RetryDelay(int, error) (time.Duration, error) { return 0, nil }
func (patient) GetInitialToken() func(error) error           { return func(error) error { return nil } }
func (patient) GetRetryToken(context.Context, error) (func(error) error, error) {
	return func(error) error { return nil }, nil
}
