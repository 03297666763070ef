// Package api is what the functions behind the HTTP API share: the description
// of every route, who may call it, and how errors are told.
package api

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/awslabs/aws-lambda-go-api-proxy/core"
	"github.com/awslabs/aws-lambda-go-api-proxy/httpadapter"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// MaxBody is how many bytes a request's body may have, and MaxMenuBody those of
// one with a menu: coffee.MaxMenuBytes even if all of its characters are written
// as \u escapes, and laid out for people.
const (
	MaxBody     = 8 << 10
	MaxMenuBody = 1 << 20
)

// API is the routes of one function.
type API struct {
	mux     *http.ServeMux
	huma    huma.API
	adapter *httpadapter.HandlerAdapterV2
	log     *slog.Logger
	// bodies has how many bytes the body of a request may have, by its pattern.
	bodies map[string]int
}

// New returns an API without routes.
func New(log *slog.Logger) *API {
	mux := http.NewServeMux()
	a := &API{mux: mux, log: log, bodies: map[string]int{}, huma: humago.New(mux, huma.Config{
		// Without huma.DefaultConfig there is neither $schema in the answers
		// nor a route for documents.
		OpenAPI: description(),
		// The second is for what ends in +json: problems. readBody lets no such body in.
		Formats:       map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat: "application/json",
	})}
	a.adapter = httpadapter.NewV2(a)
	return a
}

// Handler answers the requests that API Gateway hands over.
type Handler = func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

// Serve answers a request that API Gateway hands over.
func (a *API) Serve(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	event.RawPath = encodedPath(event.RawPath)
	answer, err := a.adapter.ProxyWithContext(ctx, event)
	if err == nil {
		return answer, nil
	}
	a.log.WarnContext(ctx, "refused a request that is none", "gatewayRequestId", event.RequestContext.RequestID)
	w := core.NewProxyResponseWriterV2()
	w.Header().Set(requestIDHeader, event.RequestContext.RequestID)
	writeProblem(w, newProblem(http.StatusUnprocessableEntity, "The request cannot be read."))
	return w.GetProxyResponse()
}

// encodedPath returns a path with everything but its slashes escaped, as the
// adapter expects it. API Gateway decodes paths, but for the escape of %.
func encodedPath(path string) string {
	encoded := (&url.URL{Path: path}).EscapedPath()
	if decoded, err := url.PathUnescape(path); err == nil {
		encoded = (&url.URL{Path: decoded, RawPath: path}).EscapedPath()
	}
	segments := strings.Split(encoded, "/")
	for i, segment := range segments {
		if segment == "." || segment == ".." { // an id: it leads nowhere else
			segments[i] = strings.ReplaceAll(segment, ".", "%2E")
		}
	}
	return strings.Join(segments, "/")
}

// Handle lets h answer the requests of a route.
func Handle[I, O any](a *API, route Route[I, O], h func(context.Context, *I) (*O, error)) {
	op := route.operation()
	op.Middlewares = huma.Middlewares{a.admit(route.Staff)}
	if route.hasBody() {
		op.Middlewares = append(op.Middlewares, a.readBody(func() *huma.Schema { return a.bodySchema(route.Method, route.Path) }))
	}
	a.bodies[route.Method+" "+route.Path] = cmp.Or(route.MaxBody, MaxBody)
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// bodySchema is what the body of a request to a route may say.
func (a *API) bodySchema(method, path string) *huma.Schema {
	for _, op := range operations(a.huma.OpenAPI().Paths[path]) {
		if op != nil && op.Method == method {
			return op.RequestBody.Content["application/json"].Schema
		}
	}
	return nil
}

// problem is what a client hears of an error. Whatever was not meant for
// clients goes to the log instead.
func (a *API) problem(ctx context.Context, err error) error {
	p := problemOf(err)
	Note(ctx, "code", p.Code)
	if p.Status >= http.StatusInternalServerError {
		a.log.ErrorContext(ctx, "cannot answer", attributes(ctx, "error", err)...)
	}
	return p
}
