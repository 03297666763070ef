package lan

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/serverless-coffee/coffeeshop/api"
)

func TestTheProxyPassesOnTheShopOnly(t *testing.T) {
	b := newBackend(t)
	host := start(t, b)
	for request, want := range map[string]string{
		"GET /":                        "/",
		"HEAD /":                       "/",
		"GET /barista":                 "/barista",
		"GET /display":                 "/display",
		"GET /manager":                 "/manager",
		"GET /config.json":             "/config.json",
		"GET /assets/main-Ab_1-2.js":   "/assets/main-Ab_1-2.js",
		"GET /api/shop":                "/api/shop",
		"POST /api/orders":             "/api/orders",
		"PUT /api/orders/A-1_b.2":      "/api/orders/A-1_b.2",
		"DELETE /api/orders/A":         "/api/orders/A",
		"GET /api/shop?Action=ListAll": "/api/shop", // AWS's query protocol
	} {
		response := send(t, host, request+" HTTP/1.1", "Host: HOST", "Content-Length: 0")
		got := b.received()
		if response.StatusCode != http.StatusOK || len(got) != 1 || got[0].URL.Path != sitePath+want || got[0].URL.RawQuery != "" || got[0].Host != b.Listener.Addr().String() {
			t.Errorf("%s = %d, and reached %v, want %s of the shop", request, response.StatusCode, got, want)
		}
	}
}

func TestTheProxyRefusesAllElse(t *testing.T) {
	b := newBackend(t)
	host := start(t, b)
	for request, want := range map[string]int{
		"GET /_aws/execute-api/other/$default/api/shop": 404,
		"GET /restapis/site/x/_user_request_/":          404,
		"GET /_ministack/health":                        404,
		"GET /_localstack/state":                        404,
		"POST /":                                        405,
		"PUT /config.json":                              405,
		"GET /2015-03-31/functions":                     404,
		"GET /oauth2/authorize":                         404,
		"GET /api":                                      404,
		"GET /api/":                                     404,
		"PATCH /api/shop":                               405,
		"OPTIONS /api/shop":                             405,
		"TRACE /api/shop":                               405,
		"GET /live":                                     426,
		"POST /live":                                    405,
		"GET /live/@connections/x":                      404,
		"POST /api/@connections/x":                      404,
		"GET /api/..":                                   404,
		"GET /api/../../../other/$default":              404,
		"GET /api/./shop":                               404,
		"GET /api//shop":                                404,
		"GET //api/shop":                                404,
		"GET /assets/../../x":                           404,
		"GET /assets/a/b":                               404,
		"GET /assets/":                                  404,
		"GET /api/%2e%2e/%2e%2e/x":                      404,
		"GET /api/..%2f..%2fx":                          404,
		"GET /api/%2F..%2F..%2Fx":                       404,
		"GET /api/%252e%252e/x":                         404,
		`GET /api/..\..\x`:                              404,
		"GET /api/a;/../x":                              404,
		"GET /api/a%00b":                                404,
		"GET /%61pi/shop":                               404,
		"GET http://HOST/api/shop":                      400,
		"GET http://127.0.0.1:4566/":                    400,
		"GET http://s3.localhost:4566/":                 400,
		"CONNECT 127.0.0.1:4566":                        400,
		"CONNECT /api/shop":                             400,
		"GET /api/shop/\u00e9":                          404,
		"POST /api/orders/arn:aws:states:x:0:execution:a:b": 404,
	} {
		response := send(t, host, request+" HTTP/1.1", "Host: HOST", "Content-Length: 0")
		if got := b.received(); response.StatusCode != want || len(got) != 0 {
			t.Errorf("%s = %d, and reached %v, want %d and nothing", request, response.StatusCode, got, want)
		}
	}
}

func TestTheProxyAnswersUnderItsOwnHostToItsOwnPagesOnly(t *testing.T) {
	b := newBackend(t)
	host := start(t, b)
	for name, c := range map[string]struct {
		lines []string
		want  int
	}{
		"no host":               {nil, 400},
		"two hosts":             {[]string{"Host: HOST", "Host: s3.localhost:4566"}, 400},
		"a name that rebinds":   {[]string{"Host: evil.example"}, 421},
		"the emulator's host":   {[]string{"Host: site.execute-api.localhost:4566"}, 421},
		"an address, no port":   {[]string{"Host: 127.0.0.1"}, 421},
		"another site's page":   {[]string{"Host: HOST", "Origin: http://evil.example"}, 403},
		"a page without origin": {[]string{"Host: HOST", "Origin: null"}, 403},
		"two origins":           {[]string{"Host: HOST", "Origin: http://HOST", "Origin: http://evil.example"}, 403},
		"its own page":          {[]string{"Host: HOST", "Origin: http://HOST"}, 200},
	} {
		response := send(t, host, append([]string{"GET /api/shop HTTP/1.1"}, c.lines...)...)
		if got := b.received(); response.StatusCode != c.want || (len(got) == 1) != (c.want == 200) {
			t.Errorf("%s: got %d, and reached %v, want %d", name, response.StatusCode, got, c.want)
		} else if c.want == 200 && got[0].Header.Get("Origin") != b.URL {
			t.Errorf("%s: the shop got Origin %q, want its own, %s", name, got[0].Header.Get("Origin"), b.URL)
		}
	}
}

