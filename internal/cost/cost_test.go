package cost

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// Log lines of functions on AWS (JSON) and in the emulator (text), and the request
// lines, which are the same on both.
const (
	answeredJSON = `{"timestamp":"2026-01-02T03:04:05Z","level":"INFO","message":"answered","gatewayRequestId":"g","orderId":"order-1","status":201,"requestId":"in-1"}`
	answeredText = `timestamp=2026-01-02T03:04:05Z level=INFO message=answered gatewayRequestId=g orderId=order-1 status=201 requestId=in-1`
	reportJSON   = `{"time":"2026-01-02T03:04:05Z","type":"platform.report","record":{"requestId":"in-1","metrics":{"durationMs":499.1,"billedDurationMs":500,"memorySizeMB":256,"maxMemoryUsedMB":30},"status":"success"}}`
	reportText   = "REPORT RequestId: in-1\tDuration: 499.10 ms\tBilled Duration: 500 ms\tMemory Size: 256 MB\tMax Memory Used: 30 MB"
	startJSON    = `{"time":"2026-01-02T03:04:05Z","type":"platform.start","record":{"requestId":"in-1","version":"$LATEST"}}`
	startText    = "START RequestId: in-1 Version: $LATEST"
	get          = `{"level":"INFO","message":"request","requestId":"in-1","service":"DynamoDB","operation":"GetItem","attempt":1,"readUnits":1.5}`
	refused      = `{"level":"INFO","message":"request","requestId":"in-1","service":"DynamoDB","operation":"UpdateItem","attempt":1,"error":"ThrottlingException"}`
	again        = `{"level":"INFO","message":"request","requestId":"in-1","service":"DynamoDB","operation":"UpdateItem","attempt":2,"writeUnits":3}`
	broken       = `{"level":"INFO","message":"request","requestId":"in-1","service":"DynamoDB","operation":"GetItem","attempt":1,"error":"NoAnswer"}`
	put          = `{"level":"INFO","message":"request","requestId":"in-1","service":"EventBridge","operation":"PutEvents","attempt":1}`
)

func TestLogLinesAddUpToAnOrdersCounts(t *testing.T) {
	want := Counts{Invocations: 1, Requests: 3, ReadUnits: 1.5, WriteUnits: 3}
	for name, row := range map[string]struct {
		lines []string
		want  Counts
	}{
		"on AWS":          {[]string{startJSON, get, refused, again, put, answeredJSON, reportJSON}, want},
		"in the emulator": {[]string{startText, get, refused, again, put, answeredText, reportText}, want},
		"in any order":    {[]string{reportJSON, answeredJSON, put, again, refused, get, startJSON}, want},
		"a repeated event": {[]string{get, answeredJSON, reportJSON, get, answeredJSON, reportJSON},
			Counts{Invocations: 2, Requests: 2, ReadUnits: 3}},
		"a broken connection": {[]string{broken, get, refused, again, put, answeredJSON, reportJSON}, want},
		"no order ID":         {[]string{get, reportJSON}, Counts{}},
	} {
		t.Run(name, func(t *testing.T) {
			all, order := invocations{}, Order{}
			for _, line := range row.lines {
				all.read("customer", line)
			}
			all.addTo(map[string]*Order{"order-1": &order})
			if order.Counts != row.want {
				t.Errorf("got %+v, want %+v", order.Counts, row.want)
			}
			if want := 0.125 * float64(row.want.Invocations); order.GigabyteSeconds != want {
				t.Errorf("got %v GB-seconds, want %v", order.GigabyteSeconds, want)
			}
		})
	}
}

func TestOtherOrdersAreNotCounted(t *testing.T) {
	all, order := invocations{}, Order{}
	for _, line := range []string{get, strings.Replace(answeredJSON, "order-1", "order-2", 1), reportJSON} {
		all.read("customer", line)
	}
	all.addTo(map[string]*Order{"order-1": &order})
	if order.Counts != (Counts{}) {
		t.Errorf("got %+v from the log of another order, want nothing", order.Counts)
	}
}

func TestARequestHasItsSenderErrorAndRetry(t *testing.T) {
	all, order := invocations{}, Order{}
	for _, line := range []string{refused, again, answeredJSON, reportJSON} {
		all.read("tracker", line)
	}
	all.addTo(map[string]*Order{"order-1": &order})
	want := []Request{
		{From: "tracker", Service: "DynamoDB", Operation: "UpdateItem", Error: "ThrottlingException"},
		{From: "tracker", Service: "DynamoDB", Operation: "UpdateItem", Retry: true, WriteUnits: 3},
	}
	if !slices.Equal(order.All, want) {
		t.Errorf("got %+v, want %+v", order.All, want)
	}
}

