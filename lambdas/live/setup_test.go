package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
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
	s.handler = &handler{
		store: s.store, sockets: s.sockets, idle: s.idle, tokens: tokensDouble{},
		staffClient: "staff-client", displayClient: "display-client",
		allows:      allowedOrigins("https://coffee.example", ""),
		placeWithin: 15 * time.Minute,
		log:         slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		now:         func() time.Time { return s.at },
	}
	must(t, s.store.PutMenu(t.Context(), tea))
	must(t, s.store.PutOpen(t.Context(), true))
	s.store.Put(store.Order{ID: anOrder, State: coffee.Started, Since: start, RequestedAt: start, StartedAt: start,
		Code: scanned, SecretHash: store.HashSecret(secret), Salt: []byte(salt), CustomerToken: customerTask})
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// idleDouble records the connections to be checked.
type idleDouble struct {
	checks []string
	err    error
}

func (i *idleDouble) CheckLater(_ context.Context, connection string) error {
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

// subscribe connects a client, subscribes it to a channel (an order's is order-1's), and
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

func decode[T any](t testing.TB, text string) api.LiveMessage[T] {
	t.Helper()
	var m api.LiveMessage[T]
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatalf("message %s: %v", text, err)
	}
	return m
}

// change stores a change of an order and returns its record of the stream.
func (s *shop) change(t testing.TB, id string, change func(*store.Order)) map[string]any {
	t.Helper()
	before, _, err := s.store.Order(t.Context(), id)
	must(t, err)
	after := before
	after.ID = id
	change(&after)
	s.store.Put(after)
	after, _, err = s.store.Order(t.Context(), id)
	must(t, err)
	return record(before, after)
}

// enter returns a change that makes an order enter a state, one second after the last.
func (s *shop) enter(state coffee.State) func(*store.Order) {
	return func(o *store.Order) {
		s.at = s.at.Add(time.Second)
		o.State, o.Since = state, s.at
		switch state {
		case coffee.Queued:
			o.QueuedAt, o.Number, o.Order, o.CustomerToken, o.BaristaToken = s.at, 7, `{"drink":"tea"}`, "", baristaTask
		case coffee.Making:
			o.Barista = "mia"
		case coffee.Ready:
			o.ReadyAt = s.at
		}
	}
}

// stream invokes the handler with records of the stream, and returns the response.
func (s *shop) stream(t testing.TB, records ...map[string]any) string {
	t.Helper()
	return s.invoke(t, map[string]any{"Records": records})
}

var sequence int

// record returns a record of the orders table's stream.
func record(before, after store.Order) map[string]any {
	sequence++
	name, images := "MODIFY", map[string]any{"SequenceNumber": strconv.Itoa(sequence), "NewImage": image(after)}
	if before.ID == "" {
		name = "INSERT"
	} else {
		images["OldImage"] = image(before)
	}
	return map[string]any{"eventID": fmt.Sprint("event-", sequence), "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": images}
}

// image returns an order's item as the stream has it.
func image(o store.Order) map[string]any {
	item := map[string]any{}
	set := func(name, kind, value string) {
		if value != "" && value != "0" {
			item[name] = map[string]string{kind: value}
		}
	}
	millis := func(name string, at time.Time) {
		if !at.IsZero() {
			set(name, "N", strconv.FormatInt(at.UnixMilli(), 10))
		}
	}
	set(schema.OrderIDAttribute, "S", o.ID)
	set(schema.StateAttribute, "S", string(o.State))
	set(schema.VersionAttribute, "N", strconv.FormatInt(o.Version, 10))
	set(schema.NumberAttribute, "N", strconv.Itoa(o.Number))
	set(schema.DrinkAttribute, "S", o.Order)
	set(schema.ReasonAttribute, "S", o.Reason)
	set(schema.CauseAttribute, "S", o.Cause)
	set(schema.ByAttribute, "S", o.By)
	set(schema.BaristaAttribute, "S", o.Barista)
	set(schema.TakenByAttribute, "S", o.TakenBy)
	set(schema.CodeAttribute, "S", o.Code)
	set(schema.CustomerTokenAttribute, "S", o.CustomerToken)
	set(schema.BaristaTokenAttribute, "S", o.BaristaToken)
	millis(schema.SinceAttribute, o.Since)
	millis(schema.RequestedAttribute, o.RequestedAt)
	millis(schema.StartedAttribute, o.StartedAt)
	millis(schema.QueuedAttribute, o.QueuedAt)
	millis(schema.ReadyAttribute, o.ReadyAt)
	millis(schema.EndedAttribute, o.EndedAt)
	if o.SecretHash != nil {
		item[schema.SecretHashAttribute] = map[string][]byte{"B": o.SecretHash}
		item[schema.SaltAttribute] = map[string][]byte{"B": o.Salt}
	}
	if o.DrinkReturned {
		set(schema.DrinkReturnedAttribute, "N", "1")
	}
	return item
}
