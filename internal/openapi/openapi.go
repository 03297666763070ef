// Package openapi describes the routes of package api in OpenAPI 3.1.
package openapi

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Names of the security schemes in the document.
const (
	orderSecret = "orderSecret"
	staffToken  = "staffToken"

	machineToken = "machineToken"
)

// Text returns the OpenAPI document of all routes as JSON.
var Text = sync.OnceValues(func() ([]byte, error) {
	document := New()
	document.Info = &huma.Info{
		Title: "Coffee shop", Version: "1",
		Description: "Order a coffee with a QR code, make it, and run the shop. " +
			"Every error response is a problem document (RFC 9457) with a code, except those of API Gateway itself. " +
			"Request bodies are limited to " + strconv.Itoa(api.MaxBody) + " bytes, those with a menu to " + strconv.Itoa(api.MaxMenuBody) + "; " +
			"a menu is also limited to " + strconv.Itoa(coffee.MaxMenuBytes) + " bytes as compact JSON. " +
			"Bodies are JSON in UTF-8; names are case-sensitive and must not repeat within an object. " +
			"Names, options and reasons are normalized to Unicode form NFC and trimmed before their length is checked; " +
			"they must be a single line without invisible characters. Every GET route also answers HEAD, without a body.",
		Contact: &huma.Contact{Name: "The serverless-coffee authors", URL: "https://github.com/serverless-coffee/coffeeshop"},
		License: &huma.License{Name: "MIT License", Identifier: "MIT"},
	}
	document.Servers = []*huma.Server{{URL: "/", Description: "The shop that serves this document, at its stack's output ApiUrl."}}
	document.Tags = []*huma.Tag{
		{Name: api.TagAnyone, Description: "Open to anyone. Redeeming a QR code requires the current code."},
		{Name: api.TagCustomer, Description: "Open to the holder of the order's secret, which was returned when the order was created."},
		{Name: api.TagStaff, Description: "Open to staff who are signed in and belong to the required group."},
	}
	document.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		orderSecret: {Type: "http", Scheme: "bearer", Description: "The order's secret, as returned when the order was created."},
		staffToken:  {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "An access token of the staff's user pool."},
		machineToken: {Type: "http", Scheme: "bearer", BearerFormat: "JWT",
			Description: "An access token that a machine client, such as a till, gets for its client credentials. It has the scope " + coffee.OrdersScope + "."},
	}
	for _, route := range api.Routes() {
		document.AddOperation(Describe(route, document.Components))
	}
	return json.Marshal(document)
})

// New returns a document without routes.
func New() *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Components: &huma.Components{
			Schemas:   huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			Responses: map[string]*huma.Response{},
		},
	}
}

// Describe returns a route as huma's operation, and adds the schemas and responses
// that it references to components. huma validates requests against it.
func Describe(route api.Operation, components *huma.Components) *huma.Operation {
	registry := components.Schemas
	op := &huma.Operation{
		OperationID: route.ID, Method: route.Method, Path: route.Path, DefaultStatus: route.Status,
		Tags: []string{route.Tag()}, Summary: route.Summary, Description: route.Description,
		Security: security(route),
	}
	if len(route.Staff) > 0 {
		op.Description += " Requires the group " + strings.Join(route.Staff, " or ")
		if route.Machines {
			op.Description += ", or a machine client, which reaches only the orders that it took"
		}
		op.Description += "."
	}
	for _, param := range route.Params() {
		schema := huma.SchemaFromField(registry, param.Field, "")
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: param.Name, In: param.In, Required: param.In == "path", Description: schema.Description, Schema: schema,
		})
	}
	if body, has := route.In.FieldByName("Body"); has {
		op.RequestBody = &huma.RequestBody{Required: true, Content: content("application/json", huma.SchemaFromField(registry, body, ""))}
	}
	op.Responses = responses(route, registry)
	share(route, op.Responses, components.Responses)
	return op
}

// security returns the schemes that give access to a route. If anyone may call it,
// the list is empty but not nil, so that the document has "security: []".
func security(route api.Operation) []map[string][]string {
	switch {
	case route.Secret:
		return []map[string][]string{{orderSecret: {}}}
	case route.Machines:
		return []map[string][]string{{staffToken: {}}, {machineToken: {}}}
	case len(route.Staff) > 0:
		return []map[string][]string{{staffToken: {}}}
	default:
		return []map[string][]string{}
	}
}

func content(mediaType string, schema *huma.Schema) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{mediaType: {Schema: schema}}
}

// codes returns the error codes that a route may answer with, by HTTP status.
func codes(route api.Operation) map[int][]any {
	byStatus := map[int][]any{}
	for _, code := range route.Codes() {
		byStatus[api.Status(code)] = append(byStatus[api.Status(code)], code)
	}
	if route.HasBody() {
		byStatus[http.StatusUnsupportedMediaType] = []any{api.InvalidRequest}
	}
	return byStatus
}

// refusals returns the statuses of API Gateway's own error responses on a route.
func refusals(route api.Operation) []int {
	statuses := []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}
	if len(route.Staff) > 0 {
		statuses = append(statuses, http.StatusUnauthorized, http.StatusForbidden)
	}
	return statuses
}