func TestTheProxyDropsHeadersThatChooseAnAWSService(t *testing.T) {
	b := newBackend(t)
	host := start(t, b)
	send(t, host, "POST /api/orders HTTP/1.1", "Host: HOST", "Content-Length: 0",
		"Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request",
		"X-Amz-Target: DynamoDB_20120810.ListTables", "X-Forwarded-Host: s3.localhost", "X-Original-URL: /", "Upgrade: h2c",
		"Content-Type: application/json", "Idempotency-Key: 0123456789abcdef")
	got := b.received()
	if len(got) != 1 {
		t.Fatalf("the shop got %v, want one request", got)
	}
	for _, name := range []string{"Authorization", "X-Amz-Target", "X-Forwarded-Host", "X-Original-Url", "Upgrade"} {
		if value := got[0].Header.Get(name); value != "" {
			t.Errorf("the shop got %s: %s, want it dropped", name, value)
		}
	}
	if got[0].Header.Get("Content-Type") != "application/json" || got[0].Header.Get("Idempotency-Key") != "0123456789abcdef" {
		t.Errorf("the shop got %v, want the type and the key", got[0].Header)
	}
	send(t, host, "GET /api/queue HTTP/1.1", "Host: HOST", "Authorization: Bearer abc")
	if got := b.received(); len(got) != 1 || got[0].Header.Get("Authorization") != "Bearer abc" {
		t.Errorf("the shop got %v, want the bearer token", got)
	}
}

func TestThePagesAreToldTheProxysWebSocket(t *testing.T) {
	host := start(t, newBackend(t))
	response := send(t, host, "GET /config.json HTTP/1.1", "Host: HOST", "Accept-Encoding: gzip, br")
	var got api.Site
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if want := (api.Site{Build: "b1", LiveURL: "ws://" + host + "/live", SignIn: api.SignIn{ClientID: "c1"}}); got != want {
		t.Errorf("config.json = %+v, want %+v", got, want)
	}
	policy := send(t, host, "GET / HTTP/1.1", "Host: HOST").Header.Get("Content-Security-Policy")
	if want := "connect-src ws://" + host + " 'self'"; !strings.Contains(policy, want) {
		t.Errorf("the policy is %s, want it to have %s", policy, want)
	}
}

func TestResponsesAreHiddenFromOtherSites(t *testing.T) {
	response := send(t, start(t, newBackend(t)), "GET /api/shop HTTP/1.1", "Host: HOST")
	if value, has := response.Header["Access-Control-Allow-Origin"]; has {
		t.Errorf("Access-Control-Allow-Origin: %s, want none", value)
	}
}

func TestAWebSocketWorksThroughTheProxy(t *testing.T) {
	b := newBackend(t)
	host := start(t, b)
	dial := func(origin string) (*websocket.Conn, *http.Response, error) {
		return websocket.Dial(t.Context(), "ws://"+host+LivePath, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {origin}, "X-Amz-Target": {"x"}}})
	}
	conn, _, err := dial("http://" + host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.CloseNow()
	for _, text := range []string{"one", strings.Repeat("large ", 4000)} {
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if _, got, err := conn.Read(t.Context()); err != nil || string(got) != text {
			t.Errorf("sent %q, received %q, %v, want the same", text, got, err)
		}
	}
	got := b.received()
	if len(got) != 1 || got[0].URL.Path != livePath || got[0].Header.Get("Origin") != b.URL || got[0].Header.Get("X-Amz-Target") != "" {
		t.Errorf("the emulator got %v, want %s from its own origin", got, livePath)
	}
	if _, response, err := dial("http://evil.example"); err == nil || response.StatusCode != http.StatusForbidden {
		t.Errorf("dialling from another site's page = %v, %v, want 403", response, err)
	}
}

func TestARequestThatIsTooLargeIsRefused(t *testing.T) {
	host := start(t, newBackend(t))
	body := strings.NewReader(strings.Repeat("x", api.MaxMenuBody+1))
	response, err := http.Post("http://"+host+"/api/orders", "application/json", body)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of %d bytes = %d, want 413", api.MaxMenuBody+1, response.StatusCode)
	}
}

func TestAShopThatIsDownIsReported(t *testing.T) {
	b := newBackend(t)
	host := start(t, b)
	b.Close()
	response := send(t, host, "GET /api/shop HTTP/1.1", "Host: HOST")
	content, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusBadGateway || !strings.Contains(string(content), "make up") {
		t.Errorf("got %d %s, want 502 with advice", response.StatusCode, content)
	}
}
