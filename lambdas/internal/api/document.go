package api

//go:generate go run ./apidoc

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// description begins the OpenAPI document.
func description() *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "Coffee shop", Version: "1",
			Description: "Order a coffee with a QR code, make it, and run the shop. " +
				"Every error is a problem document (RFC 9457) with a code, except those of API Gateway itself. " +
				"A request's body may have " + strconv.Itoa(MaxBody) + " bytes, one with a menu " + strconv.Itoa(MaxMenuBody) + "; " +
				"the menu itself may have " + strconv.Itoa(coffee.MaxMenuBytes) + " bytes as the shop writes it as JSON. " +
				"Bodies are JSON in UTF-8 with each name once, in the case that this document has. " +
				"Names, options and reasons are kept in Unicode's form NFC, without white space at their ends, which is also how their length is counted; " +
				"they are one line of characters that can be seen. HEAD answers wherever GET does, without the body.",
		},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				orderSecret: {Type: "http", Scheme: "bearer", Description: "The secret that came with the order."},
				staffToken:  {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "An access token of the staff's user pool."},
			},
		},
	}
}

// whole has all routes, whichever function answers them. It answers none.
var whole = sync.OnceValue(func() *API {
	a := New(slog.New(slog.DiscardHandler))
	describe(a, ShopView)
	describe(a, OrderRedeem)
	describe(a, OrderView)
	describe(a, OrderPlace)
	describe(a, OrderCancel)
	describe(a, QueueView)
	describe(a, QueueAdd)
	for _, route := range []Route[OrderInput, QueuedOutput]{QueueClaim, QueueRelease, QueueComplete, QueueCollect} {
		describe(a, route)
	}
	describe(a, QueueCancel)
	describe(a, CodeView)
	describe(a, ShopOpen)
	describe(a, MenuReplace)
	describe(a, DrinkAvailable)
	describe(a, SettingsView)
	describe(a, SettingsReplace)
	describe(a, OpenAPIView)
	return a
})

// DocumentText is the OpenAPI document of all routes.
var DocumentText = sync.OnceValues(func() ([]byte, error) {
	document := whole().huma.OpenAPI()
	if err := shareResponses(document); err != nil {
		return nil, err
	}
	return json.Marshal(document)
})

// Document is what DocumentText says.
func Document() (map[string]any, error) {
	text, err := DocumentText()
	if err != nil {
		return nil, err
	}
	var document map[string]any
	return document, json.Unmarshal(text, &document)
}

// describe adds a route to the document, and to what huma says of it what huma
// does not know: which codes come with which status, which headers come along,
// and what API Gateway answers before or instead of the function.
func describe[I, O any](a *API, route Route[I, O]) {
	Handle(a, route, nil)
	for _, op := range operations(a.huma.OpenAPI().Paths[route.Path]) {
		if op != nil && op.OperationID == route.ID {
			a.describeProblems(op, route.codes())
			describeHeaders(op)
			if reflect.TypeFor[O]() == reflect.TypeFor[QueuedOutput]() {
				describeMoves(op)
			}
			a.describeGateway(op, len(route.Staff) > 0)
		}
	}
}

func operations(path *huma.PathItem) []*huma.Operation {
	return []*huma.Operation{path.Get, path.Post, path.Put, path.Delete}
}

// codes are all that the route may answer with, by status.
func (r Route[I, O]) codes() map[int][]any {
	codes := append(slices.Clone(r.Errors), coffee.Internal, coffee.Busy)
	if r.Secret || len(r.Staff) > 0 {
		codes = append(codes, coffee.Unauthenticated)
	}
	if len(r.Staff) > 0 {
		codes = append(codes, coffee.Forbidden)
	}
	if r.Method != http.MethodGet {
		codes = append(codes, coffee.TooLarge)
	}
	byStatus := map[int][]any{}
	for _, code := range append(codes, r.invalid()...) {
		byStatus[statuses[code]] = append(byStatus[statuses[code]], code)
	}
	if r.hasBody() {
		byStatus[http.StatusUnsupportedMediaType] = []any{coffee.InvalidRequest}
	}
	return byStatus
}

func (a *API) describeProblems(op *huma.Operation, codes map[int][]any) {
	problem := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")
	for text, response := range op.Responses {
		status, _ := strconv.Atoi(text)
		if status < http.StatusBadRequest {
			continue
		}
		response.Content = map[string]*huma.MediaType{}
		if known := codes[status]; len(known) > 0 {
			response.Content[problemType] = &huma.MediaType{Schema: &huma.Schema{
				Ref: problem.Ref, Properties: map[string]*huma.Schema{"code": {Enum: known}},
			}}
		}
	}
}

// describeHeaders names the headers of the function's answers.
func describeHeaders(op *huma.Operation) {
	for status, response := range op.Responses {
		if len(response.Content) == 0 {
			continue // none of the function's
		}
		response.Headers = map[string]*huma.Param{
			requestIDHeader: {Description: "Finds the request in the logs.", Required: true, Schema: &huma.Schema{Type: huma.TypeString}},
		}
		switch status {
		case "401":
			response.Headers["WWW-Authenticate"] = &huma.Param{Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
		case "429", "503":
			response.Headers["Retry-After"] = &huma.Param{
				Description: "In how many seconds to ask again.",
				Schema:      &huma.Schema{Type: huma.TypeInteger, Minimum: new(1.0)},
			}
		}
	}
}

// describeMoves says what can be done with the order that the answer names.
func describeMoves(op *huma.Operation) {
	links := map[string]*huma.Link{}
	for _, move := range []string{QueueClaim.ID, QueueRelease.ID, QueueComplete.ID, QueueCollect.ID, QueueCancel.ID} {
		links[move] = &huma.Link{OperationID: move, Parameters: map[string]any{"id": "$response.body#/orderId"}}
	}
	op.Responses[strconv.Itoa(op.DefaultStatus)].Links = links
}

// GatewayRefusal is an error of API Gateway's own, such as for a token that has
// expired or for too many requests.
type GatewayRefusal struct {
	Message string `json:"message"`
}

// describeGateway adds what is not for us to shape: it has headers of its own.
func (a *API) describeGateway(op *huma.Operation, authorizes bool) {
	refusal := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[GatewayRefusal](), true, "")
	by := []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}
	if authorizes {
		by = append(by, http.StatusUnauthorized, http.StatusForbidden)
	}
	for _, status := range by {
		response := op.Responses[strconv.Itoa(status)]
		response.Content["application/json"] = &huma.MediaType{Schema: refusal}
		for _, header := range response.Headers {
			header.Required = false
		}
	}
}
