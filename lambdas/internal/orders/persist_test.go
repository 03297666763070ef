package orders_test

import (
	"context"
	"fmt"
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

// An emulator never tells of a conflict, so here are AWS's answers in writing.

const theCode = "8c-3k9z-ABCDEFGHIJKLMNOPQRSTUVWXYZ"

var at = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// answer is what a table says to one request.
type answer struct {
	operation string
	status    int
	body      string
}

// cancelled is the answer to a transaction that failed for those reasons.
func cancelled(reasons ...string) answer {
	return answer{"TransactWriteItems", http.StatusBadRequest,
		`{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"no","CancellationReasons":[` +
			strings.Join(reasons, ",") + `]}`}
}

const (
	none     = `{"Code":"None"}`
	conflict = `{"Code":"TransactionConflict","Message":"Transaction is ongoing for the item"}`
	broken   = `{"Code":"ConditionalCheckFailed"}`
	exists   = `{"Code":"ConditionalCheckFailed","Item":{"id":{"S":"order-42"},"state":{"S":"QUEUED"}}}`
)

var openButFull = fmt.Sprintf(`{"Code":"ConditionalCheckFailed","Item":{"open":{"BOOL":true},"fullUntil":{"N":"%d"}}}`, at.UnixMilli()+1)

func usedUp(remaining int) string {
	return fmt.Sprintf(`{"id":{"S":"code#8c-3k9z"},"code":{"S":"%s"},"drinks":{"N":"10"},"taken":{"N":"%d"},"validUntil":{"N":"%d"}}`,
		theCode, 10-remaining, at.Add(2*time.Minute).UnixMilli())
}

var (
	done      = answer{"TransactWriteItems", http.StatusOK, `{}`}
	readFull  = answer{"GetItem", http.StatusOK, `{"Item":` + usedUp(0) + `}`}
	readSome  = answer{"GetItem", http.StatusOK, `{"Item":` + usedUp(3) + `}`}
	readNone  = answer{"GetItem", http.StatusOK, `{}`}
	readOrder = answer{"GetItem", http.StatusOK, `{"Item":{"id":{"S":"order-42"},"state":{"S":"QUEUED"}}}`}
)

// script returns a Store whose table gives those answers, one after the other,
// of which the last is repeated, and how many it gave.
func script(t *testing.T, answers ...answer) (*orders.Store, *int) {
	t.Helper()
	given := new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := answers[min(*given, len(answers)-1)]
		*given++
		if got := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "DynamoDB_20120810."); got != a.operation {
			t.Errorf("request %d is %s, want %s", *given, got, a.operation)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		w.WriteHeader(a.status)
		_, _ = io.WriteString(w, a.body)
	}))
	t.Cleanup(server.Close)
	client := dynamodb.New(dynamodb.Options{
		Region: "eu-central-1", BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	})
	return orders.NewStore(client, "orders").WithCodes("counter", "config"), given
}

func TestRedeemTellsReasonsApart(t *testing.T) {
	full := `{"Code":"ConditionalCheckFailed","Item":` + usedUp(0) + `}`
	for name, row := range map[string]struct {
		answers []answer
		want    coffee.ErrorCode // empty for an order
		state   coffee.State
	}{
		"taken":                              {[]answer{done}, "", coffee.Requested},
		"closed":                             {[]answer{cancelled(none, broken, none)}, coffee.ShopIsClosed, ""},
		"full":                               {[]answer{cancelled(none, openButFull, none)}, coffee.QueueIsFull, ""},
		"closed and used up":                 {[]answer{cancelled(none, broken, full)}, coffee.ShopIsClosed, ""},
		"used up":                            {[]answer{cancelled(none, none, full)}, coffee.CodeUsedUp, ""},
		"unknown":                            {[]answer{cancelled(none, none, broken)}, coffee.CodeUnknown, ""},
		"there already":                      {[]answer{cancelled(exists, none, none)}, "", coffee.Queued},
		"there already, with the last drink": {[]answer{cancelled(exists, broken, full)}, "", coffee.Queued},
		"a conflict, then taken":             {[]answer{cancelled(none, none, conflict), readSome, done}, "", coffee.Requested},
		"a conflict while another takes the last drink": {
			[]answer{cancelled(none, none, conflict), readFull, readNone}, coffee.CodeUsedUp, ""},
		"a conflict with its own repetition": {
			[]answer{cancelled(conflict, none, full), cancelled(exists, none, full)}, "", coffee.Queued},
		"a conflict with its own repetition, which takes the last drink": {
			[]answer{cancelled(none, none, conflict), readFull, readOrder}, "", coffee.Queued},
		"throttled, then taken": {
			[]answer{cancelled(none, `{"Code":"ThrottlingError"}`, none), done}, "", coffee.Requested},
	} {
		t.Run(name, func(t *testing.T) {
			s, given := script(t, row.answers...)
			got, err := s.Redeem(t.Context(), orders.Redemption{Code: theCode, OrderID: "order-42", SecretHash: []byte("a hash"), At: at})
			if got.State != row.state || row.want == "" && err != nil || row.want != "" && coffee.CodeOf(err) != row.want {
				t.Errorf("Redeem = %+v, %v, want %s %s", got, err, row.state, row.want)
			}
			if *given != len(row.answers) {
				t.Errorf("Redeem made %d requests, want %d", *given, len(row.answers))
			}
		})
	}
}

func TestWritesGiveUpInTheEnd(t *testing.T) {
	t.Parallel() // takes seconds
	s, given := script(t, cancelled(conflict, none, none))
	_, err := s.Redeem(t.Context(), orders.Redemption{Code: theCode, OrderID: "order-42", At: at})
	if coffee.CodeOf(err) != coffee.Busy || *given < 10 {
		t.Errorf("Redeem among conflicts = %v after %d requests, want %s", err, *given, coffee.Busy)
	}
}

func TestWritesEndWithTheirRequest(t *testing.T) {
	s, _ := script(t, cancelled(conflict, none, none))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Redeem(ctx, orders.Redemption{Code: theCode, OrderID: "order-42", At: at}); err == nil {
		t.Error("Redeem went on after its request had ended")
	}
}

func TestStepsWaitForTransactions(t *testing.T) {
	s, _ := script(t,
		answer{"UpdateItem", http.StatusBadRequest, `{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","message":"no"}`},
		answer{"UpdateItem", http.StatusOK, `{"Attributes":{"id":{"S":"order-42"},"state":{"S":"MAKING"}}}`})
	if got, err := s.Claim(t.Context(), "order-42", "mia", at); err != nil || got.State != coffee.Making {
		t.Errorf("Claim during a transaction = %+v, %v, want it made afterwards", got, err)
	}
}

func TestWhatABatchLeftUndoneIsReadAgain(t *testing.T) {
	s, given := script(t,
		answer{"BatchGetItem", http.StatusOK, `{"Responses":{"orders":[{"id":{"S":"order-42"},"state":{"S":"STARTED"}}]},
			"UnprocessedKeys":{"config":{"Keys":[{"pk":{"S":"config"},"sk":{"S":"menu"}}]}}}`},
		answer{"BatchGetItem", http.StatusOK, `{"Responses":{"config":[{"drinks":{"L":[{"M":{"id":{"S":"tea"}}}]}}]},"UnprocessedKeys":{}}`})
	order, menu, err := s.GetWithMenu(t.Context(), "order-42")
	if _, hasTea := menu.Drink("tea"); err != nil || order.State != coffee.Started || !hasTea || *given != 2 {
		t.Errorf("GetWithMenu = %+v, %+v, %v after %d requests, want both after 2", order, menu, err, *given)
	}
}
