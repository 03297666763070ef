// Package web serves the routes of package api: it reads requests strictly, lets in
// who may call a route, and turns errors into problem documents.
package web

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/aws/aws-lambda-go/events"
	"github.com/awslabs/aws-lambda-go-api-proxy/core"
	"github.com/awslabs/aws-lambda-go-api-proxy/httpadapter"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/openapi"
)

// API is the routes of one function.
type API struct {
	mux     *http.ServeMux
	huma    huma.API
	adapter *httpadapter.HandlerAdapterV2
	log     *slog.Logger
	// maxBody has the largest request body in bytes, by the route's key.
	maxBody map[string]int
}

// New returns an API without routes.
func New(log *slog.Logger) *API {
	mux := http.NewServeMux()
	a := &API{mux: mux, log: log, maxBody: map[string]int{}, huma: humago.New(mux, huma.Config{
		// Without huma.DefaultConfig there is neither $schema in the answers
		// nor a route for documents.
		OpenAPI: openapi.New(),
		// "json" is for media types that end in +json: problems. readBody refuses
		// requests of such a type.
		Formats:       map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat: "application/json",
	})}
	a.adapter = httpadapter.NewV2(a)
	return a
}

// Handler answers the requests that API Gateway sends to a function.
type Handler = func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

// Serve answers a request from API Gateway. It is a Handler.
func (a *API) Serve(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	event.RawPath = encodedPath(event.RawPath)
	answer, err := a.adapter.ProxyWithContext(ctx, event)
	if err == nil {
		return answer, nil
	}
	a.log.WarnContext(ctx, "refused an unreadable request", "gatewayRequestId", event.RequestContext.RequestID)
	w := core.NewProxyResponseWriterV2()
	w.Header().Set(api.RequestIDHeader, event.RequestContext.RequestID)
	writeProblem(w, newProblem(http.StatusUnprocessableEntity, "The request cannot be read."))
	return w.GetProxyResponse()
}

// encodedPath returns a path with everything but its slashes escaped, as the
// adapter expects it. API Gateway decodes all escapes but that of %.
func encodedPath(path string) string {
	encoded := (&url.URL{Path: path}).EscapedPath()
	if decoded, err := url.PathUnescape(path); err == nil {
		encoded = (&url.URL{Path: decoded, RawPath: path}).EscapedPath()
	}
	segments := strings.Split(encoded, "/")
	for i, segment := range segments {
		if segment == "." || segment == ".." { // an id, not a step to another folder
			segments[i] = strings.ReplaceAll(segment, ".", "%2E")
		}
	}
	return strings.Join(segments, "/")
}

// Handle makes h answer the requests of a route.
func Handle[In, Out any](a *API, route api.Route[In, Out], h func(context.Context, *In) (*Out, error)) {
	op := openapi.Describe(route.Operation, a.huma.OpenAPI().Components)
	op.MaxBodyBytes = -1 // ServeHTTP limits it
	op.Middlewares = huma.Middlewares{a.admit(route.Staff)}
	if op.RequestBody != nil {
		op.Middlewares = append(op.Middlewares, a.readBody(op.RequestBody.Content["application/json"].Schema))
	}
	a.maxBody[route.Key()] = route.MaxBody
	huma.Register(a.huma, *op, func(ctx context.Context, in *In) (*Out, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// document is the OpenAPI document of all functions.
var document = sync.OnceValues(func() (map[string]any, error) {
	text, err := openapi.Text()
	if err != nil {
		return nil, err
	}
	var document map[string]any
	return document, json.Unmarshal(text, &document)
})

// ServeDocument makes a serve the OpenAPI document: the route api.OpenAPIView.
func ServeDocument(a *API) {
	Handle(a, api.OpenAPIView, func(context.Context, *struct{}) (*api.DocumentOutput, error) {
		body, err := document()
		return &api.DocumentOutput{Body: body}, err
	})
}

// problem returns what a client is told of an error. An error that was not meant
// for clients is logged instead.
func (a *API) problem(ctx context.Context, err error) error {
	p := problemOf(err)
	Note(ctx, "code", p.Code)
	if p.Status >= http.StatusInternalServerError {
		a.log.ErrorContext(ctx, "cannot answer", attributes(ctx, "error", err)...)
	}
	return p
}
