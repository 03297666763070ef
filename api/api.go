// Package api is the contract of the HTTP API: every route with who may call it,
// which function answers it, what it takes and answers, and the problems it may
// end in. The construct defines the routes from it, the functions serve them, the
// client calls them, and docs/openapi.json is generated from it.
//
// To add a route, declare it with define beside its types and handle it in the
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

// Largest request bodies, in bytes. MaxMenuBody is room for coffee.MaxMenuBytes
// with every character escaped (\uXXXX) and indentation added.
const (
	MaxBody     = 8 << 10
	MaxMenuBody = 1 << 20
)

// Function is one of the functions that answer the API.
type Function string

// The functions, one for each front end. Customer has the fewest rights, so it
// also answers anonymous requests that belong to no front end.
const (
	Customer Function = "customer"
	Barista  Function = "barista"
	Manager  Function = "manager"
)

// Operation is the part of a Route that is the same for all of them.
type Operation struct {
	// ID names the operation for clients and tools, such as order-view.
	ID string
	// Method is GET, POST, PUT or DELETE. A GET route answers HEAD as well.
	Method string
	// Path begins with /api/; {name} in it stands for one segment.
	Path string
	// Function answers the route.
	Function Function

	// Staff lists the groups whose members may call the route. With no groups and
	// no Secret, anyone may.
	Staff []string
	// Secret is true if the caller must send the order's secret as bearer token.
	Secret bool

	// Summary and Description are for people who read the document.
	Summary, Description string

	// Status is the HTTP status of success.
	//
	// Default: 200.
	Status int
	// MaxBody is the largest request body in bytes.
	//
	// Default: the constant MaxBody.
	MaxBody int
	// Errors lists the error codes of this route, besides those that follow from
	// the fields above: see Codes.
	Errors []coffee.ErrorCode

	// In and Out are the types of the request and the answer: structs with the
	// JSON body in a field Body, and path and header parameters in fields that have
	// a tag of that name. define sets them.
	In, Out reflect.Type
}

// Route is an Operation that takes an In and answers an Out.
type Route[In, Out any] struct{ Operation }

var defined []Operation

// define adds a route to the contract.
func define[In, Out any](o Operation) Route[In, Out] {
	o.Status, o.MaxBody = cmp.Or(o.Status, http.StatusOK), cmp.Or(o.MaxBody, MaxBody)
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

// Tags of operations in the document: who may call them.
const (
	TagAnyone   = "anyone"
	TagCustomer = "customer"
	TagStaff    = "staff"
)

// Tag returns the group of operations that this one is listed with.
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

// Codes returns every error code that the function may answer with: those of the
// route, and those that follow from who may call it and what it takes.
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

// Param is a parameter of a request outside its body.
type Param struct {
	// In is path or header, and Name the parameter's name there.
	In, Name string
	// Field is the field of the request's type that has its value, a string.
	Field reflect.StructField
}

// Params returns the parameters that requests have outside their bodies.
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