// Log lines of the function that sends the live updates.
const (
	connects   = `{"level":"INFO","message":"a client connects","connectionId":"c-1=","requestId":"in-1"}`
	subscribed = `{"level":"INFO","message":"subscribed a client","connectionId":"c-1=","channel":"order","orderId":"order-1","requestId":"in-2"}`
	sending    = `{"level":"INFO","message":"sending a change","orderId":"order-1","state":"READY","version":6,"requestId":"in-3"}`
	stranger   = `{"level":"INFO","message":"a client connects","connectionId":"c-2=","requestId":"in-4"}`
	enqueue    = `{"level":"INFO","message":"request","requestId":"in-1","service":"SQS","operation":"SendMessage","attempt":1}`
	subscriber = `{"level":"INFO","message":"request","requestId":"in-3","service":"DynamoDB","operation":"Query","attempt":1,"readUnits":0.5}`
)

func report(id string) string { return strings.Replace(reportJSON, "in-1", id, 1) }

func TestLiveUpdatesAreCountedApart(t *testing.T) {
	all, order := invocations{}, Order{}
	for _, line := range []string{connects, enqueue, report("in-1"), subscribed, report("in-2"), sending, subscriber, report("in-3"), stranger, report("in-4")} {
		all.read("live", line)
	}
	all.addTo(map[string]*Order{"order-1": &order})
	want := Counts{Live: Live{Invocations: 3, Requests: 1, ReadUnits: 0.5, QueueRequests: 3}}
	if order.Counts != want {
		t.Errorf("got %+v, want %+v", order.Counts, want)
	}
	if order.WithoutLive() != (Counts{}) {
		t.Errorf("without live updates, got %+v, want nothing", order.WithoutLive())
	}
}

func TestMessagesAreBilledInUnits(t *testing.T) {
	for size, want := range map[int]int{1: 1, 32 << 10: 1, 32<<10 + 1: 2, 100 << 10: 4} {
		w := new(watchers)
		if w.count(client.Update{Text: strings.Repeat("x", size)}); w.messages != want {
			t.Errorf("a message of %d bytes counts as %d, want %d", size, w.messages, want)
		}
	}
}

func TestThePageIsLoadedWithItsFiles(t *testing.T) {
	loaded := map[string]bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		loaded[r.URL.Path] = true
		fmt.Fprint(w, `<link rel="stylesheet" href="./assets/a-1.css"><script src="assets/b-2.js"></script><a href="https://example.com/">`)
	}))
	defer server.Close()
	requests, err := loadPage(t.Context(), server.URL)
	if err != nil || requests != 4 || !loaded["/"] || !loaded["/config.json"] || !loaded["/assets/a-1.css"] || !loaded["/assets/b-2.js"] {
		t.Errorf("loadPage = %d, %v, after %v, want the page, two files and its configuration", requests, err, loaded)
	}
}

func entered(state string) types.HistoryEvent {
	return types.HistoryEvent{StateEnteredEventDetails: &types.StateEnteredEventDetails{Name: &state}}
}

func scheduled(resourceType, resource string) types.HistoryEvent {
	return types.HistoryEvent{TaskScheduledEventDetails: &types.TaskScheduledEventDetails{ResourceType: &resourceType, Resource: &resource}}
}

func TestAHistoryYieldsTransitionsAndRequests(t *testing.T) {
	e := newExecution([]types.HistoryEvent{
		entered("Read"), scheduled("dynamodb", "getItem"),
		entered("IsOpen"),
		entered("List"), scheduled("aws-sdk:sfn", "listExecutions"),
		entered("Count"), scheduled("states", "arn:aws:states:::dynamodb:updateItem"), scheduled("states", "arn:aws:states:::dynamodb:updateItem"),
		entered("Wait"), scheduled("events", "putEvents.waitForTaskToken"),
	})
	if e.transitions != 6 {
		t.Errorf("got %d transitions, want 5 states and 1 retry", e.transitions)
	}
	want := []Request{
		{From: "workflow, Read", Service: "DynamoDB", Operation: "GetItem", ReadUnits: 1},
		{From: "workflow, List", Service: "SFN", Operation: "ListExecutions"},
		{From: "workflow, Count", Service: "DynamoDB", Operation: "UpdateItem", WriteUnits: 1},
		{From: "workflow, Count", Service: "DynamoDB", Operation: "UpdateItem", WriteUnits: 1, Retry: true},
		{From: "workflow, Wait", Service: "EventBridge", Operation: "PutEvents"},
	}
	if !slices.Equal(e.requests, want) {
		t.Errorf("got %+v, want %+v", e.requests, want)
	}
}

func TestOverListsTheCountsAboveTheBudget(t *testing.T) {
	if over := Budget.Over(Budget); over != nil {
		t.Errorf("Over(Budget) of the budget itself = %q, want none", over)
	}
	more := Budget
	more.Events++
	if got, want := more.Over(Budget), []string{"6 events, over the budget of 5"}; !slices.Equal(got, want) {
		t.Errorf("Over = %q, want %q", got, want)
	}
}
