package chaos

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
)

// forward passes a request on to the emulator, unless the fault refuses it.
func (i *Injector) forward(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	proxy, refuse := i.proxy, rand.Float64() < i.fault.Refuse
	throttle := refuse && rand.N(2) == 0
	switch {
	case throttle:
		i.count(throttled, 1)
	case refuse:
		i.count(internal, 1)
	}
	i.mu.Unlock()
	switch {
	case proxy == nil:
		http.Error(w, "the emulator is not running yet", http.StatusBadGateway)
	case refuse:
		refusal(r, throttle).write(w)
	default:
		passOn(proxy, w, r)
	}
}

// passOn passes a request on once all of it has arrived. While a proxy still reads a
// request, an early answer makes net/http close the request's body, and then the proxy
// cuts that answer.
func passOn(proxy http.Handler, w http.ResponseWriter, r *http.Request) {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // the function was killed
	}
	r.Body = io.NopCloser(bytes.NewReader(content))
	proxy.ServeHTTP(w, r)
}

var errLost = errors.New("the answer is lost")

// loseAnswer returns an error for the share of answers that the fault drops.
func (i *Injector) loseAnswer(*http.Response) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if rand.Float64() < i.fault.Drop {
		i.count(dropped, 1)
		return errLost
	}
	return nil
}

// problem is an error answer of AWS.
type problem struct {
	status int
	code   string
}

// refusal returns a service's own answer to a request that it throttles or fails on.
// (Source: the lists of common errors in the services' API references.)
func refusal(r *http.Request, throttle bool) problem {
	service, _, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	switch {
	case throttle && strings.Contains(r.URL.Path, "/@connections/"):
		return problem{http.StatusTooManyRequests, "LimitExceededException"}
	case throttle:
		return problem{http.StatusBadRequest, "ThrottlingException"}
	case strings.HasPrefix(service, "DynamoDB"):
		return problem{http.StatusInternalServerError, "InternalServerError"}
	case service == "AWSEvents":
		return problem{http.StatusInternalServerError, "InternalException"}
	default:
		return problem{http.StatusInternalServerError, "InternalFailure"}
	}
}

func (p problem) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.Header().Set("X-Amzn-ErrorType", p.code)
	w.WriteHeader(p.status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": p.code, "message": "injected by package chaos"})
}
