package live

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

var invalidRequests = map[string]string{
	"empty":                "",
	"not JSON":             "hello",
	"half a message":       `{"action":"subscribe","channel":"boa`,
	"null":                 "null",
	"a list":               `[{"action":"ping"}]`,
	"no action":            `{}`,
	"an unknown action":    `{"action":"unsubscribe","channel":"board"}`,
	"another case":         `{"Action":"ping"}`,
	"a wrong type":         `{"action":1}`,
	"no channel":           `{"action":"subscribe"}`,
	"an unknown channel":   `{"action":"subscribe","channel":"everything"}`,
	"a row's channel":      `{"action":"subscribe","channel":"order#order-1"}`,
	"another's connection": `{"action":"subscribe","channel":"connection#a"}`,
	"no order ID":          `{"action":"subscribe","channel":"order","token":"t"}`,
	"a long order ID":      `{"action":"subscribe","channel":"order","token":"t","orderId":"` + strings.Repeat("a", 81) + `"}`,
	"a long token":         `{"action":"subscribe","channel":"barista","token":"` + strings.Repeat("a", 8193) + `"}`,
	"an unknown field":     `{"action":"ping","secret":"s"}`,
	"a doubled field":      `{"action":"ping","action":"subscribe"}`,
	"two messages":         `{"action":"ping"}{"action":"ping"}`,
	"invalid UTF-8":        "{\"action\":\"ping\",\"token\":\"\xff\"}",
	"too large":            `{"action":"ping"` + strings.Repeat(" ", api.MaxLiveRequest) + `}`,
	"deep nesting":         strings.Repeat("[", 30000),
}

func textMessage(body string) events.APIGatewayWebsocketProxyRequest {
	return events.APIGatewayWebsocketProxyRequest{Body: body}
}

func TestInvalidRequestsAreRefused(t *testing.T) {
	for name, body := range invalidRequests {
		if got, err := parse(textMessage(body)); coffee.CodeOf(err) != api.InvalidRequest {
			t.Errorf("parse(%s) = %+v, %v, want %s", name, got, err, api.InvalidRequest)
		}
	}
	broken := events.APIGatewayWebsocketProxyRequest{Body: "%", IsBase64Encoded: true}
	if got, err := parse(broken); coffee.CodeOf(err) != api.InvalidRequest {
		t.Errorf("parse(broken base64) = %+v, %v, want %s", got, err, api.InvalidRequest)
	}
}

func TestValidRequestsAreParsed(t *testing.T) {
	for body, want := range map[string]api.LiveRequest{
		`{"action":"ping"}`:                                                  {Action: api.Ping},
		` {"channel":"board", "action":"subscribe"} `:                        {Action: api.Subscribe, Channel: api.BoardChannel},
		`{"action":"subscribe","channel":"display"}`:                         {Action: api.Subscribe, Channel: api.DisplayChannel},
		`{"action":"subscribe","channel":"barista"}`:                         {Action: api.Subscribe, Channel: api.BaristaChannel},
		`{"action":"subscribe","channel":"order","orderId":"o","token":"t"}`: {Action: api.Subscribe, Channel: api.OrderChannel, OrderID: "o", Token: "t"},
	} {
		if got, err := parse(textMessage(body)); err != nil || got != want {
			t.Errorf("parse(%s) = %+v, %v, want %+v", body, got, err, want)
		}
		encoded := events.APIGatewayWebsocketProxyRequest{Body: base64.StdEncoding.EncodeToString([]byte(body)), IsBase64Encoded: true}
		if got, err := parse(encoded); err != nil || got != want {
			t.Errorf("parse(%s in base64) = %+v, %v, want %+v", body, got, err, want)
		}
	}
}

func TestAnInvalidRequestIsAnsweredAndTheConnectionClosed(t *testing.T) {
	for name, body := range invalidRequests {
		s := newShop(t)
		s.connect(t, "a")
		if got := s.request(t, "MESSAGE", "a", strings.ToValidUTF8(body, "\uFFFD\x00"), nil); got != 200 {
			t.Errorf("%s: status %d, want 200", name, got)
		}
		got := s.sockets.Take("a")
		if len(got) != 1 || !strings.Contains(got[0], `"type":"error"`) || !strings.Contains(got[0], `"code":"request_invalid"`) || !s.sockets.Closed("a") {
			t.Errorf("%s: the client got %v, closed: %v, want an error and the end", name, got, s.sockets.Closed("a"))
		}
	}
}

// FuzzParse checks that every message is either refused as invalid or a request that
// names a known action and channel.
func FuzzParse(f *testing.F) {
	for _, body := range invalidRequests {
		f.Add(body, false)
	}
	f.Add(`{"action":"subscribe","channel":"order","orderId":"o","token":"t"}`, false)
	f.Add("eyJhY3Rpb24iOiJwaW5nIn0=", true)
	f.Fuzz(func(t *testing.T, body string, encoded bool) {
		got, err := parse(events.APIGatewayWebsocketProxyRequest{Body: body, IsBase64Encoded: encoded})
		switch {
		case err != nil && coffee.CodeOf(err) != api.InvalidRequest:
			t.Errorf("parse(%q) = %v, want %s", body, err, api.InvalidRequest)
		case err == nil && got.Action == api.Subscribe && got.Channel == api.OrderChannel && got.OrderID == "":
			t.Errorf("parse(%q) = %+v, want an order's ID", body, got)
		case err == nil && got.Action != api.Ping && got.Action != api.Subscribe:
			t.Errorf("parse(%q) = %+v, want a known action", body, got)
		}
	})
}
