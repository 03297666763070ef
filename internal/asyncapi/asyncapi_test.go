package asyncapi_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/asyncapi"
	"github.com/serverless-coffee/coffeeshop/internal/openapi"
)

type document struct {
	Channels map[string]struct {
		Messages map[string]json.RawMessage
	}
	Operations map[string]struct {
		Messages []reference
		Reply    struct{ Messages []reference }
		Security []reference
	}
	Components struct {
		Schemas map[string]json.RawMessage
	}
}

type reference struct {
	Ref string `json:"$ref"`
}

func read(t *testing.T) document {
	t.Helper()
	payloads := map[string]*jsonschema.Schema{}
	for _, event := range events() {
		payloads[event.DetailType()] = &jsonschema.Schema{Type: "object"}
	}
	text, err := asyncapi.Text(payloads)
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func events() []coffee.Event { return slices.Concat(coffee.WorkflowEvents(), coffee.ShopEvents()) }

func TestTheBusHasEveryEvent(t *testing.T) {
	d := read(t)
	for _, event := range events() {
		if d.Channels["bus"].Messages[event.DetailType()] == nil {
			t.Errorf("the bus has no message %s", event.DetailType())
		}
	}
	if got, want := len(d.Channels["bus"].Messages), len(events()); got != want {
		t.Errorf("the bus has %d messages, want %d", got, want)
	}
}

func TestEveryMessageBelongsToAnOperation(t *testing.T) {
	d := read(t)
	used := map[string]bool{}
	for name, op := range d.Operations {
		if len(op.Messages) == 0 {
			t.Errorf("operation %s has no messages", name)
		}
		for _, ref := range slices.Concat(op.Messages, op.Reply.Messages) {
			used[ref.Ref] = true
		}
	}
	for channel := range d.Channels {
		for message := range d.Channels[channel].Messages {
			if ref := "#/channels/" + channel + "/messages/" + message; !used[ref] {
				t.Errorf("no operation uses %s", ref)
			}
		}
	}
}

func TestSubscriptionsNeedTheCredentialOfTheirChannel(t *testing.T) {
	d := read(t)
	for operation, want := range map[string]string{
		"subscribeBoard": "", "subscribeDisplay": "#/components/securitySchemes/staffToken",
		"subscribeBarista": "#/components/securitySchemes/staffToken", "subscribeOrder": "#/components/securitySchemes/orderSecret",
	} {
		got := ""
		for _, scheme := range d.Operations[operation].Security {
			got += scheme.Ref
		}
		if got != want || d.Operations[operation].Messages == nil {
			t.Errorf("security of %s = %q, want %q", operation, got, want)
		}
	}
}

func TestBothDocumentsHaveTheSameSchemas(t *testing.T) {
	text, err := openapi.Text()
	if err != nil {
		t.Fatal(err)
	}
	var other document
	if err := json.Unmarshal(text, &other); err != nil {
		t.Fatal(err)
	}
	shared := 0
	for name, schema := range read(t).Components.Schemas {
		if want := other.Components.Schemas[name]; want != nil {
			shared++
			if string(schema) != string(want) {
				t.Errorf("schema %s = %s, in openapi.json %s", name, schema, want)
			}
		}
	}
	if shared == 0 {
		t.Error("the documents share no schema, want at least Order")
	}
}

func TestMessagesOfAChannelHaveItsNameAndTheirTypes(t *testing.T) {
	d := read(t)
	for _, kind := range api.LiveKinds() {
		var schema struct {
			Properties struct {
				Type    struct{ Enum []api.LiveType }
				Channel struct{ Enum []api.Channel }
			}
		}
		if err := json.Unmarshal(d.Components.Schemas[kind.Name], &schema); err != nil {
			t.Fatal(err)
		}
		if got := schema.Properties.Type.Enum; !slices.Equal(got, kind.Types) {
			t.Errorf("types of %s = %v, want %v", kind.Name, got, kind.Types)
		}
		if got := schema.Properties.Channel.Enum; kind.Channel != "" && !slices.Equal(got, []api.Channel{kind.Channel}) {
			t.Errorf("channels of %s = %v, want %s", kind.Name, got, kind.Channel)
		}
	}
}

func TestErrorsHaveKnownCodes(t *testing.T) {
	var schema struct {
		Properties struct {
			Code struct{ Enum []coffee.ErrorCode }
		}
	}
	if err := json.Unmarshal(read(t).Components.Schemas["LiveError"], &schema); err != nil {
		t.Fatal(err)
	}
	if len(schema.Properties.Code.Enum) == 0 {
		t.Error("LiveError lists no codes")
	}
	for _, code := range schema.Properties.Code.Enum {
		if api.Status(code) == 0 {
			t.Errorf("LiveError lists %q, which is no error code", code)
		}
	}
}
