package requestlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
)

// service is a fake of AWS: it gives its answers in turn, the last one from then on,
// and keeps the requests' bodies.
type service struct {
	answers []answer
	bodies  []string
}

type answer struct {
	status int // 0 for no answer
	body   string
}

func (s *service) Do(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	s.bodies = append(s.bodies, string(body))
	next := s.answers[min(len(s.bodies), len(s.answers))-1]
	if next.status == 0 {
		return nil, errors.New("connection reset")
	}
	return &http.Response{StatusCode: next.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(next.body))}, nil
}

func (s *service) config() aws.Config {
	return aws.Config{
		Region: "eu-west-1", HTTPClient: s, Credentials: credentials.NewStaticCredentialsProvider("key", "secret", ""),
		Retryer: func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
			})
		},
	}
}

const (
	secret = "do-not-log-this"
	get    = `{"Item": {"id": {"S": "` + secret + `"}}, "ConsumedCapacity": {"TableName": "t", "CapacityUnits": 1.5}}`
	write  = `{"ConsumedCapacity": [{"CapacityUnits": 4}, {"CapacityUnits": 2}]}`
	failed = `{"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "message": "` + secret + `"}`
	broken = `{"__type": "InternalServerError", "message": "` + secret + `"}`
)

var key = map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: secret}}

func getItem(t *testing.T, cfg aws.Config) error {
	_, err := dynamodb.NewFromConfig(cfg).GetItem(t.Context(), &dynamodb.GetItemInput{TableName: new("t"), Key: key})
	return err
}

func transact(t *testing.T, cfg aws.Config) error {
	_, err := dynamodb.NewFromConfig(cfg).TransactWriteItems(t.Context(), &dynamodb.TransactWriteItemsInput{
		TransactItems: []types.TransactWriteItem{{Put: &types.Put{TableName: new("t"), Item: key}}},
	})
	return err
}

func update(t *testing.T, cfg aws.Config) error {
	_, err := dynamodb.NewFromConfig(cfg).UpdateItem(t.Context(), &dynamodb.UpdateItemInput{TableName: new("t"), Key: key})
	return err
}

func sendTaskSuccess(t *testing.T, cfg aws.Config) error {
	_, err := sfn.NewFromConfig(cfg).SendTaskSuccess(t.Context(), &sfn.SendTaskSuccessInput{TaskToken: new(secret), Output: new(secret)})
	return err
}

func TestEachAttemptLogsALine(t *testing.T) {
	for name, row := range map[string]struct {
		answers []answer
		send    func(*testing.T, aws.Config) error
		want    []Line
	}{
		"a read":        {[]answer{{200, get}}, getItem, []Line{{Service: "DynamoDB", Operation: "GetItem", Attempt: 1, ReadUnits: 1.5}}},
		"a transaction": {[]answer{{200, write}}, transact, []Line{{Service: "DynamoDB", Operation: "TransactWriteItems", Attempt: 1, WriteUnits: 6}}},
		"a refusal": {[]answer{{400, failed}}, update, []Line{
			{Service: "DynamoDB", Operation: "UpdateItem", Attempt: 1, Error: "ConditionalCheckFailedException"}}},
		"a retry after an error": {[]answer{{500, broken}, {200, get}}, getItem, []Line{
			{Service: "DynamoDB", Operation: "GetItem", Attempt: 1, Error: "InternalServerError"},
			{Service: "DynamoDB", Operation: "GetItem", Attempt: 2, ReadUnits: 1.5}}},
		"a retry after no answer": {[]answer{{0, ""}, {200, get}}, getItem, []Line{
			{Service: "DynamoDB", Operation: "GetItem", Attempt: 1, Error: NoAnswer},
			{Service: "DynamoDB", Operation: "GetItem", Attempt: 2, ReadUnits: 1.5}}},
		"another service": {[]answer{{200, "{}"}}, sendTaskSuccess, []Line{{Service: "SFN", Operation: "SendTaskSuccess", Attempt: 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			cfg := (&service{answers: row.answers}).config()
			Enable(&cfg, &log)
			_ = row.send(t, cfg)
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log leaks a body: %s", log.String())
			}
			got := strings.SplitAfter(strings.TrimSuffix(log.String(), "\n"), "\n")
			if len(got) != len(row.want) {
				t.Fatalf("got %d lines, want %d: %s", len(got), len(row.want), log.String())
			}
			for i, want := range row.want {
				want.Level, want.Message = "INFO", Message
				var line Line
				if err := json.Unmarshal([]byte(got[i]), &line); err != nil || line != want {
					t.Errorf("line %d = %+v (%v), want %+v", i+1, line, err, want)
				}
			}
		})
	}
}

func TestALineHasTheInvocationsRequestID(t *testing.T) {
	ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "invocation-7"})
	if got := newLine(ctx, nil, nil).RequestID; got != "invocation-7" {
		t.Errorf("RequestID = %q, want invocation-7", got)
	}
}

func TestOnlyEnableAsksForConsumedCapacity(t *testing.T) {
	for name, row := range map[string]struct {
		send func(*testing.T, aws.Config) error
		want bool
	}{"a read": {getItem, true}, "a transaction": {transact, true}, "another service": {sendTaskSuccess, false}} {
		t.Run(name, func(t *testing.T) {
			for _, on := range []bool{false, true} {
				aws := &service{answers: []answer{{200, "{}"}}}
				cfg := aws.config()
				if on {
					Enable(&cfg, io.Discard)
				}
				if err := row.send(t, cfg); err != nil {
					t.Fatal(err)
				}
				asked := strings.Contains(aws.bodies[0], `"ReturnConsumedCapacity":"TOTAL"`)
				if want := on && row.want; asked != want {
					t.Errorf("log on = %v: the request asks for capacity = %v, want %v: %s", on, asked, want, aws.bodies[0])
				}
			}
		})
	}
}

// The caller may send its input again.
func TestTheCallersInputIsNotChanged(t *testing.T) {
	cfg := (&service{answers: []answer{{200, get}}}).config()
	Enable(&cfg, io.Discard)
	input := &dynamodb.GetItemInput{TableName: new("t"), Key: key}
	if _, err := dynamodb.NewFromConfig(cfg).GetItem(t.Context(), input); err != nil {
		t.Fatal(err)
	}
	if input.ReturnConsumedCapacity != "" {
		t.Errorf("the caller's input asks for capacity %q, want it untouched", input.ReturnConsumedCapacity)
	}
}
