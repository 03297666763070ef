package live

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

func TestAnIdleCheckIsSentWithADelay(t *testing.T) {
	var sent struct {
		QueueURL     string `json:"QueueUrl"`
		MessageBody  string
		DelaySeconds int
	}
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			t.Errorf("request: %v", err)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"MessageId":"m-1"}`)
	}))
	defer server.Close()
	t.Setenv(envvar.IdleQueueURL, server.URL+"/idle")
	queue := idleFromEnvironment(aws.Config{Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{},
		Retryer: func() aws.Retryer { return aws.NopRetryer{} }})

	must(t, queue.CheckLater(t.Context(), "a="))
	if want := `{"connectionId":"a="}`; sent.MessageBody != want || sent.DelaySeconds != 10 || sent.QueueURL != server.URL+"/idle" {
		t.Errorf("the message is %+v, want %s after 10 seconds", sent, want)
	}
	status = http.StatusForbidden
	if err := queue.CheckLater(t.Context(), "a="); err == nil {
		t.Error("CheckLater has no error if the queue refuses the message")
	}
}
