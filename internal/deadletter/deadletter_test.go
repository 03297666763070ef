package deadletter

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	streams "github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

const (
	tracker  = "arn:aws:lambda:eu-central-1:123456789012:function:CoffeeShop-dev-Tracker"
	logGroup = "arn:aws:logs:eu-central-1:123456789012:log-group:events"
	idle     = "arn:aws:sqs:eu-central-1:123456789012:IdleChecks"
)

func attributesFor(target string) map[string]string {
	return map[string]string{"RULE_ARN": "arn:aws:events:…", "TARGET_ARN": target, "ERROR_CODE": "NO_PERMISSIONS",
		"ERROR_MESSAGE": "not allowed to invoke it", "RETRY_ATTEMPTS": "24", "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts"}
}

func TestLettersDescribeWhatFailed(t *testing.T) {
	for _, row := range []struct {
		file               string
		attributes, system map[string]string
		want               Letter
	}{
		{"undelivered.json", attributesFor(tracker), nil,
			Letter{Function: "CoffeeShop-dev-Tracker", What: "OrderStarted", OrderID: "order-1", Error: "not allowed to invoke it", Retryable: true}},
		{"undelivered.json", attributesFor(logGroup), nil,
			Letter{Function: "events", What: "OrderStarted", OrderID: "order-1", Error: "not allowed to invoke it"}},
		{"undelivered.json", map[string]string{"TARGET_ARN": tracker, "ERROR_CODE": "E", "ERROR_MESSAGE": "bad " + taskToken[:20] + "…"}, nil,
			Letter{Function: "CoffeeShop-dev-Tracker", What: "OrderStarted", OrderID: "order-1", Error: "(message withheld, it quotes the task token)", Retryable: true}},
		{"invocation.json", nil, nil,
			Letter{Function: "CoffeeShop-dev-Tracker", What: "AwaitingCompletion", OrderID: "order-2", Error: "order order-2: the table is throttled", Retryable: true}},
		{"batch.json", nil, nil,
			Letter{Function: "CoffeeShop-dev-Live", What: "changes of orders: 2", Error: "RetryAttemptsExhausted", Retryable: true}},
		{"idle.json", nil, map[string]string{"DeadLetterQueueSourceArn": idle},
			Letter{What: "message of the queue IdleChecks", Error: "the queue's consumer failed", Retryable: true}},
		{"idle.json", nil, nil, Letter{What: "unknown message"}},
	} {
		t.Run(row.file+", "+row.want.What, func(t *testing.T) {
			f := new(fake)
			f.put(t, row.file, row.attributes, row.system)
			got := f.only(t)
			if text := fmt.Sprintf("%+v", got); strings.Contains(text, taskToken[:12]) {
				t.Errorf("%s has the task token", text)
			}
			row.want.ID, row.want.Queue, row.want.Sent = "m0", BusQueue, time.Unix(0, 0)
			got.receipt, got.retry = "", nil
			if fmt.Sprint(got) != fmt.Sprint(row.want) {
				t.Errorf("List =\n%+v, want\n%+v", got, row.want)
			}
		})
	}
}

func TestListReadsTheWholeQueueAndHidesNothing(t *testing.T) {
	f := new(fake)
	for range 5 {
		f.put(t, "invocation.json", nil, nil)
	}
	letters, err := f.shop().List(t.Context(), BusQueue)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]string, 0, 5)
	for _, l := range letters {
		got = append(got, l.ID)
	}
	if want := []string{"m0", "m1", "m2", "m3", "m4"}; !slices.Equal(got, want) || len(f.hidden) > 0 || len(f.messages) != 5 {
		t.Errorf("List = %v, and %v stay hidden, want %v and none", got, f.hidden, want)
	}
}

func TestOnlyTheFunctionThatFailedGetsTheEvent(t *testing.T) {
	f := new(fake)
	f.put(t, "undelivered.json", attributesFor(tracker), nil)
	f.put(t, "invocation.json", nil, nil)
	f.put(t, "undelivered.json", attributesFor(logGroup), nil)
	for id, err := range f.send(t) {
		if err != nil {
			t.Errorf("Send of %s: %v", id, err)
		}
	}
	var got []string
	for _, payload := range f.invoked {
		var e event
		if err := json.Unmarshal(payload, &e); err != nil || e.Detail.TaskToken != taskToken {
			t.Errorf("invoked with %s, %v, want the event with its task token", payload, err)
		}
		got = append(got, e.DetailType)
	}
	slices.Sort(got)
	if want := []string{"AwaitingCompletion", "OrderStarted"}; !slices.Equal(got, want) {
		t.Errorf("invoked with %v, want %v", got, want)
	}
	if slices.Sort(f.deleted); !slices.Equal(f.deleted, []string{"m0", "m1"}) {
		t.Errorf("deleted %v, want the two that were handled", f.deleted)
	}
}

func TestALetterThatFailsAgainStays(t *testing.T) {
	for name, sabotage := range map[string]func(*fake){
		"the function fails": func(f *fake) {
			f.answer.FunctionError, f.answer.Payload = new("Unhandled"), []byte(`{"errorMessage": "no such order `+taskToken+`"}`)
		},
		"the function is not the shop's": func(f *fake) {
			*f.messages[0].Body = strings.ReplaceAll(*f.messages[0].Body, "CoffeeShop-dev-Tracker", "SomebodyElses")
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := new(fake)
			f.put(t, "invocation.json", nil, nil)
			sabotage(f)
			err := f.send(t)["m0"]
			if err == nil || strings.Contains(err.Error(), taskToken[:12]) || len(f.messages) != 1 {
				t.Errorf("Send = %v with %d messages left, want an error without the token, and the message left", err, len(f.messages))
			}
		})
	}
}

