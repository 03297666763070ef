package cost

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
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
