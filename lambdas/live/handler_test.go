package live

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

var errBroken = errors.New("out of order")

// fail makes one operation of the store fail with an error.
func (s *shop) fail(operation string, err error) {
	s.store.Err = func(name string) error {
		if name == operation {
			return err
		}
		return nil
	}
}

func (s *shop) checkSubscribers(t *testing.T, channel string, want ...string) {
	t.Helper()
	if got, err := s.store.Subscribers(t.Context(), channel); err != nil || !slices.Equal(got, want) {
		t.Errorf("Subscribers(%s) = %v, %v, want %v", channel, got, err, want)
	}
}

func TestOnlyPagesOfTheSiteMayConnect(t *testing.T) {
	for _, row := range []struct {
		emulator, origin string
		want             int
	}{
		{"", "", 200}, // not a browser
		{"", "https://coffee.example", 200},
		{"", "https://coffee.example.evil.example", 403},
		{"", "http://coffee.example", 403},
		{"", "https://coffee.example:8443", 403},
		{"", "null", 403},
		{"", "http://127.0.0.1:4566", 403},
		{"", "http://localhost", 403},
		{"http://127.0.0.1:4566", "https://coffee.example", 200},
		{"http://127.0.0.1:4566", "http://127.0.0.1:4566", 200},
		{"http://127.0.0.1:4566", "http://localhost:4566", 200},
		{"http://127.0.0.1:4566", "http://abc.execute-api.localhost:4566", 200},
		{"http://127.0.0.1:4566", "http://localhost:4567", 403},
		{"http://127.0.0.1:4566", "https://localhost:4566", 403},
		{"http://127.0.0.1:4566", "http://evil.example:4566", 403},
		{"http://127.0.0.1:4566", "http://execute-api.localhost.evil.example:4566", 403},
		{"http://127.0.0.1:4566", "http://\x7f", 403},
	} {
		s := newShop(t)
		s.allows = allowedOrigins("https://coffee.example", row.emulator)
		for _, name := range []string{"Origin", "origin"} {
			headers := map[string]string{"Host": "any"}
			if row.origin != "" {
				headers[name] = row.origin
			}
			if got := s.request(t, "CONNECT", "a", "", headers); got != row.want {
				t.Errorf("$connect from %q on %q = %d, want %d", row.origin, row.emulator, got, row.want)
			}
		}
		if row.want == 403 {
			s.checkSubscribers(t, schema.ConnectionChannel("a"))
		} else {
			s.checkSubscribers(t, schema.ConnectionChannel("a"), "a")
		}
	}
}

func TestAConnectionIsRefusedIfItCannotBeStoredOrChecked(t *testing.T) {
	s := newShop(t)
	s.fail("Connect", errBroken)
	if got := s.request(t, "CONNECT", "a", "", nil); got != 500 {
		t.Errorf("$connect without a table = %d, want 500", got)
	}
	s = newShop(t)
	s.idle.err = errBroken
	if got := s.request(t, "CONNECT", "a", "", nil); got != 500 {
		t.Errorf("$connect without a queue = %d, want 500", got)
	}
}

func TestNothingIsSentBeforeAClientSubscribes(t *testing.T) {
	s := newShop(t)
	s.connect(t, "a")
	s.stream(t, s.change(t, anOrder, s.enter("QUEUED")))
	s.invoke(t, map[string]any{"detail-type": "MenuChanged"})
	if got := s.sockets.Take("a"); got != nil {
		t.Errorf("the client got %v, want nothing", got)
	}
	if !slices.Equal(s.idle.checks, []string{"a"}) {
		t.Errorf("the connections to be checked are %v, want a", s.idle.checks)
	}
}

// check returns an idle check as SQS delivers it.
func check(connection string) map[string]any {
	return map[string]any{"Records": []map[string]any{{"eventSource": "aws:sqs", "messageId": "m-1", "body": `{"connectionId":"` + connection + `"}`}}}
}

func TestIdleConnectionsAreClosed(t *testing.T) {
	s := newShop(t)
	s.connect(t, "idle")
	s.watch(t, api.BoardChannel)
	for _, connection := range []string{"idle", "board", "idle", "unknown"} {
		if got := s.invoke(t, check(connection)); got != noFailure {
			t.Errorf("the check of %s = %s, want no failure", connection, got)
		}
	}
	if !s.sockets.Closed("idle") || s.sockets.Closed("board") {
		t.Error("want the idle connection closed, and the other open")
	}
	s.send(t, "idle", api.LiveRequest{Action: api.Subscribe, Channel: api.BoardChannel})
	s.checkSubscribers(t, "board", "board")
}

func TestAnIdleCheckThatFailsIsRepeated(t *testing.T) {
	s := newShop(t)
	s.connect(t, "idle")
	s.fail("DisconnectIdle", errBroken)
	want := `{"batchItemFailures":[{"itemIdentifier":"m-1"}]}`
	if got := s.invoke(t, check("idle")); got != want {
		t.Errorf("the check = %s, want %s", got, want)
	}
	s.store.Err = nil
	s.invoke(t, check("idle"))
	if !s.sockets.Closed("idle") {
		t.Error("the connection is still open")
	}
	if got := s.invoke(t, map[string]any{"Records": []map[string]any{{"eventSource": "aws:sqs", "messageId": "m-1", "body": "{"}}}); got != want {
		t.Errorf("a check that is not JSON = %s, want %s", got, want)
	}
}

func TestDisconnectingEndsEverySubscription(t *testing.T) {
	s := newShop(t)
	s.watch(t, api.BoardChannel)
	s.send(t, "board", api.LiveRequest{Action: api.Subscribe, Channel: api.OrderChannel, OrderID: anOrder, Token: secret})
	s.checkSubscribers(t, schema.OrderChannel(anOrder), "board")
	if got := s.request(t, "DISCONNECT", "board", "", nil); got != 200 {
		t.Errorf("$disconnect = %d, want 200", got)
	}
	s.checkSubscribers(t, "board")
	s.checkSubscribers(t, schema.OrderChannel(anOrder))
}

func TestAnEventFromAnUnknownSourceIsAnError(t *testing.T) {
	s := newShop(t)
	for _, raw := range []string{`{}`, `[]`, `{"Records":[]}`, `{"Records":[{"eventSource":"aws:s3"}]}`, `{"Records":[1]}`, `{"requestContext":{"eventType":"CONNECT"},"body":1}`} {
		if response, err := s.handle(t.Context(), json.RawMessage(raw)); err == nil {
			t.Errorf("handle(%s) = %v, want an error", raw, response)
		}
	}
}

func TestNoLogHasACredential(t *testing.T) {
	s := newShop(t)
	staff := tokenOf("staff-client", "barista")
	s.connect(t, "a")
	for _, request := range []api.LiveRequest{
		{Action: api.Subscribe, Channel: api.OrderChannel, OrderID: anOrder, Token: secret},
		{Action: api.Subscribe, Channel: api.BaristaChannel, Token: staff},
		{Action: api.Subscribe, Channel: api.OrderChannel, OrderID: "another", Token: secret},
		{Action: api.Subscribe, Channel: api.DisplayChannel, Token: staff},
	} {
		s.send(t, "a", request)
	}
	s.stream(t, s.change(t, anOrder, s.enter("QUEUED")))
	for _, canary := range []string{secret, "staff-client", customerTask, baristaTask} {
		if strings.Contains(s.log.String(), canary) {
			t.Errorf("the log has %q:\n%s", canary, s.log)
		}
	}
	if !strings.Contains(s.log.String(), anOrder) {
		t.Errorf("the log lacks the order's ID:\n%s", s.log)
	}
}
