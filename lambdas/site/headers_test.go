package site

import (
	"crypto/sha256"
	"encoding/base64"
	"reflect"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
)

// everyAnswer has a request for each kind of answer.
var everyAnswer = map[string][2]string{
	"page": {"GET", "/"}, "asset": {"GET", "/assets/main-1a2b3c.js"}, "configuration": {"GET", "/config.json"},
	"redirect": {"GET", "/barista/"}, "not found": {"GET", "/nowhere"}, "not allowed": {"POST", "/"}, "head": {"HEAD", "/barista"},
}

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	for name, request := range everyAnswer {
		got := ask(t, request[0], request[1])
		for header, want := range map[string]string{
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got.headers[header] != want {
				t.Errorf("%s: %s = %q, want %q", name, header, got.headers[header], want)
			}
		}
		policy := got.headers["Content-Security-Policy"]
		for _, directive := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains("; "+policy+";", "; "+directive+";") {
				t.Errorf("%s: got the policy %q, want %s in it", name, policy, directive)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("%s: got the policy %q, want nothing unsafe", name, policy)
		}
		allowed := got.headers["Permissions-Policy"]
		for _, feature := range []string{"screen-wake-lock=(self)", "camera=()", "microphone=()", "geolocation=()", "payment=()"} {
			if !strings.Contains(", "+allowed+",", ", "+feature+",") {
				t.Errorf("%s: got the permissions %q, want %s", name, allowed, feature)
			}
		}
	}
}

// A cache in front of the pages must not be tricked into keeping a page that names another
// host.
func TestTheHostOfARequestChangesNothing(t *testing.T) {
	for name, request := range everyAnswer {
		want := ask(t, request[0], request[1])
		got := ask(t, request[0], request[1], "host", "evil.example", "x-forwarded-host", "evil.example", "forwarded", "host=evil.example",
			"x-forwarded-prefix", "/evil", "x-original-url", "/evil", "x-rewrite-url", "/evil", "origin", "https://evil.example")
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v for another host, want %+v", name, got, want)
		}
	}
}

func TestHSTSIsForAnswersOverHTTPS(t *testing.T) {
	for protocol, want := range map[string]string{"https": "max-age=31536000", "http": "", "": ""} {
		for name, request := range everyAnswer {
			got := ask(t, request[0], request[1], "x-forwarded-proto", protocol)
			if got.headers["Strict-Transport-Security"] != want {
				t.Errorf("%s over %q: got %q, want %q", name, protocol, got.headers["Strict-Transport-Security"], want)
			}
		}
	}
}

func TestPagesMayReachTheirOriginTheSocketAndTheSignInOnly(t *testing.T) {
	want := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; " +
		"connect-src 'self' wss://live.example https://sign-in.example; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	if got := ask(t, "GET", "/").headers["Content-Security-Policy"]; got != want {
		t.Errorf("got the policy\n%s, want\n%s", got, want)
	}
	for name, test := range map[string]struct{ live, signIn, want string }{
		"emulated":   {"ws://id.execute-api.localhost:4566/prod", "http://localhost:4566", "connect-src 'self' ws://id.execute-api.localhost:4566 http://localhost:4566;"},
		"no socket":  {"", "https://sign-in.example", "connect-src 'self' https://sign-in.example;"},
		"no sign-in": {"wss://live.example", "", "connect-src 'self' wss://live.example;"},
	} {
		policy, err := contentPolicy(api.Site{LiveURL: test.live, SignIn: api.SignIn{URL: test.signIn}})
		if err != nil || !strings.Contains(policy, test.want) {
			t.Errorf("%s: got %q, %v, want %s", name, policy, err, test.want)
		}
	}
	for _, broken := range []string{"live.example", "wss://", "://", "'unsafe-inline'"} {
		if policy, err := contentPolicy(api.Site{LiveURL: broken}); err == nil {
			t.Errorf("the URL %q: got the policy %q, want an error", broken, policy)
		}
	}
}

// The browser hashes the style as it is sent.
func TestTheStyleOfARefusalIsAllowedByItsHash(t *testing.T) {
	got := ask(t, "GET", "/nowhere")
	_, rest, _ := strings.Cut(got.body, "<style>")
	style, _, found := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	if policy := got.headers["Content-Security-Policy"]; !found || style == "" || !strings.Contains(policy, want) {
		t.Errorf("got the policy %q, want %s", policy, want)
	}
}
