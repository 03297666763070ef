package site

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/api"
)

var config = api.Site{
	LiveURL: "wss://live.example/prod",
	SignIn: api.SignIn{
		URL: "https://sign-in.example", Issuer: "https://issuer.example/pool", ClientID: "staff-client", DisplayClient: "display-client",
	},
}

var (
	script = strings.Repeat("console.log('coffee');\n", 100)
	build  = fstest.MapFS{
		"index.html":             {Data: []byte("<!doctype html><title>Customer</title>")},
		"barista.html":           {Data: []byte("<!doctype html><title>Barista</title>")},
		"display.html":           {Data: []byte("<!doctype html><title>Display</title>")},
		"manager.html":           {Data: []byte("<!doctype html><title>Manager</title>")},
		"assets/main-1a2b3c.js":  {Data: []byte(script)},
		"assets/main-1a2b3c.css": {Data: []byte(strings.Repeat("p { margin: 0; }\n", 100))},
		"assets/face-1a2b3c.woff2": {
			Data: []byte("wOF2\x00\xff\xfe random"),
		},
		"icon.svg": {Data: []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")},
	}
)

// answer is an answer of the site, with its body as bytes.
type answer struct {
	status  int
	headers map[string]string
	body    string
}

// ask sends a request to a site with the build and configuration above, as API Gateway
// does. Headers are pairs of name and value.
func ask(t *testing.T, method, path string, headers ...string) answer {
	t.Helper()
	s, err := newSite(build, config)
	if err != nil {
		t.Fatal(err)
	}
	return askSite(t, s, method, path, headers...)
}

func askSite(t *testing.T, s *site, method, path string, headers ...string) answer {
	t.Helper()
	event := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RawPath: path, Headers: map[string]string{"host": "id.execute-api.eu-west-1.amazonaws.com"},
	}
	event.RequestContext.HTTP.Method = method
	event.RequestContext.DomainName = "id.execute-api.eu-west-1.amazonaws.com"
	for i := 0; i < len(headers); i += 2 {
		event.Headers[headers[i]] = headers[i+1]
	}
	got, err := adapt(s)(context.Background(), event)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	body := []byte(got.Body)
	if got.IsBase64Encoded {
		if body, err = base64.StdEncoding.DecodeString(got.Body); err != nil {
			t.Fatal(err)
		}
	}
	return answer{got.StatusCode, got.Headers, string(body)}
}
