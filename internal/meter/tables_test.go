package meter

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// shelf is a DynamoDB with one table, orders, that has the key id and an index
// by state. Its items have a state each.
type shelf map[string]string

func (s shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Key struct{ ID struct{ S string } }
	}
	_ = json.NewDecoder(r.Body).Decode(&asked)
	answer := `{}`
	if state, ok := s[asked.Key.ID.S]; ok {
		answer = fmt.Sprintf(`{"Item": {"id": {"S": %q}, "state": {"S": %q}}}`, asked.Key.ID.S, state)
	}
	if r.Header.Get("X-Amz-Target") == "DynamoDB_20120810.DescribeTable" {
		answer = `{"Table": {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "GlobalSecondaryIndexes": [
			{"KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}]}}`
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	_, _ = io.WriteString(w, answer)
}

func (s shelf) tables(t *testing.T) *tables {
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return &tables{client: dynamodb.New(dynamodb.Options{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	})}
}

func TestARequestCostsWhatItDoesToItsItems(t *testing.T) {
	write := func(n float64) Units { return Units{Write: n, WriteAtMost: n} }
	for name, row := range map[string]struct {
		operation, body string
		becomes         shelf // what the request changes
		want            Units
	}{
		"a consistent read": {"GetItem", `{"TableName": "orders", "Key": {"id": {"S": "a"}}, "ConsistentRead": true}`, nil, Units{Read: 1}},
		"another read":      {"GetItem", `{"TableName": "orders", "Key": {"id": {"S": "a"}}}`, nil, Units{Read: 0.5}},
		"many reads": {"BatchGetItem",
			`{"RequestItems": {"orders": {"Keys": [{"id": {"S": "a"}}, {"id": {"S": "none"}}], "ConsistentRead": true}}}`, nil, Units{Read: 2}},
		"a new item":            {"PutItem", `{"TableName": "orders", "Item": {"id": {"S": "b"}, "n": {"N": "1"}}}`, shelf{"b": "READY"}, write(2)},
		"another state":         {"UpdateItem", `{"TableName": "orders", "Key": {"id": {"S": "a"}}}`, shelf{"a": "READY"}, write(3)},
		"a condition, not met":  {"UpdateItem", `{"TableName": "orders", "Key": {"id": {"S": "a"}}}`, nil, write(1)},
		"nothing to be deleted": {"DeleteItem", `{"TableName": "orders", "Key": {"id": {"S": "none"}}}`, nil, write(1)},
		"a transaction": {"TransactWriteItems", `{"TransactItems": [
			{"Put": {"TableName": "orders", "Item": {"id": {"S": "b"}}}},
			{"ConditionCheck": {"TableName": "orders", "Key": {"id": {"S": "a"}}}}]}`, shelf{"b": "READY"}, write(2 + 1 + 2)},
	} {
		t.Run(name, func(t *testing.T) {
			s := shelf{"a": "QUEUED"}
			cost, err := s.tables(t).look(t.Context(), row.operation, []byte(row.body))
			if err != nil {
				t.Fatal(err)
			}
			for id, state := range row.becomes {
				s[id] = state
			}
			if got, err := cost(t.Context()); err != nil || got != row.want {
				t.Errorf("it costs %+v (%v), want %+v", got, err, row.want)
			}
		})
	}
}

func TestARequestWithoutARuleIsAnError(t *testing.T) {
	for _, operation := range []string{"Query", "BatchWriteItem"} {
		if _, err := (shelf{}).tables(t).look(t.Context(), operation, []byte(`{}`)); err == nil {
			t.Errorf("a %s costs something, want an error", operation)
		}
	}
	if _, err := (shelf{}).tables(t).look(t.Context(), "GetItem", []byte(`{"TableName": "orders", "Key": {}}`)); err == nil {
		t.Error("an item without a key can be looked at, want an error")
	}
}
