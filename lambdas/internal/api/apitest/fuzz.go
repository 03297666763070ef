package apitest

import (
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Seed is a request that does something.
type Seed struct{ Method, Path, Body string }

// Fuzz makes up requests from the seeds, of which there must be one for every
// route of the function, successful for the first of the callers. Whatever is
// asked, the answer is as Ask wants it, and never that something broke. A panic
// would be answered with 500.
func Fuzz(f *testing.F, serve func(testing.TB) Serve, callers []Caller, seeds ...Seed) {
	reachEveryRoute(f, serve, callers[0], seeds)
	bodies := []string{"", "{}", "[]", "null", `{"code":1}`, `{"open":1}`, `{"reason":null}`, "{\"\xff\":1e999}", strings.Repeat("[", 9999)}
	for i, seed := range seeds {
		bodies = append(bodies, seed.Body)
		for _, method := range []string{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "T\x00"} {
			f.Add(method, seed.Path, seed.Body, "application/json", "0123456789abcdef", uint8(i), false)
		}
		f.Add(seed.Method, seed.Path, seed.Body, "text/plain; q=+", "\r\n", uint8(i), false)
		f.Add(seed.Method, seed.Path+"/%zz?#\x00", seed.Body, "", ",", uint8(0), false)
		f.Add(seed.Method, seed.Path, "e30=", "application/json", "", uint8(0), true)
	}
	for _, seed := range seeds {
		for _, body := range bodies {
			f.Add(seed.Method, seed.Path, body, "application/json", "", uint8(0), false)
		}
	}
	f.Fuzz(func(t *testing.T, method, path, body, contentType, key string, by uint8, encoded bool) {
		request := Request(callers[int(by)%len(callers)], method, path, body, "content-type", contentType, "idempotency-key", key)
		request.IsBase64Encoded = encoded
		answer := Ask(t, serve(t), request)
		if answer.Status < 200 || answer.Status >= 500 {
			t.Errorf("%s %s %q = %d %s, want no failure", method, path, body, answer.Status, answer.Body)
		}
	})
}

func reachEveryRoute(f *testing.F, serve func(testing.TB) Serve, by Caller, seeds []Seed) {
	f.Helper()
	for _, seed := range seeds {
		if got := Ask(f, serve(f), Request(by, seed.Method, seed.Path, seed.Body)); got.Status >= 300 {
			f.Errorf("%s %s %s = %d %s, want a seed that does something", seed.Method, seed.Path, seed.Body, got.Status, got.Body)
		}
	}
	for template, methods := range documented().Paths {
		for method := range methods {
			method = strings.ToUpper(method)
			switch Ask(f, serve(f), Request(by, method, template, "")).Code {
			case coffee.NotFound, coffee.WrongMethod:
				continue // a route of another function
			}
			if !containsRoute(seeds, method, template) {
				f.Errorf("no seed for %s %s", method, template)
			}
		}
	}
}

func containsRoute(seeds []Seed, method, template string) bool {
	for _, seed := range seeds {
		if seed.Method == method && matches(template, seed.Path) {
			return true
		}
	}
	return false
}
