package coffee_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestDecodeEventReturnsWhatWasEncoded(t *testing.T) {
	for _, want := range samples() {
		t.Run(want.DetailType(), func(t *testing.T) {
			got, err := coffee.DecodeEvent(want.DetailType(), encode(t, want))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("DecodeEvent(%s) = %+v, %v, want %+v", want.DetailType(), got, err, want)
			}
		})
	}
}

// undecodable lists events that DecodeEvent refuses. Each contains a task token,
// which must not appear in the error.
var undecodable = []struct {
	name, detailType, detail string
	// want is nil for a malformed event.
	want error
}{
	{"an unknown name", "OrderAdmired",
		`{"version":1,"time":"2026-11-22T12:00:00Z","orderId":"order-42","taskToken":"FAKE-TASK-TOKEN"}`, coffee.ErrUnknownEvent},
	{"no name", "",
		`{"version":1,"time":"2026-11-22T12:00:00Z","orderId":"order-42","taskToken":"FAKE-TASK-TOKEN"}`, coffee.ErrUnknownEvent},
	{"a later version", "OrderStarted",
		`{"version":2,"time":"2026-11-22T12:00:00Z","orderId":"order-42","taskToken":"FAKE-TASK-TOKEN"}`, coffee.ErrUnknownVersion},
	{"a later version with other fields", "OrderStarted",
		`{"version":2,"token":"FAKE-TASK-TOKEN"}`, coffee.ErrUnknownVersion},
	{"no version", "OrderStarted",
		`{"time":"2026-11-22T12:00:00Z","orderId":"order-42","taskToken":"FAKE-TASK-TOKEN"}`, coffee.ErrUnknownVersion},
	{"not JSON", "OrderStarted",
		`FAKE-TASK-TOKEN`, nil},
	{"truncated JSON", "OrderStarted",
		`{"version":1,"taskToken":"FAKE-TASK-TOKEN`, nil},
	{"a JSON list", "OrderStarted",
		`["FAKE-TASK-TOKEN"]`, nil},
	{"no order id", "OrderStarted",
		`{"version":1,"time":"2026-11-22T12:00:00Z","taskToken":"FAKE-TASK-TOKEN"}`, nil},
	{"no time", "OrderStarted",
		`{"version":1,"orderId":"order-42","taskToken":"FAKE-TASK-TOKEN"}`, nil},
	{"a time that is not a date", "OrderStarted",
		`{"version":1,"time":"FAKE-TASK-TOKEN","orderId":"order-42"}`, nil},
	{"an order id that is a number", "OrderStarted",
		`{"version":1,"time":"2026-11-22T12:00:00Z","orderId":42,"taskToken":"FAKE-TASK-TOKEN"}`, nil},
	{"a task token that is a list", "OrderStarted",
		`{"version":1,"time":"2026-11-22T12:00:00Z","orderId":"order-42","taskToken":["FAKE-TASK-TOKEN"]}`, nil},
	{"an order number that is a string", "AwaitingCompletion",
		`{"version":1,"time":"2026-11-22T12:00:00Z","orderId":"order-42","orderNumber":"FAKE-TASK-TOKEN"}`, nil},
}

func TestDecodeEventTellsUnknownEventsFromBrokenOnes(t *testing.T) {
	for _, row := range undecodable {
		t.Run(row.name, func(t *testing.T) {
			if !strings.Contains(row.detail, fakeToken) {
				t.Fatalf("the row does not contain %s, so it cannot leak", fakeToken)
			}
			event, err := coffee.DecodeEvent(row.detailType, []byte(row.detail))
			if err == nil || event != nil {
				t.Fatalf("DecodeEvent(%s) = %+v, %v, want an error and no event", row.detail, event, err)
			}
			for _, unknown := range []error{coffee.ErrUnknownEvent, coffee.ErrUnknownVersion} {
				if got, want := errors.Is(err, unknown), row.want == unknown; got != want {
					t.Errorf("DecodeEvent(%s) = %q, is %q: %v, want %v", row.detail, err, unknown, got, want)
				}
			}
			if strings.Contains(err.Error(), fakeToken) {
				t.Errorf("DecodeEvent(%s) = %q, want no task token in it", row.detail, err)
			}
		})
	}
}

func FuzzDecodeEvent(f *testing.F) {
	for _, event := range samples() {
		f.Add(event.DetailType(), encode(f, event))
	}
	for _, row := range undecodable {
		f.Add(row.detailType, []byte(row.detail))
	}
	f.Fuzz(func(t *testing.T, detailType string, detail []byte) {
		event, err := coffee.DecodeEvent(detailType, detail)
		if err != nil {
			if event != nil {
				t.Errorf("DecodeEvent(%q, %q) = %+v and an error, want no event", detailType, detail, event)
			}
			if strings.Contains(err.Error(), fakeToken) && !isNamed(fakeToken, detailType, detail) {
				t.Errorf("DecodeEvent(%q, %q) = %q, want no task token in it", detailType, detail, err)
			}
			return
		}
		if got := event.DetailType(); got != detailType {
			t.Errorf("DecodeEvent(%q, %q) is a %s", detailType, detail, got)
		}
		if change := coffee.ChangeOf(event); change.OrderID == "" || change.At.IsZero() {
			t.Errorf("ChangeOf(%+v) = %+v, want an order and a time", event, change)
		}
	})
}

// isNamed reports whether text is in the event's name or its order's id, neither of
// which is secret.
func isNamed(text, detailType string, detail []byte) bool {
	var head coffee.OrderDetail
	_ = json.Unmarshal(detail, &head) // fills what it can
	return strings.Contains(detailType, text) || strings.Contains(head.OrderID, text)
}
