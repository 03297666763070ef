package lan

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
)

const (
	sitePath = "/_aws/execute-api/site/$default"
	livePath = "/_aws/execute-api/live/live"
)

// backend is an emulator with a shop. It records every request.
type backend struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
}

func newBackend(t *testing.T) *backend {
	b := new(backend)
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	return b
}

func (b *backend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	b.requests = append(b.requests, r)
	b.mu.Unlock()
	w.Header().Set("Access-Control-Allow-Origin", "*")
	switch r.URL.Path {
	case livePath:
		echo(w, r)
	case sitePath + "/config.json":
		var body io.Writer = w
		if strings.Contains(r.Header.Get("Accept-Encoding"), "br") {
			w.Header().Set("Content-Encoding", "br")
			body = io.Discard // the proxy could not read it
		}
		fmt.Fprint(body, `{"build": "b1", "liveUrl": "ws://x", "signIn": {"clientId": "c1"}}`)
	case sitePath + "/":
		w.Header().Set("Content-Security-Policy", "default-src 'none'; connect-src 'self' ws://x; base-uri 'none'")
	default:
		content, _ := io.ReadAll(r.Body)
		_, _ = w.Write(content)
	}
}

// echo sends each message back.
func echo(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true}) // the test looks at Origin
	if err != nil {
		return
	}
	for {
		kind, content, err := conn.Read(r.Context())
		if err != nil || conn.Write(r.Context(), kind, content) != nil {
			return
		}
	}
}

// received returns the requests since the last call.
func (b *backend) received() []*http.Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	requests := b.requests
	b.requests = nil
	return requests
}

func (b *backend) at(t *testing.T, scheme, path string) *url.URL {
	u, err := url.Parse(scheme + strings.TrimPrefix(b.URL, "http") + path)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// start serves a proxy of the backend on loopback and returns its address.
func start(t *testing.T, b *backend) string {
	listener, err := Listen(netip.MustParseAddrPort("127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	host := listener.Addr().String()
	shop := Shop{Site: b.at(t, "http", strings.ReplaceAll(sitePath, "$", "%24")), Live: b.at(t, "ws", livePath)}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, listener, New(shop, host)) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			t.Errorf("Serve = %v, want nil after its context was cancelled", err)
		}
	})
	return host
}

// send sends the lines of an HTTP request as they are, and returns the response. HOST
// stands for the proxy's address.
func send(t *testing.T, host string, lines ...string) *http.Response {
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	text := strings.Join(slices.Concat(lines, []string{"Connection: close", "", ""}), "\r\n")
	if _, err := io.WriteString(conn, strings.ReplaceAll(text, "HOST", host)); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%s: %v", lines[0], err)
	}
	return response
}
