package eventbus_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestEveryEventIsLoggedOnceAndWithoutItsTaskToken(t *testing.T) {
	template := synthesize(eventbus.Props{})
	for _, detailType := range append(detailTypes(), "OrderClaimed") { // which is not the workflow's
		t.Run(detailType, func(t *testing.T) {
			rules := slices.DeleteFunc(template.All(rule), func(r synth.Resource) bool { return !matches(t, r, detailType) })
			if len(rules) != 1 {
				t.Fatalf("%d rules log it, want 1", len(rules))
			}
			transformer := synth.At(rules[0].Properties, "Targets", 0, "InputTransformer")
			if got, want := transformer != nil, tokens[detailType]; got != want {
				t.Errorf("has an input transformer: %v, want %v", got, want)
			}
			for name, path := range asObject(synth.At(transformer, "InputPathsMap")) {
				if path == "$" || path == "$.detail" || strings.Contains(path.(string), coffee.TaskTokenField) {
					t.Errorf("the log gets %s from %s, want nothing with the task token", name, path)
				}
			}
		})
	}
}

func TestTheArchiveHasNoTaskToken(t *testing.T) {
	archived := synthesize(eventbus.Props{Archive: props.Day}).One(t, archive, "")
	for _, detailType := range append(detailTypes(), "OrderClaimed") {
		if got, want := matches(t, archived, detailType), !tokens[detailType]; got != want {
			t.Errorf("%s is archived: %v, want %v", detailType, got, want)
		}
	}
}

func TestALogLineIsJSONWithTheFieldsOfTheEvent(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	head := coffee.OrderDetail{Detail: coffee.Detail{Version: 1, Time: at}, OrderID: "order-1"}
	fields := map[string]any{"id": "event-1", "version": 1, "time": "2026-11-22T09:30:00Z", "orderId": "order-1"}
	for _, test := range []struct {
		event  coffee.Event
		fields map[string]any
	}{
		{coffee.OrderStarted{OrderDetail: head, TaskToken: "s3cret"}, nil},
		{coffee.AwaitingCompletion{OrderDetail: head, OrderNumber: 7, Order: json.RawMessage(`{"drink":"latte"}`), TaskToken: "s3cret"},
			map[string]any{"orderNumber": 7}},
	} {
		name := test.event.DetailType()
		t.Run(name, func(t *testing.T) {
			transformer := synth.At(synthesize(eventbus.Props{}).One(t, rule, "BusLog"+name).Properties, "Targets", 0, "InputTransformer")
			line := render(t, transformer, map[string]any{
				"id": "event-1", "time": "2026-11-22T09:30:01Z", "detail-type": name, "detail": test.event,
			})
			var entry struct {
				Timestamp time.Time
				Message   string
			}
			if err := json.Unmarshal([]byte(line), &entry); err != nil {
				t.Fatalf("got the log entry %s, want JSON: %v", line, err)
			}
			var got map[string]any
			if err := json.Unmarshal([]byte(entry.Message), &got); err != nil {
				t.Fatalf("got the message %s, want JSON: %v", entry.Message, err)
			}
			want := map[string]any{"detail-type": name}
			for _, some := range []map[string]any{fields, test.fields} {
				for field, value := range some {
					want[field] = value
				}
			}
			synth.Equal(t, "message", got, want)
			if want := at.Add(time.Second); !entry.Timestamp.Equal(want) {
				t.Errorf("got the timestamp %v, want %v", entry.Timestamp, want)
			}
		})
	}
}

// By a policy of its own: those of the account are few.
func TestOnlyTheLogsOwnRulesMayWriteToIt(t *testing.T) {
	template := synthesize(eventbus.Props{})
	if policies := template.All("AWS::Logs::ResourcePolicy"); len(policies) != 0 {
		t.Errorf("got %d of the account's policies for log groups, want none", len(policies))
	}
	group := template.One(t, "AWS::Logs::LogGroup", "").Properties
	name := synth.Text(group["LogGroupName"])
	if !strings.HasPrefix(name, "/aws/events/") {
		t.Errorf("got a log named %s, want it in /aws/events", name)
	}
	arn := "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:" + name
	var rules []any
	for _, r := range template.All(rule) {
		rules = append(rules, "${"+r.ID+".Arn}")
		if target := synth.Text(synth.At(r.Properties, "Targets", 0, "Arn")); target != arn {
			t.Errorf("%s writes to %s, want %s", r.ID, target, arn)
		}
	}
	statements := synth.At(synth.Resolve(group["ResourcePolicyDocument"]), "Statement").([]any)
	for _, statement := range statements {
		if got, want := synth.At(statement, "Resource"), arn+":*"; got != want {
			t.Errorf("got rights on %v, want %s", got, want)
		}
		if synth.At(statement, "Action") == "logs:PutLogEvents" {
			sources := synth.At(statement, "Condition", "ArnEquals", "aws:SourceArn").([]any)
			slices.SortFunc(sources, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
			synth.Equal(t, "rules that may write", sources, rules)
		}
	}
	if len(statements) != 2 {
		t.Errorf("got %d statements, want one for streams and one for lines", len(statements))
	}
}
