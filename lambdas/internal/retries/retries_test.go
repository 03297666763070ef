package retries_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/retries"
)

// cutOff returns a service whose answers end after some bytes of their body.
func cutOff(t *testing.T, after string) aws.Config {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte(after))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(server.Close)
	return aws.Config{
		Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{},
		Retryer: func() aws.Retryer { return aws.NopRetryer{} },
	}
}

func TestAnswersThatWereCutOffAreRetried(t *testing.T) {
	for _, after := range []string{"", "{", `{"nextToken":"a"`, `{"nextToken":"a"}`} {
		cfg := cutOff(t, after)
		_, tables := dynamodb.NewFromConfig(cfg).ListTables(t.Context(), nil)
		_, rules := eventbridge.NewFromConfig(cfg).ListRules(t.Context(), nil)
		_, machines := sfn.NewFromConfig(cfg).ListStateMachines(t.Context(), nil)
		for service, err := range map[string]error{"DynamoDB": tables, "EventBridge": rules, "Step Functions": machines} {
			if err != nil && !retries.New().IsErrorRetryable(err) {
				t.Errorf("%s: an answer cut off after %q gives %v, which is not retried", service, after, err)
			}
		}
	}
}
