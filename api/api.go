// Package api is the contract of the HTTP API. For every route it declares the
// callers, the function that answers, the request and response types and the error
// codes. The construct defines the routes from it, the functions serve them, the
// client calls them, and docs/openapi.json is generated from it.
//
// To add a route, declare it with define next to its types, and handle it in the
// function that it names.
package api

import (
	"cmp"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Largest request bodies, in bytes. MaxMenuBody has room for a menu of
// coffee.MaxMenuBytes with every character escaped (\uXXXX) and indented.
const (
	MaxBody     = 8 << 10
	MaxMenuBody = 1 << 20
)

// JSON is the media type of responses, unless their route says otherwise.
const JSON = "application/json"

// Function is one of the Lambda functions that serve the API.
type Function string

// The functions, one for each front end. Customer has the fewest rights, so it
// also answers anonymous requests and unknown paths.
const (
	Customer Function = "customer"
	Barista  Function = "barista"
	Manager  Function = "manager"
)

// Operation describes a Route without its type parameters.
type Operation struct {
	// ID names the operation for clients and tools, such as order-view.
	ID string
	// Method is GET, POST, PUT or DELETE. A GET route answers HEAD as well.
	Method string
	// Path begins with /api/; {name} matches one segment.
	Path string
	// Function serves the route.
	Function Function

	// Staff lists the groups whose members may call the route. If it is empty and
	// Secret is false, anyone may.
	Staff []string
	// Machines lets machine clients, such as a till, call a route of the staff. Their
	// access token has the scope coffee.OrdersScope. They reach only orders that they
	// took themselves.
	Machines bool
	// Secret is true if the caller must send the order's secret as bearer token.
	Secret bool

	// Summary and Description document the route for people.
	Summary, Description string

	// Status is the HTTP status of success.
	//
	// Default: 200.
	Status int
	// Produces is the media type of success.
	//
	// Default: JSON.
	Produces string
	// MaxBody is the largest request body in bytes.
	//
	// Default: the constant MaxBody.
	MaxBody int
	// Errors lists the error codes specific to this route. Codes adds those that
	// follow from the fields above.
	Errors []coffee.ErrorCode

	// In and Out are the types of the request and the response: structs with the
	// JSON body in the field Body, and parameters in fields tagged path or header.
	// define sets them.
	In, Out reflect.Type
}

// Route is an Operation with request type In and response type Out.
type Route[In, Out any] struct{ Operation }

var defined []Operation

// define adds a route to the contract.
func define[In, Out any](o Operation) Route[In, Out] {
	o.Status, o.MaxBody, o.Produces = cmp.Or(o.Status, http.StatusOK), cmp.Or(o.MaxBody, MaxBody), cmp.Or(o.Produces, JSON)
	o.In, o.Out = reflect.TypeFor[In](), reflect.TypeFor[Out]()
	defined = append(defined, o)
	return Route[In, Out]{o}
}

// Routes returns every route of the API.
func Routes() []Operation { return slices.Clone(defined) }

// Key returns the method and the path, such as "GET /api/orders/{id}".
func (o Operation) Key() string { return o.Method + " " + o.Path }

// HasBody reports whether requests have a body.
func (o Operation) HasBody() bool {
	_, has := o.In.FieldByName("Body")
	return has
}

// Tags of operations in the OpenAPI document, by caller.
const (
	TagAnyone   = "anyone"
	TagCustomer = "customer"
	TagStaff    = "staff"
)

// Tag returns the tag that the OpenAPI document lists the operation under.
func (o Operation) Tag() string {
	switch {
	case len(o.Staff) > 0:
		return TagStaff
	case o.Secret:
		return TagCustomer
	default:
		return TagAnyone
	}
}

// Codes returns every error code that the function may answer with: those in
// Errors, and those that follow from the route's callers, method and parameters.
func (o Operation) Codes() []coffee.ErrorCode {
	codes := append(slices.Clone(o.Errors), coffee.Internal, coffee.Busy)
	if o.Secret || len(o.Staff) > 0 {
		codes = append(codes, Unauthenticated)
	}
	if len(o.Staff) > 0 {
		codes = append(codes, Forbidden)
	}
	if o.Method != http.MethodGet {
		codes = append(codes, TooLarge)
	}
	if o.HasBody() || strings.Contains(o.Path, "{") {
		codes = append(codes, InvalidRequest)
	}
	return codes
}

// Param is a path or header parameter of a request.
type Param struct {
	// In is "path" or "header", and Name the parameter's name there.
	In, Name string
	// Field is the string field of the request type that holds the value.
	Field reflect.StructField
}

// Params returns the route's path and header parameters.
func (o Operation) Params() []Param {
	var params []Param
	for _, field := range reflect.VisibleFields(o.In) {
		for _, in := range []string{"path", "header"} {
			if name := field.Tag.Get(in); name != "" {
				params = append(params, Param{in, name, field})
			}
		}
	}
	return params
}
