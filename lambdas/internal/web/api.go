// Package web serves the routes of package api: it parses requests strictly, authorizes
// callers, and turns errors into problem documents.
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

// API serves the routes of one function.
type API struct {
	mux     *http.ServeMux
	huma    huma.API
	adapter *httpadapter.HandlerAdapterV2
	log     *slog.Logger
	// maxBody has the maximum size of a request body in bytes, by route key.
	maxBody map[string]int
	// machines has the names of the machine clients that may call, by client ID.
	machines map[string]string
}

// New returns an API without routes.
func New(log *slog.Logger) *API {
	mux := http.NewServeMux()
	a := &API{mux: mux, log: log, maxBody: map[string]int{}, huma: humago.New(mux, huma.Config{
		// huma.DefaultConfig would add $schema to answers and routes for documents.
		OpenAPI: openapi.New(),
		// "json" stands for media types that end in +json, which problems have. readBody
		// refuses requests of such a type.
		Formats:       map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat},
		DefaultFormat: "application/json",
	})}
	a.adapter = httpadapter.NewV2(a)
	return a
}

// AllowMachines lets machine clients call the routes that are open to them. clients has
// pairs of a name and a client ID, such as "till=4ab robot=7cd".
func (a *API) AllowMachines(clients string) *API {
	a.machines = map[string]string{}
	for _, client := range strings.Fields(clients) {
		if name, id, ok := strings.Cut(client, "="); ok {
			a.machines[id] = name
		}
	}
	return a
}

// Handler is the handler of a Lambda function behind API Gateway.
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
	setHeaders(w.Header(), event.RequestContext.RequestID)
	writeProblem(w, newProblem(http.StatusUnprocessableEntity, "The request cannot be read."))
	return w.GetProxyResponse()
}

// encodedPath returns a path with everything but its slashes percent-encoded, as the
// adapter expects. API Gateway decodes all escapes except %25.
func encodedPath(path string) string {
	encoded := (&url.URL{Path: path}).EscapedPath()
	if decoded, err := url.PathUnescape(path); err == nil {
		encoded = (&url.URL{Path: decoded, RawPath: path}).EscapedPath()
	}
	segments := strings.Split(encoded, "/")
	for i, segment := range segments {
		if segment == "." || segment == ".." { // an ID, not a relative path
			segments[i] = strings.ReplaceAll(segment, ".", "%2E")
		}
	}
	return strings.Join(segments, "/")
}

// Handle makes h answer the requests of a route.
func Handle[In, Out any](a *API, route api.Route[In, Out], h func(context.Context, *In) (*Out, error)) {
	op := openapi.Describe(route.Operation, a.huma.OpenAPI().Components)
	op.MaxBodyBytes = -1 // unlimited, since ServeHTTP checks the limit
	op.Middlewares = huma.Middlewares{a.authorize(route.Operation)}
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

// document returns the OpenAPI document of all functions' routes.
var document = sync.OnceValues(func() (map[string]any, error) {
	text, err := openapi.Text()
	if err != nil {
		return nil, err
	}
	var document map[string]any
	return document, json.Unmarshal(text, &document)
})

// ServeDocument adds the route api.OpenAPIView, which returns the OpenAPI document.
func ServeDocument(a *API) {
	Handle(a, api.OpenAPIView, func(context.Context, *struct{}) (*api.DocumentOutput, error) {
		body, err := document()
		return &api.DocumentOutput{Body: body}, err
	})
}

// problem returns the problem document for an error. Errors with a 5xx status are logged,
// since the document reveals nothing about them.
func (a *API) problem(ctx context.Context, err error) error {
	p := problemOf(err)
	Note(ctx, "code", p.Code)
	if p.Status >= http.StatusInternalServerError {
		a.log.ErrorContext(ctx, "cannot answer", attributes(ctx, "error", err)...)
	}
	return p
}
