package webtest

import (
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
)

// Seed is a request that succeeds.
type Seed struct{ Method, Path, Body string }

// Fuzz sends requests derived from the seeds. It fails unless there is a seed for every
// route of the function, each seed succeeds for the first caller, and every answer passes
// the checks of Ask and is not a 5xx. A panic is a 500.
func Fuzz(f *testing.F, function api.Function, serve func(testing.TB) Serve, callers []Caller, seeds ...Seed) {
	checkRoutes(f, function, serve)
	checkSeeds(f, function, serve, callers[0], seeds)
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
			t.Errorf("%s %s %q = %d %s, want a status from 200 to 499", method, path, body, answer.Status, answer.Body)
		}
	})
}

// checkRoutes fails the test unless the function handles exactly the routes that package
// api assigns to it.
func checkRoutes(t testing.TB, function api.Function, serve func(testing.TB) Serve) {
	t.Helper()
	for _, route := range api.Routes() {
		code := Ask(t, serve(t), Request(Nobody, route.Method, route.Path, "")).Code
		handled := code != api.NotFound && code != api.WrongMethod
		if assigned := route.Function == function; handled != assigned {
			t.Errorf("%s: the %s function handles it: %t, want %t", route.Key(), function, handled, assigned)
		}
	}
}

// checkSeeds fails the test unless every seed succeeds and every route has one.
func checkSeeds(f *testing.F, function api.Function, serve func(testing.TB) Serve, by Caller, seeds []Seed) {
	f.Helper()
	for _, seed := range seeds {
		if got := Ask(f, serve(f), Request(by, seed.Method, seed.Path, seed.Body)); got.Status >= 300 {
			f.Errorf("%s %s %s = %d %s, want a seed that succeeds", seed.Method, seed.Path, seed.Body, got.Status, got.Body)
		}
	}
	for _, route := range api.Routes() {
		has := slices.ContainsFunc(seeds, func(s Seed) bool { return s.Method == route.Method && matches(route.Path, s.Path) })
		if route.Function == function && !has {
			f.Errorf("no seed for %s", route.Key())
		}
	}
}
