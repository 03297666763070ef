package meter

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// emulated starts a service, and a Proxy in front of it.
func emulated(t *testing.T, service http.HandlerFunc) *Proxy {
	t.Helper()
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	p, err := NewProxy()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	if err := p.Aim(server.URL); err != nil {
		t.Fatal(err)
	}
	return p
}

// ask sends a request as a function's SDK does.
func ask(t *testing.T, p *Proxy, target, attempt string) (status int, answer string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, p.URL+"/", strings.NewReader(`{"TableName":"orders"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Target", target)
	request.Header.Set("Amz-Sdk-Request", "attempt="+attempt+"; max=3")
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=ASIA42/20261122/us-east-1/dynamodb/aws4_request, "+
		"SignedHeaders=host;x-amz-date, Signature=f00")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestTheProxyPassesARequestOnAsItIs(t *testing.T) {
	var host, signature, body string
	var more http.Header
	p := emulated(t, func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		host, signature, body, more = r.Host, r.Header.Get("Authorization"), string(text), r.Header
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type":"ConditionalCheckFailedException"}`)
	})
	for name, watch := range map[string]Watch{
		"watched":   func(Sent) func(int) { return nil },
		"unwatched": nil,
	} {
		t.Run(name, func(t *testing.T) {
			p.Watch(watch)
			status, answer := ask(t, p, "DynamoDB_20120810.UpdateItem", "1")
			if want := strings.TrimPrefix(p.URL, "http://"); host != want || !strings.HasSuffix(signature, "Signature=f00") {
				t.Errorf("the service sees the host %s and %q, want %s, which was signed", host, signature, want)
			}
			if body != `{"TableName":"orders"}` || more.Get("X-Forwarded-For") != "" {
				t.Errorf("the service sees %s and %v, want what was sent and no more", body, more)
			}
			if status != http.StatusBadRequest || answer != `{"__type":"ConditionalCheckFailedException"}` {
				t.Errorf("the function gets %d %s, want what the service answered", status, answer)
			}
		})
	}
}

func TestTheProxyShowsWhatWasAsked(t *testing.T) {
	p := emulated(t, func(http.ResponseWriter, *http.Request) {})
	var seen Sent
	p.Watch(func(s Sent) func(int) { seen = s; return nil })
	for name, row := range map[string]struct {
		target, attempt    string
		service, operation string
		retry              bool
	}{
		"to a table":       {"DynamoDB_20120810.TransactWriteItems", "1", DynamoDB, "TransactWriteItems", false},
		"to a table again": {"DynamoDB_20120810.GetItem", "2", DynamoDB, "GetItem", true},
		"to an execution":  {"AWSStepFunctions.SendTaskSuccess", "1", StepFunctions, "SendTaskSuccess", false},
		"to a bus":         {"AWSEvents.PutEvents", "1", EventBridge, "PutEvents", false},
		"to another":       {"AmazonSQS.SendMessage", "1", "AmazonSQS", "SendMessage", false},
		"to none":          {"", "1", "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			ask(t, p, row.target, row.attempt)
			if seen.Service != row.service || seen.Operation != row.operation || seen.Retry != row.retry ||
				seen.Key != "ASIA42" || string(seen.Body) != `{"TableName":"orders"}` {
				t.Errorf("saw %+v of %s, want %+v", seen, seen.Body, row)
			}
		})
	}
}

func TestTheWatcherKnowsTheAnswerBeforeTheFunction(t *testing.T) {
	p := emulated(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	var told int
	p.Watch(func(Sent) func(int) { return func(status int) { told = status } })
	if status, _ := ask(t, p, "DynamoDB_20120810.GetItem", "1"); told != http.StatusTeapot || status != told {
		t.Errorf("the watcher was told %d and the function %d, want %d", told, status, http.StatusTeapot)
	}
}

func TestAServiceThatIsGoneIsABadGateway(t *testing.T) {
	p, err := NewProxy()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if status, _ := ask(t, p, "DynamoDB_20120810.GetItem", "1"); status != http.StatusBadGateway {
		t.Errorf("without a target, the function gets %d, want 502", status)
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	if err := p.Aim(gone.URL); err != nil {
		t.Fatal(err)
	}
	told := 0
	p.Watch(func(Sent) func(int) { return func(status int) { told = status } })
	if status, _ := ask(t, p, "DynamoDB_20120810.GetItem", "1"); status != http.StatusBadGateway || told != status {
		t.Errorf("the watcher was told %d and the function %d, want 502", told, status)
	}
}
