package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path"
	"runtime/debug"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/awslabs/aws-lambda-go-api-proxy/core"

	"github.com/serverless-coffee/coffeeshop/api"
)

// call has a request's credentials and its log attributes, for handlers.
type call struct {
	bearer string
	staff  Staff
	notes  []any // attributes for the log, as the arguments of slog
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return c
	}
	return new(call)
}

// Note adds an attribute to the request's log line.
func Note(ctx context.Context, key string, value any) {
	c := callOf(ctx)
	c.notes = append(c.notes, key, value)
}

// NoteAttr adds an attribute to the request's log line, such as a metric.
func NoteAttr(ctx context.Context, a slog.Attr) {
	c := callOf(ctx)
	c.notes = append(c.notes, a)
}

// attributes returns the request's log attributes, followed by more.
func attributes(ctx context.Context, more ...any) []any {
	return append(append([]any{}, callOf(ctx).notes...), more...)
}

// ServeHTTP serves a request by its route, or answers with a problem. It logs one line per
// request, and turns a panic into a 500.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	gateway, _ := core.GetAPIGatewayV2ContextFromContext(r.Context())
	c := &call{staff: a.staffOf(gateway.Authorizer)}
	c.notes = append(c.notes, "gatewayRequestId", gateway.RequestID)
	readHeaders(r.Header)
	if scheme, secret, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		c.bearer = strings.TrimSpace(secret)
	}
	ctx := context.WithValue(r.Context(), callKey{}, c)
	r = r.WithContext(ctx)

	setHeaders(w.Header(), gateway.RequestID)
	answer := &statusWriter{ResponseWriter: w, head: r.Method == http.MethodHead}
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

// setHeaders sets the headers of every answer.
func setHeaders(h http.Header, requestID string) {
	h.Set(api.RequestIDHeader, requestID)
	h.Set("Cache-Control", "no-store")
}

// emptyHeader replaces the value of an empty header, so that it is refused as invalid.
// Huma treats an empty header as missing, and without an Idempotency-Key a repeated
// request would create a second order.
const emptyHeader = `""`

// readHeaders joins repeated headers, and takes the quotes off an Idempotency-Key.
func readHeaders(headers http.Header) {
	for name, values := range headers {
		// The adapter splits headers at commas; none of ours is a list.
		value := strings.TrimSpace(strings.Join(values, ","))
		headers[name] = []string{cmp.Or(value, emptyHeader)}
	}
	// The IETF draft (draft-ietf-httpapi-idempotency-key-header) quotes the key;
	// many clients do not. Both mean the same key.
	const key = "Idempotency-Key"
	if value := headers.Get(key); len(value) > len(emptyHeader) && value[0] == '"' && value[len(value)-1] == '"' {
		headers.Set(key, value[1:len(value)-1])
	}
	headers.Del("Accept") // every answer is JSON
}

func (a *API) route(w http.ResponseWriter, r *http.Request) {
	_, pattern := a.mux.Handler(r)
	limit := cmp.Or(a.maxBody[pattern], api.MaxBody)
	body, err := io.ReadAll(io.LimitReader(r.Body, int64(limit)+1))
	if err != nil || len(body) > limit {
		writeProblem(w, newProblem(http.StatusRequestEntityTooLarge, fmt.Sprintf("The request's body is too large. It may have at most %d bytes.", limit)))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	switch {
	case !utf8.ValidString(r.URL.Path):
		writeProblem(w, newProblem(http.StatusUnprocessableEntity, "The path is not valid UTF-8."))
	case r.URL.EscapedPath() != path.Clean(r.URL.EscapedPath()): // the mux would redirect it
		writeProblem(w, newProblem(http.StatusNotFound, "There is no such page."))
	case pattern == "":
		a.unrouted(w, r)
	default:
		a.mux.ServeHTTP(w, r)
	}
}

// everyRoute returns a mux with the routes of all functions.
var everyRoute = sync.OnceValue(func() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range api.Routes() {
		mux.Handle(route.Key(), http.NotFoundHandler())
	}
	return mux
})

// unrouted answers a request without a route: 405 with the methods allowed on its path,
// by any function, or 404 if there are none.
func (a *API) unrouted(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := everyRoute().Handler(other); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		writeProblem(w, newProblem(http.StatusNotFound, "There is no such page."))
		return
	}
	p := newProblem(http.StatusMethodNotAllowed, "This method is not allowed here.")
	p.headers = http.Header{"Allow": {strings.Join(allowed, ", ")}}
	writeProblem(w, p)
}

// statusWriter records the status for the log, and drops the body of answers to HEAD,
// which the mux routes as GET.
type statusWriter struct {
	http.ResponseWriter
	status int
	head   bool
}

func (w *statusWriter) Write(body []byte) (int, error) {
	if w.head {
		return len(body), nil
	}
	return w.ResponseWriter.Write(body)
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
