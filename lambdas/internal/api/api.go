// Package api is what the functions behind the HTTP API share: the description
// of every route, who may call it, and how errors are told.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/aws/aws-lambda-go/events"
	"github.com/awslabs/aws-lambda-go-api-proxy/core"
	"github.com/awslabs/aws-lambda-go-api-proxy/httpadapter"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// MaxBody is how many bytes a request's body may have. A menu of that size, some
// 40 drinks, fits into an event (256 KB), even if JSON needs six bytes for each of
// its characters.
const MaxBody = 8 << 10

// API is the routes of one function.
type API struct {
	mux     *http.ServeMux
	huma    huma.API
	adapter *httpadapter.HandlerAdapterV2
	log     *slog.Logger
}

// New returns an API without routes.
func New(log *slog.Logger) *API {
	mux := http.NewServeMux()
	a := &API{mux: mux, log: log, huma: humago.New(mux, huma.Config{
		// Without huma.DefaultConfig there is neither $schema in the answers
		// nor a route for documents.
		OpenAPI: description(),
		Formats: map[string]huma.Format{
			"application/json": jsonFormat,
			"json":             jsonFormat,
		},
		DefaultFormat: "application/json",
	})}
	a.adapter = httpadapter.NewV2(a)
	return a
}

// jsonFormat is huma's, less what encoding/json has to say of broken input, and
// without null, which huma takes for any value that may be left out.
var jsonFormat = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if json.Unmarshal(data, v) != nil {
			return errors.New("is not the JSON that is expected here")
		}
		if parsed, ok := v.(*any); ok && hasNull(*parsed) {
			return errors.New("has a null, which nothing here may be")
		}
		return nil
	},
}

func hasNull(parsed any) bool {
	switch v := parsed.(type) {
	case nil:
		return true
	case []any:
		return slices.ContainsFunc(v, hasNull)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), hasNull)
	default:
		return false
	}
}

// Handler answers the requests that API Gateway hands over.
type Handler = func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

// Serve answers a request that API Gateway hands over.
func (a *API) Serve(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	// API Gateway decodes the path, the adapter expects it encoded.
	if path, err := url.PathUnescape(event.RawPath); err == nil {
		event.RawPath = (&url.URL{Path: path, RawPath: event.RawPath}).EscapedPath()
	} else {
		event.RawPath = (&url.URL{Path: event.RawPath}).EscapedPath()
	}
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

// Handle lets h answer the requests of a route.
func Handle[I, O any](a *API, route Route[I, O], h func(context.Context, *I) (*O, error)) {
	op := route.operation()
	op.Middlewares = huma.Middlewares{a.admit(route.Staff)}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
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
