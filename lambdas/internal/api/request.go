package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path"
	"runtime/debug"
	"strings"
	"time"

	"github.com/awslabs/aws-lambda-go-api-proxy/core"
)

const requestIDHeader = "X-Request-Id"

// call is what is known of a request besides its input.
type call struct {
	bearer string
	staff  Staff
	notes  []any // for the log
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return new(call)
}

// Note adds an attribute to the request's line in the log.
func Note(ctx context.Context, key string, value any) {
	c := callOf(ctx)
	c.notes = append(c.notes, key, value)
}

// attributes returns the notes of a request and then more.
func attributes(ctx context.Context, more ...any) []any {
	return append(append([]any{}, callOf(ctx).notes...), more...)
}

// ServeHTTP answers a request with one of the routes, or with a problem.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	gateway, _ := core.GetAPIGatewayV2ContextFromContext(r.Context())
	c := &call{staff: staffOf(gateway.Authorizer)}
	c.notes = append(c.notes, "gatewayRequestId", gateway.RequestID)
	if scheme, secret, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		c.bearer = secret
	}
	ctx := context.WithValue(r.Context(), callKey{}, c)
	r = r.WithContext(ctx)
	// The adapter splits headers at commas; none of ours is a list.
	for name, values := range r.Header {
		r.Header[name] = []string{strings.Join(values, ",")}
	}
	r.Header.Del("Accept") // there is but JSON

	w.Header().Set(requestIDHeader, gateway.RequestID)
	w.Header().Set("Cache-Control", "no-store")
	answer := &statusWriter{ResponseWriter: w}
	defer func() {
		if broken := recover(); broken != nil {
			a.log.ErrorContext(ctx, "panicked", attributes(ctx, "error", fmt.Sprint(broken), "stack", string(debug.Stack()))...)
			writeProblem(answer, newProblem(http.StatusInternalServerError, ""))
		}
		a.log.InfoContext(ctx, "answered", attributes(ctx, "route", r.Pattern, "status", answer.status,
			"milliseconds", time.Since(start).Milliseconds())...)
	}()
	a.route(answer, r)
}

func (a *API) route(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	if err != nil || len(body) > MaxBody {
		writeProblem(w, newProblem(http.StatusRequestEntityTooLarge, fmt.Sprintf("A body may have %d bytes.", MaxBody)))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	_, pattern := a.mux.Handler(r)
	switch {
	case r.URL.Path != path.Clean(r.URL.Path): // which the mux would redirect
		writeProblem(w, newProblem(http.StatusNotFound, "There is no such page."))
	case pattern == "":
		a.unrouted(w, r)
	default:
		a.mux.ServeHTTP(w, r)
	}
}

// unrouted answers a request that no route is for, of this function or any
// other: 405 where another method would do, otherwise 404.
func (a *API) unrouted(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := whole().mux.Handler(other); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		writeProblem(w, newProblem(http.StatusNotFound, "There is no such page."))
		return
	}
	p := newProblem(http.StatusMethodNotAllowed, "That cannot be done here.")
	p.headers = http.Header{"Allow": {strings.Join(allowed, ", ")}}
	writeProblem(w, p)
}

// statusWriter remembers the status, for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
