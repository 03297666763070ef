package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/asyncapi"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/token"
)

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// The order-1 that newShop creates, and what must not leave the orders table.
const (
	anOrder      = "order-1"
	secret       = "the-secret-of-order-1"
	customerTask = "CANARY-CUSTOMER-TOKEN"
	baristaTask  = "CANARY-BARISTA-TOKEN"
	salt         = "CANARY-SALT"
	scanned      = "CANARY-CODE"
)

var tea = coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}}

// shop is a handler together with its store, sockets, queue, log and clock.
type shop struct {
	*handler
	store   *storetest.Memory
	sockets *doubles.Sockets
	idle    *idleDouble
	log     *bytes.Buffer
	at      time.Time
}

// newShop returns an open shop with tea on its menu, and order-1, which is STARTED.
func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{store: new(storetest.Memory), sockets: new(doubles.Sockets), idle: new(idleDouble), log: new(bytes.Buffer), at: start}
	t.Cleanup(func() { checkDocumented(t, s.sockets) })
	s.handler = &handler{
		store: s.store, sockets: s.sockets, idle: s.idle, tokens: tokensDouble{},
		staffClient: "staff-client", displayClient: "display-client",
		allows:      allowedOrigins("https://coffee.example", ""),
		placeWithin: 15 * time.Minute,
		log:         slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		metrics:     "Test",
		now:         func() time.Time { return s.at },
	}
	must(t, s.store.PutMenu(t.Context(), tea))
	must(t, s.store.PutOpen(t.Context(), true, time.Now()))
	s.store.Put(store.Order{ID: anOrder, State: coffee.Started, Since: start, RequestedAt: start, StartedAt: start,
		Code: scanned, SecretHash: store.HashSecret(secret), Salt: []byte(salt), CustomerToken: customerTask})
	return s
}

// checkDocumented checks that every message that was sent is as docs/asyncapi.json
// describes it.
func checkDocumented(t testing.TB, sent *doubles.Sockets) {
	for _, message := range sent.All() {
		if err := asyncapi.CheckMessage([]byte(message)); err != nil {
			t.Errorf("message %.200s: %v", message, err)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// idleDouble records the connections to be checked.
type idleDouble struct {
	mu     sync.Mutex
	checks []string
	err    error
}

func (i *idleDouble) CheckLater(_ context.Context, connection string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.checks = append(i.checks, connection)
	return i.err
}

// tokensDouble accepts a token that is the claims as JSON.
type tokensDouble struct{}

func (tokensDouble) Verify(_ context.Context, text string) (claims token.Claims, err error) {
	if text == "unavailable" {
		return claims, errors.Join(coffee.NewError(coffee.Busy, "later"), doubles.ErrBroken)
	}
	if json.Unmarshal([]byte(text), &claims) != nil {
		return claims, coffee.NewError(api.Unauthenticated, "made up")
	}
	return claims, nil
}

func tokenOf(client string, groups ...string) string {
	text, _ := json.Marshal(token.Claims{Client: client, Groups: groups})
	return string(text)
}

// invoke invokes the handler with an event, and returns the response as JSON.
func (s *shop) invoke(t testing.TB, event any) string {
	t.Helper()
	raw, err := json.Marshal(event)
	must(t, err)
	response, err := s.handle(t.Context(), raw)
	must(t, err)
	text, err := json.Marshal(response)
	must(t, err)
	return string(text)
}

// request invokes the handler with a request of the WebSocket API, and returns the
// status.
func (s *shop) request(t testing.TB, eventType, connection, body string, headers map[string]string) int {
	t.Helper()
	var request events.APIGatewayWebsocketProxyRequest
	request.RequestContext.EventType, request.RequestContext.ConnectionID = eventType, connection
	request.Body, request.Headers = body, headers
	var response events.APIGatewayProxyResponse
	must(t, json.Unmarshal([]byte(s.invoke(t, request)), &response))
	if response.Body != "" {
		t.Errorf("the response to %s has the body %q, want none", eventType, response.Body)
	}
	return response.StatusCode
}

// connect opens a connection.
func (s *shop) connect(t testing.TB, connection string) {
	t.Helper()
	if status := s.request(t, "CONNECT", connection, "", nil); status != 200 {
		t.Fatalf("$connect = %d, want 200", status)
	}
}

// send sends a client's message.
func (s *shop) send(t testing.TB, connection string, request api.LiveRequest) {
	t.Helper()
	text, err := json.Marshal(request)
	must(t, err)
	if status := s.request(t, "MESSAGE", connection, string(text), nil); status != 200 {
		t.Fatalf("status %d for %s, want 200", status, text)
	}
}

// credential returns the token that subscribes to a channel.
func credential(channel api.Channel) string {
	switch channel {
	case api.OrderChannel:
		return secret
	case api.BoardChannel:
		return ""
	default:
		return tokenOf("staff-client", channel.Staff()[0])
	}
}

// watch connects a client, subscribes it to a channel (an order's is order-1's), and
// returns the snapshot. The connection has the name of the channel.
func (s *shop) watch(t testing.TB, channel api.Channel) string {
	t.Helper()
	connection := string(channel)
	s.connect(t, connection)
	s.send(t, connection, api.LiveRequest{Action: api.Subscribe, Channel: channel, OrderID: anOrder, Token: credential(channel)})
	got := s.sockets.Take(connection)
	if len(got) != 1 || s.sockets.Closed(connection) {
		t.Fatalf("after subscribing to %s, the client got %v, want a snapshot", channel, got)
	}
	return got[0]
}

func decode[T api.LiveData](t testing.TB, text string) api.LiveMessage[T] {
	t.Helper()
	var m api.LiveMessage[T]
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatalf("message %s: %v", text, err)
	}
	return m
}