func TestChangesAreReadFromTheStreamAgain(t *testing.T) {
	f := &fake{records: []streams.Record{record("800000000003126276361"), record("800000000003126276362"), record("800000000003126276364"), record("800000000003126276365")}}
	f.answer.Payload = []byte(`{"batchItemFailures": []}`)
	f.put(t, "batch.json", nil, nil)
	if err := f.send(t)["m0"]; err != nil || len(f.messages) != 0 {
		t.Fatalf("Send = %v with %d messages left, want it deleted", err, len(f.messages))
	}
	var got events.DynamoDBEvent
	if err := json.Unmarshal(f.invoked[0], &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Records) != 2 || got.Records[0].Change.SequenceNumber != "800000000003126276362" || got.Records[1].Change.SequenceNumber != "800000000003126276364" {
		t.Fatalf("invoked with %s, want the two changes of the batch", f.invoked[0])
	}
	first := got.Records[0]
	if first.EventSource != "aws:dynamodb" || first.EventName != "MODIFY" || first.Change.NewImage["id"].String() != "order-1" {
		t.Errorf("invoked with %s, want the record as Lambda hands it over", f.invoked[0])
	}
	nested := first.Change.NewImage["all"].Map()
	if nested["list"].List()[0].Number() != "1" || !nested["yes"].Boolean() || !nested["none"].IsNull() || string(nested["bytes"].Binary()) != "b" ||
		nested["strings"].StringSet()[0] != "s" || nested["numbers"].NumberSet()[0] != "2" || string(nested["binaries"].BinarySet()[0]) != "c" {
		t.Errorf("attributes of all types became %s", f.invoked[0])
	}
}

func record(sequence string) streams.Record {
	all := map[string]streams.AttributeValue{
		"list": &streams.AttributeValueMemberL{Value: []streams.AttributeValue{&streams.AttributeValueMemberN{Value: "1"}}},
		"yes":  &streams.AttributeValueMemberBOOL{Value: true}, "none": &streams.AttributeValueMemberNULL{Value: true},
		"bytes": &streams.AttributeValueMemberB{Value: []byte("b")}, "strings": &streams.AttributeValueMemberSS{Value: []string{"s"}},
		"numbers": &streams.AttributeValueMemberNS{Value: []string{"2"}}, "binaries": &streams.AttributeValueMemberBS{Value: [][]byte{[]byte("c")}},
	}
	return streams.Record{EventName: streams.OperationTypeModify, EventSource: new("aws:dynamodb"), Dynamodb: &streams.StreamRecord{
		SequenceNumber: &sequence,
		NewImage: map[string]streams.AttributeValue{
			"id": &streams.AttributeValueMemberS{Value: "order-1"}, "all": &streams.AttributeValueMemberM{Value: all},
		},
	}}
}

func TestChangesThatFailAgainOrAreGoneStay(t *testing.T) {
	changes := []streams.Record{record("800000000003126276362"), record("800000000003126276364")}
	for name, row := range map[string]struct {
		fake fake
		gone bool
	}{
		"the function fails":               {fake: fake{records: changes}},
		"trimmed":                          {fake: fake{gone: true}, gone: true},
		"the last change is trimmed":       {fake: fake{records: changes[:1]}, gone: true},
		"past the batch without its last ": {fake: fake{records: []streams.Record{record("9"), record("91"), record("92"), record("93")}}, gone: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := row.fake
			f.answer.Payload = []byte(`{"batchItemFailures": [{"itemIdentifier": "800000000003126276362"}]}`)
			f.put(t, "batch.json", nil, nil)
			if err := f.send(t)["m0"]; err == nil || errors.Is(err, errTrimmed) != row.gone || len(f.messages) != 1 {
				t.Errorf("Send = %v with %d messages left, want an error and the message left", err, len(f.messages))
			}
		})
	}
}

func TestChangesOfAnotherTableAreNotRead(t *testing.T) {
	f := &fake{records: []streams.Record{record("800000000003126276364")}}
	f.put(t, "batch.json", nil, nil)
	*f.messages[0].Body = strings.ReplaceAll(*f.messages[0].Body, "table/orders", "table/salaries")
	if err := f.send(t)["m0"]; err == nil || len(f.invoked) > 0 {
		t.Errorf("Send = %v and invoked %d functions, want an error and none", err, len(f.invoked))
	}
}

func TestAMessageThatSQSMovedGoesBackToItsQueue(t *testing.T) {
	f := new(fake)
	f.put(t, "idle.json", nil, map[string]string{"DeadLetterQueueSourceArn": idle})
	f.put(t, "idle.json", nil, map[string]string{"DeadLetterQueueSourceArn": idle + "OfAnother"})
	results := f.send(t)
	if results["m0"] != nil || results["m1"] == nil || len(f.messages) != 1 {
		t.Errorf("Send = %v with %d messages left, want the first sent and the other left", results, len(f.messages))
	}
	if len(f.returned) != 1 || !strings.HasPrefix(f.returned[0], `https://sqs/IdleChecks {"connectionId"`) {
		t.Errorf("returned %q, want the message to the queue it came from", f.returned)
	}
}

func TestDiscardDeletesWithoutSending(t *testing.T) {
	f := new(fake)
	f.put(t, "invocation.json", nil, nil)
	f.put(t, "idle.json", nil, nil)
	err := f.shop().Discard(t.Context(), BusQueue, map[string]bool{"m1": true}, func(Letter) {})
	if err != nil || !slices.Equal(f.deleted, []string{"m1"}) || len(f.invoked) > 0 || len(f.hidden) > 0 {
		t.Errorf("Discard = %v, deleted %v, invoked %d functions, %v hidden; want only m1 deleted", err, f.deleted, len(f.invoked), f.hidden)
	}
}
