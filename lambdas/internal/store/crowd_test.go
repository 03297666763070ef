package store_test

import (
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

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// These tests script DynamoDB's responses under concurrent requests. Package ondynamodb
// tests the rest against a real table.

const (
	theCode = "8c-3k9z-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	theID   = "order-42"
)

var at = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// answer is DynamoDB's response to one request.
type answer struct {
	operation string
	status    int
	body      string
}

// cancelled returns the response to a transaction that was cancelled for these reasons.
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
	order    = `{"id":{"S":"order-42"},"state":{"S":"QUEUED"}}`
	openShop = `{"pk":{"S":"config"},"sk":{"S":"shop"},"open":{"BOOL":true}}`
	closed   = `{"pk":{"S":"config"},"sk":{"S":"shop"},"open":{"BOOL":false}}`
	menu     = `{"pk":{"S":"config"},"sk":{"S":"menu"},"drinks":{"L":[{"M":{"id":{"S":"tea"},"available":{"BOOL":true}}}]}}`
)

func code(remaining int) string {
	return fmt.Sprintf(`{"id":{"S":"code#8c-3k9z"},"code":{"S":"%s"},"drinks":{"N":"10"},"taken":{"N":"%d"},"validUntil":{"N":"%d"}}`,
		theCode, 10-remaining, at.Add(2*time.Minute).UnixMilli())
}

// read returns the response to the read before a redemption.
func read(shop string, remaining int, orders ...string) answer {
	return answer{"BatchGetItem", http.StatusOK, fmt.Sprintf(`{"Responses":{"orders":[%s],"counter":[%s],"config":[%s,%s]},"UnprocessedKeys":{}}`,
		strings.Join(orders, ","), code(remaining), menu, shop)}
}

// script returns a Store whose requests get these responses in turn, the last one
// repeatedly, and the number of requests so far.
func script(t *testing.T, answers ...answer) (*store.Store, *int) {
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
	return store.New(aws.Config{Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{}},
		store.Tables{Orders: "orders", Counter: "counter", Config: "config"}), given
}

func TestRedeemDistinguishesReasons(t *testing.T) {
	done := answer{"TransactWriteItems", http.StatusOK, `{}`}
	full := `{"Code":"ConditionalCheckFailed","Item":` + code(0) + `}`
	some := read(openShop, 3)
	for name, row := range map[string]struct {
		answers []answer
		want    coffee.ErrorCode // empty for an order
		state   coffee.State
	}{
		"taken":                         {[]answer{some, done}, "", coffee.Requested},
		"closed":                        {[]answer{read(closed, 3)}, coffee.ShopIsClosed, ""},
		"closed and used up":            {[]answer{read(closed, 0)}, coffee.ShopIsClosed, ""},
		"used up":                       {[]answer{read(openShop, 0)}, coffee.CodeUsedUp, ""},
		"used up meanwhile":             {[]answer{some, cancelled(none, full)}, coffee.CodeUsedUp, ""},
		"expired meanwhile":             {[]answer{some, cancelled(none, broken)}, coffee.CodeUnknown, ""},
		"exists already":                {[]answer{read(closed, 0, order)}, "", coffee.Queued},
		"created meanwhile":             {[]answer{some, cancelled(exists, full)}, "", coffee.Queued},
		"a conflict, then taken":        {[]answer{some, cancelled(none, conflict), some, done}, "", coffee.Requested},
		"a conflict about the last one": {[]answer{some, cancelled(none, conflict), read(openShop, 0)}, coffee.CodeUsedUp, ""},
		"a conflict with its own repetition, which takes the last drink": {
			[]answer{some, cancelled(conflict, full), read(openShop, 0, order)}, "", coffee.Queued},
		"throttled, then taken": {[]answer{some, cancelled(none, `{"Code":"ThrottlingError"}`), some, done}, "", coffee.Requested},
	} {
		t.Run(name, func(t *testing.T) {
			s, given := script(t, row.answers...)
			got, err := s.Redeem(t.Context(), store.Redemption{Code: theCode, OrderID: theID, SecretHash: []byte("a hash"), At: at})
			if got.State != row.state || row.want == "" && err != nil || row.want != "" && coffee.CodeOf(err) != row.want {
				t.Errorf("Redeem = %+v, %v, want %s %s", got, err, row.state, row.want)
			}
			if *given != len(row.answers) {
				t.Errorf("Redeem made %d requests, want %d", *given, len(row.answers))
			}
		})
	}
}

