package openapi

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/api"
)

// responses returns a route's responses by status: its success, the function's
// problems, and API Gateway's own errors.
func responses(route api.Operation, registry huma.Registry) map[string]*huma.Response {
	all := map[string]*huma.Response{}
	add := func(status int, content map[string]*huma.MediaType) *huma.Response {
		response := &huma.Response{Description: http.StatusText(status), Headers: headers(status), Content: content}
		all[strconv.Itoa(status)] = response
		return response
	}
	success := add(route.Status, content(route.Produces, answer(route, registry)))
	if route.Out == reflect.TypeFor[api.QueuedOutput]() {
		success.Links = moves()
	}
	problem := registry.Schema(reflect.TypeFor[api.Problem](), true, "")
	for status, codes := range codes(route) {
		add(status, content(api.ProblemType, &huma.Schema{Ref: problem.Ref, Properties: map[string]*huma.Schema{"code": {Enum: codes}}}))
	}
	refusal := registry.Schema(reflect.TypeFor[api.GatewayRefusal](), true, "")
	for _, status := range refusals(route) {
		response := all[strconv.Itoa(status)]
		if response == nil { // only API Gateway uses this status, without our headers
			response = add(status, map[string]*huma.MediaType{})
			response.Headers = nil
		}
		response.Content["application/json"] = &huma.MediaType{Schema: refusal}
		for _, header := range response.Headers {
			header.Required = false
		}
	}
	return all
}

// answer returns the schema of a route's successful response.
func answer(route api.Operation, registry huma.Registry) *huma.Schema {
	if route.Produces != api.JSON {
		return &huma.Schema{Type: huma.TypeString}
	}
	body, _ := route.Out.FieldByName("Body")
	return huma.SchemaFromField(registry, body, "")
}

// share replaces the error responses that are not specific to a route by references
// to components, one for each status.
func share(route api.Operation, responses, components map[string]*huma.Response) {
	own := map[int]bool{route.Status: true}
	for _, code := range route.Errors {
		own[api.Status(code)] = true
	}
	for text, response := range responses {
		status, _ := strconv.Atoi(text)
		if own[status] {
			continue
		}
		name := strings.ReplaceAll(http.StatusText(status), " ", "")
		if components[name] == nil {
			components[name] = response
		}
		if reflect.DeepEqual(components[name], response) {
			responses[text] = &huma.Response{Ref: "#/components/responses/" + name}
		}
	}
}

// headers returns the headers of the functions' responses with a status.
func headers(status int) map[string]*huma.Param {
	headers := map[string]*huma.Param{
		api.RequestIDHeader: {Description: "The request id, as in the logs.", Required: true, Schema: &huma.Schema{Type: huma.TypeString}},
	}
	switch status {
	case http.StatusUnauthorized:
		headers["WWW-Authenticate"] = &huma.Param{Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		headers["Retry-After"] = &huma.Param{
			Description: "How many seconds to wait before retrying.",
			Schema:      &huma.Schema{Type: huma.TypeInteger, Minimum: new(1.0)},
		}
	}
	return headers
}

// moves returns links from an order in a response to the staff's routes that take
// its id.
func moves() map[string]*huma.Link {
	links := map[string]*huma.Link{}
	for _, route := range api.Routes() {
		if len(route.Staff) > 0 && takesOrder(route) {
			links[route.ID] = &huma.Link{OperationID: route.ID, Parameters: map[string]any{"id": "$response.body#/orderId"}}
		}
	}
	return links
}

func takesOrder(route api.Operation) bool {
	for _, param := range route.Params() {
		if param.In == "path" && param.Name == "id" {
			return true
		}
	}
	return false
}
