package reference

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// TestTheBusInMoto runs the rules in moto, which differs from EventBridge: it writes the
// whole input to a log group, where EventBridge takes the line from the field message;
// it does not escape text in an input template; it accepts events of aws.states from any
// caller; and it has no retries, no dead-letter queues, and no resource policies of log
// groups.
func TestTheBusInMoto(t *testing.T) {
	b := newBus(t)
	events := workflowEvents(t)
	t.Run("the workflow puts each of its events", func(t *testing.T) {
		got, want := map[string]bool{}, map[string]bool{}
		for _, event := range events {
			got[event.DetailType] = true
		}
		for _, event := range coffee.WorkflowEvents() {
			want[event.DetailType()] = true
		}
		if !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	for _, event := range events {
		t.Run(event.DetailType, func(t *testing.T) {
			came := b.put(t, busName, event)
			expectLine(t, came.logged, event)
			expectWhole(t, came.tracked, event)
			if len(came.live)+len(came.finished) != 0 {
				t.Errorf("delivered %v, want nothing but a line of the log and the tracker's event", came)
			}
			if _, err := coffee.DecodeEvent(event.DetailType, event.Detail); err != nil {
				t.Errorf("the tracker cannot read %s: %v", event.Detail, err)
			}
		})
	}
	for _, event := range staffEvents(t) {
		t.Run(event.DetailType, func(t *testing.T) {
			came := b.put(t, busName, event)
			expectLine(t, came.logged, event)
			if len(came.tracked) != 0 {
				t.Errorf("the tracker got %q, want nothing", came.tracked)
			}
			if news[event.DetailType] {
				expectWhole(t, came.live, event)
			} else if len(came.live) != 0 {
				t.Errorf("the live updates got %q, want nothing: they follow the orders table", came.live)
			}
		})
	}
	t.Run("only events without a token are archived", func(t *testing.T) { testArchive(t, b, events) })
	t.Run("ended executions", func(t *testing.T) { testEnded(t, b) })
	t.Run("unrelated events", func(t *testing.T) { testOthers(t, b, events) })
}

// expectLine compares the log with the one line expected for the event: the whole event
// if it carries no token, otherwise its fields that are numbers or text.
func expectLine(t *testing.T, logged []string, event envelope) {
	t.Helper()
	if len(logged) != 1 {
		t.Fatalf("the log has %q, want one line", logged)
	}
	if strings.Contains(logged[0], taskToken) {
		t.Errorf("the log has %s, want no task token", logged[0])
	}
	detail := value(string(event.Detail)).(object)
	got, want := value(logged[0]).(object), object{"detail-type": event.DetailType}
	if detail[coffee.TaskTokenField] == nil {
		want["source"], want["detail"] = event.Source, detail
	} else {
		if _, ok := got["timestamp"].(float64); !ok {
			t.Errorf("the line has the timestamp %v, want a number", got["timestamp"])
		}
		got = value(got["message"].(string)).(object)
		maps.Copy(want, detail)
		delete(want, coffee.TaskTokenField)
		delete(want, "order")
	}
	if id, _ := got["id"].(string); len(id) != len("00000000-0000-0000-0000-000000000000") {
		t.Errorf("the line has the id %q, want that of the event", id)
	}
	for _, others := range []string{"id", "region", "resources", "version", "time"} {
		if want[others] == nil {
			delete(got, others)
		}
	}
	synth.Equal(t, "line", got, want)
}

// news has the events that the live updates tell the pages.
var news = map[string]bool{
	coffee.ShopStatusChanged{}.DetailType(): true,
	coffee.MenuChanged{}.DetailType():       true,
	coffee.HoursChanged{}.DetailType():      true,
	coffee.SettingsChanged{}.DetailType():   true,
}

// expectWhole checks that a function got the whole event, once.
func expectWhole(t *testing.T, delivered []string, event envelope) {
	t.Helper()
	if len(delivered) != 1 {
		t.Fatalf("the function got %q, want one event", delivered)
	}
	got := value(delivered[0]).(object)
	want := object{"source": event.Source, "detail-type": event.DetailType, "detail": event.Detail}
	synth.Equal(t, "event", object{"source": got["source"], "detail-type": got["detail-type"], "detail": got["detail"]}, value(synth.Lines(want)))
}

func testArchive(t *testing.T, b *bus, events []envelope) {
	for _, event := range append(staffEvents(t), events...) {
		before := b.archived(t)
		b.put(t, busName, event)
		carries := strings.Contains(string(event.Detail), taskToken)
		if got := b.archived(t) > before; got == carries {
			t.Errorf("%s is archived: %t, want %t", event.DetailType, got, !carries)
		}
	}
}

// testEnded puts status events of executions on the account's default bus.
func testEnded(t *testing.T, b *bus) {
	for status, want := range map[string]bool{
		"FAILED": true, "TIMED_OUT": true, "ABORTED": true,
		"RUNNING": false, "SUCCEEDED": false, "PENDING_REDRIVE": false,
	} {
		t.Run(status, func(t *testing.T) {
			event := statusEvent(machineARN, status)
			came := b.put(t, "default", event)
			if want {
				expectWhole(t, came.finished, event)
				came.finished = nil
			}
			if len(came.logged)+len(came.tracked)+len(came.finished) != 0 {
				t.Errorf("delivered %v, want nothing else", came)
			}
		})
	}
}

// testOthers puts events that neither the log, the tracker nor the janitor must get.
func testOthers(t *testing.T, b *bus, events []envelope) {
	type stray struct {
		bus   string
		event envelope
	}
	strays := map[string]stray{
		"an execution of another machine":    {"default", statusEvent(machineARN+"-2", "FAILED")},
		"an execution's end on the shop bus": {busName, statusEvent(machineARN, "FAILED")},
		"the same status of another service": {"default", envelope{"aws.batch", "Batch Job State Change", json.RawMessage(`{"status": "FAILED"}`)}},
	}
	for _, event := range events {
		strays[event.DetailType+" on the default bus"] = stray{"default", event}
		another := event
		another.Source = "another-shop"
		strays[event.DetailType+" of another shop"] = stray{busName, another}
	}
	for name, stray := range strays {
		if came := b.put(t, stray.bus, stray.event); len(came.logged)+len(came.tracked)+len(came.finished) != 0 {
			t.Errorf("%s: delivered %v, want nothing", name, came)
		}
	}
}