// A scan's transaction is refused, and makes other writes refused, by the items that it
// has. So it has the order and the code, and no item of the shop.
func TestATransactionOfAScanHoldsNoItemOfTheShop(t *testing.T) {
	var held []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var transaction struct {
			TransactItems []map[string]struct{ TableName string }
		}
		_ = json.NewDecoder(r.Body).Decode(&transaction)
		for _, item := range transaction.TransactItems {
			for _, write := range item {
				held = append(held, write.TableName)
			}
		}
		if len(transaction.TransactItems) == 0 {
			_, _ = io.WriteString(w, read(openShop, 3).body)
			return
		}
		_, _ = io.WriteString(w, `{}`)
	}))
	defer server.Close()
	s := store.New(aws.Config{Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{}},
		store.Tables{Orders: "orders", Counter: "counter", Config: "config"})
	if _, err := s.Redeem(t.Context(), store.Redemption{Code: theCode, OrderID: theID, At: at}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"orders", "counter"}; !slices.Equal(held, want) {
		t.Errorf("the transaction writes to %v, want %v", held, want)
	}
}

func TestRetriesEndWithBusy(t *testing.T) {
	t.Parallel() // takes seconds
	s, given := script(t, answer{"UpdateItem", http.StatusBadRequest, `{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException"}`})
	_, err := s.Claim(t.Context(), theID, "mia", at)
	if coffee.CodeOf(err) != coffee.Busy || *given < 10 || !strings.Contains(err.Error(), "TransactionConflictException") {
		t.Errorf("Claim among conflicts = %v after %d requests, want %s and the last error after at least 10", err, *given, coffee.Busy)
	}
}

// Each try of a transaction must have a new ClientRequestToken.
func TestEachTryOfATransactionHasANewToken(t *testing.T) {
	var tokens []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, after, _ := strings.Cut(string(body), `"ClientRequestToken":"`)
		token, _, _ := strings.Cut(after, `"`)
		tokens = append(tokens, token)
		a := cancelled(none, conflict)
		if len(tokens) == 3 {
			a = answer{status: http.StatusOK, body: `{}`}
		}
		w.WriteHeader(a.status)
		_, _ = io.WriteString(w, a.body)
	}))
	defer server.Close()
	s := store.New(aws.Config{Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{}},
		store.Tables{Orders: "orders", Counter: "counter", Config: "config"})
	if err := s.PutOpen(t.Context(), true, time.Now()); err != nil {
		t.Fatal(err)
	}
	if len(tokens) != 3 || tokens[0] == "" || tokens[0] == tokens[1] || tokens[1] == tokens[2] {
		t.Errorf("three tries had the tokens %q, want three different ones", tokens)
	}
}

func TestUnprocessedKeysAreReadAgain(t *testing.T) {
	s, given := script(t,
		answer{"BatchGetItem", http.StatusOK, `{"Responses":{"orders":[{"id":{"S":"order-42"},"state":{"S":"STARTED"}}]},
			"UnprocessedKeys":{"config":{"Keys":[{"pk":{"S":"config"},"sk":{"S":"menu"}}]}}}`},
		answer{"BatchGetItem", http.StatusOK, `{"Responses":{"config":[{"drinks":{"L":[{"M":{"id":{"S":"tea"}}}]}}]},"UnprocessedKeys":{}}`})
	order, menu, err := s.OrderWithMenu(t.Context(), theID)
	if _, hasTea := menu.Drink("tea"); err != nil || order.State != coffee.Started || !hasTea || *given != 2 {
		t.Errorf("OrderWithMenu = %+v, %+v, %v after %d requests, want both after 2", order, menu, err, *given)
	}
}

