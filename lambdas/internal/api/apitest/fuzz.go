package apitest

import "testing"

// Fuzz sends any input to any of the paths. Whatever it is, the answer is JSON
// or a problem, and never that something broke. A panic would be answered with 500.
func Fuzz(f *testing.F, serve func() Serve, callers []Caller, paths ...string) {
	bodies := []string{"", "{}", "[]", "null", `{"code":1}`, `{"drink":"tea","modifiers":{"milk":"oat"}}`, `{"open":true}`,
		`{"reason":"the machine broke"}`, `{"drinks":[{"id":"tea","name":"Tea","available":true}]}`, "{\"\xff\":1e999}"}
	for i, path := range paths {
		for _, method := range []string{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "T\x00"} {
			f.Add(method, path, bodies[i%len(bodies)], "application/json", "0123456789abcdef", uint8(i), false)
		}
		f.Add("PUT", path, bodies[i%len(bodies)], "text/plain; q=+", "\r\n", uint8(i), true)
		f.Add("POST", path+"/%zz?#\x00", "e30=", "", ",", uint8(i), true)
	}
	for i, body := range bodies {
		f.Add("POST", paths[i%len(paths)], body, "application/json", "", uint8(i), false)
		f.Add("PUT", paths[i%len(paths)], body, "application/json", "", uint8(i), false)
	}
	f.Fuzz(func(t *testing.T, method, path, body, contentType, key string, by uint8, encoded bool) {
		request := Request(callers[int(by)%len(callers)], method, path, body, "content-type", contentType, "idempotency-key", key)
		request.IsBase64Encoded = encoded
		answer := Ask(t, serve(), request)
		if answer.Status < 200 || answer.Status >= 500 {
			t.Errorf("%s %s %q = %d %s, want no failure", method, path, body, answer.Status, answer.Body)
		}
	})
}
