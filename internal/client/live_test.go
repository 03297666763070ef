package client_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// liveServer returns the URL of a server that hands each connection to serve.
func liveServer(t *testing.T, serve func(context.Context, *websocket.Conn)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if origin := r.Header.Get("Origin"); origin != "" {
			http.Error(w, "not from "+origin, http.StatusForbidden)
			return
		}
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.CloseNow()
		serve(r.Context(), conn)
	}))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "http", "ws", 1)
}

func TestLiveSendsRequestsAndDecodesUpdates(t *testing.T) {
	requests := make(chan string, 2)
	url := liveServer(t, func(ctx context.Context, conn *websocket.Conn) {
		for range 2 {
			_, text, err := conn.Read(ctx)
			if err != nil {
				t.Error(err)
			}
			requests <- string(text)
		}
		for _, text := range []string{
			`{"type":"snapshot","channel":"order","version":3,"at":"2026-11-25T08:00:00Z","data":{"orderId":"o1","state":"READY"}}`,
			`{"type":"error","code":"forbidden"}`,
		} {
			if err := conn.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
				t.Error(err)
			}
		}
		_ = conn.Close(websocket.StatusNormalClosure, "")
	})
	live, err := client.Connect(t.Context(), url, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := live.Subscribe(t.Context(), api.OrderChannel, "o1", "secret"); err != nil {
		t.Error(err)
	}
	if err := live.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	for _, want := range []string{`{"action":"subscribe","channel":"order","orderId":"o1","token":"secret"}`, `{"action":"ping"}`} {
		if got := <-requests; got != want {
			t.Errorf("sent %s, want %s", got, want)
		}
	}
	first := <-live.Updates()
	order, err := client.Data[api.Order](first)
	if err != nil || first.Type != api.Snapshot || first.Version != 3 || order.State != coffee.Ready || first.Received.IsZero() {
		t.Errorf("the first update = %+v with %+v, %v, want a snapshot of a READY order", first, order, err)
	}
	second := <-live.Updates()
	if _, err := client.Data[api.Order](second); second.Type != api.Failure || second.Code != api.Forbidden || err == nil {
		t.Errorf("the second update = %+v, %v, want the error forbidden and no data", second, err)
	}
	if more, open := <-live.Updates(); open || live.Err() != nil {
		t.Errorf("after the close: got %+v, %v, want nothing", more, live.Err())
	}
}

func TestLiveSaysWhyItDidNotConnectOrWasCutOff(t *testing.T) {
	url := liveServer(t, func(context.Context, *websocket.Conn) {})
	if _, err := client.Connect(t.Context(), url, "https://elsewhere.example"); coffee.CodeOf(err) != "http_403" {
		t.Errorf("connecting from another origin = %v, want http_403", err)
	}
	live, err := client.Connect(t.Context(), url, "")
	if err != nil {
		t.Fatal(err)
	}
	for update := range live.Updates() {
		t.Errorf("got %+v, want nothing", update)
	}
	if live.Err() == nil {
		t.Error("a connection that was cut off ended without an error, want one")
	}
}