// DynamoDB may quote a value in its error message.
func TestErrorsContainNoTaskToken(t *testing.T) {
	const token = "AQCEAAAAKgAAAAMAAAAAAAAAAWZha2UtdG9rZW4tZm9yLXRlc3Rz"
	for name, quoted := range map[string]string{"whole": token, "cut off": token[:20] + "...", "its end": token[30:]} {
		s, _ := script(t, answer{"UpdateItem", http.StatusBadRequest,
			`{"__type":"com.amazon.coral.validate#ValidationException","message":"Value '` + quoted + `' failed to satisfy constraint"}`})
		_, _, err := s.Apply(t.Context(), coffee.ChangeOf(coffee.OrderStarted{OrderDetail: coffee.OrderDetail{OrderID: theID}, TaskToken: token}))
		if err == nil || strings.Contains(err.Error(), quoted) || !strings.Contains(err.Error(), "ValidationException") {
			t.Errorf("Apply whose error quotes the token %s = %v, want the error code and no token", name, err)
		}
	}
	s, _ := script(t, answer{"UpdateItem", http.StatusBadRequest,
		`{"__type":"com.amazon.coral.service#AccessDeniedException","message":"may not dynamodb:UpdateItem"}`})
	_, _, err := s.Apply(t.Context(), coffee.ChangeOf(coffee.OrderStarted{OrderDetail: coffee.OrderDetail{OrderID: theID}, TaskToken: token}))
	if err == nil || !strings.Contains(err.Error(), "may not dynamodb:UpdateItem") || !strings.Contains(err.Error(), theID) {
		t.Errorf("Apply = %v, want an error with the order ID and the service's message", err)
	}
}

func TestOrderReadsEveryAttribute(t *testing.T) {
	s, _ := script(t, answer{"GetItem", http.StatusOK, `{"Item":{
		"id":{"S":"order-42"}, "state":{"S":"QUEUED"}, "since":{"N":"1795338060300"}, "expiresAt":{"N":"1803114060"},
		"requestedAt":{"N":"1795337999000"}, "startedAt":{"N":"1795338000120"}, "queuedAt":{"N":"1795338060300"}, "readyAt":{"N":"1795338120000"},
		"endedAt":{"N":"1795338180000"}, "placedAt":{"N":"1795338001000"}, "makingAt":{"N":"1795338061000"}, "collectedAt":{"N":"1795338121000"},
		"recalledAt":{"N":"1795338122000"}, "remindedAt":{"N":"1795338123000"},
		"code":{"S":"3k9z-A"}, "drinkReturnedAt":{"N":"1795338180000"}, "secretHash":{"B":"aGFzaA=="}, "salt":{"B":"c2FsdA=="},
		"barista":{"S":"mia"}, "releasedBy":{"S":"ole"}, "takenBy":{"S":"eva"}, "by":{"S":"customer"}, "unconfirmed":{"BOOL":true},
		"orderNumber":{"N":"7"}, "order":{"S":"{\"drink\":\"latte\"}"},
		"reason":{"S":"OrderFailed"}, "error":{"S":"States.Runtime"}, "cause":{"S":"no such field"},
		"customerToken":{"S":"FAKE-1"}, "baristaToken":{"S":"FAKE-2"}, "unheardOf":{"BOOL":true}}}`})
	second := func(n, milli int) time.Time {
		return at.Add(time.Duration(n)*time.Second + time.Duration(milli)*time.Millisecond)
	}
	want := store.Order{
		ID: theID, State: coffee.Queued, Since: second(60, 300), Expires: time.Date(2027, 2, 20, 9, 1, 0, 0, time.UTC),
		RequestedAt: second(-1, 0), StartedAt: second(0, 120), QueuedAt: second(60, 300), ReadyAt: second(120, 0), EndedAt: second(180, 0),
		PlacedAt: second(1, 0), MakingAt: second(61, 0), CollectedAt: second(121, 0), RecalledAt: second(122, 0), RemindedAt: second(123, 0),
		Code: "3k9z-A", DrinkReturned: true, SecretHash: []byte("hash"), Salt: []byte("salt"),
		Barista: "mia", ReleasedBy: "ole", TakenBy: "eva", By: "customer", Unconfirmed: true,
		Number: 7, Order: `{"drink":"latte"}`, Reason: "OrderFailed", Error: "States.Runtime", Cause: "no such field",
		CustomerToken: "FAKE-1", BaristaToken: "FAKE-2",
	}
	got, ok, err := s.Order(t.Context(), theID)
	if !got.Equal(want) || !ok || err != nil {
		t.Errorf("Order = %+v, %v, %v, want %+v", got, ok, err, want)
	}
}
