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

// Security schemes, by their names in the document.
const (
	orderSecret = "orderSecret"
	staffToken  = "staffToken"
)

// Text is the document of all routes, as JSON.
var Text = sync.OnceValues(func() ([]byte, error) {
	document := New()
	document.Info = &huma.Info{
		Title: "Coffee shop", Version: "1",
		Description: "Order a coffee with a QR code, make it, and run the shop. " +
			"Every error is a problem document (RFC 9457) with a code, except those of API Gateway itself. " +
			"A request's body may have " + strconv.Itoa(api.MaxBody) + " bytes, one with a menu " + strconv.Itoa(api.MaxMenuBody) + "; " +
			"the menu itself may have " + strconv.Itoa(coffee.MaxMenuBytes) + " bytes as the shop writes it as JSON. " +
			"Bodies are JSON in UTF-8 with each name once, in the case that this document has. " +
			"Names, options and reasons are kept in Unicode's form NFC, without white space at their ends, which is also how their length is counted; " +
			"they are one line of characters that can be seen. HEAD answers wherever GET does, without the body.",
		Contact: &huma.Contact{Name: "The serverless-coffee authors", URL: "https://github.com/serverless-coffee/coffeeshop"},
		License: &huma.License{Name: "MIT License", Identifier: "MIT"},
	}
	document.Servers = []*huma.Server{{URL: "/", Description: "The shop that answers with this document: its stack's output ApiUrl."}}
	document.Tags = []*huma.Tag{
		{Name: api.TagAnyone, Description: "Open to anyone. Redeeming a QR code takes a code that is current."},
		{Name: api.TagCustomer, Description: "Open to the holder of the order's secret, which came with the order."},
		{Name: api.TagStaff, Description: "Open to members of the staff who signed in and belong to the right group."},
	}
	document.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		orderSecret: {Type: "http", Scheme: "bearer", Description: "The secret that came with the order."},
		staffToken:  {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "An access token of the staff's user pool."},
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

// Describe returns a route's operation, and adds the schemas and responses that it
// refers to to the components. huma validates requests by it.
func Describe(route api.Operation, components *huma.Components) *huma.Operation {
	registry := components.Schemas
	op := &huma.Operation{
		OperationID: route.ID, Method: route.Method, Path: route.Path, DefaultStatus: route.Status,
		Tags: []string{route.Tag()}, Summary: route.Summary, Description: route.Description,
		Security: security(route),
	}
	if len(route.Staff) > 0 {
		op.Description += " For " + strings.Join(route.Staff, " or ") + "."
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

// security returns the schemes that open a route: an empty list, which is not the
// same as none, if anyone may call it.
func security(route api.Operation) []map[string][]string {
	switch {
	case route.Secret:
		return []map[string][]string{{orderSecret: {}}}
	case len(route.Staff) > 0:
		return []map[string][]string{{staffToken: {}}}
	default:
		return []map[string][]string{}
	}
}

func content(mediaType string, schema *huma.Schema) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{mediaType: {Schema: schema}}
}

// codes returns the error codes that a route may answer with, by their status.
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

// refusals lists the statuses with which API Gateway answers by itself.
func refusals(route api.Operation) []int {
	statuses := []int{http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}
	if len(route.Staff) > 0 {
		statuses = append(statuses, http.StatusUnauthorized, http.StatusForbidden)
	}
	return statuses
}
