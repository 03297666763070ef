package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// refusal is a problem document and its headers. It implements huma.StatusError.
type refusal struct {
	api.Problem
	headers http.Header
}

func (r *refusal) Error() string { return string(r.Code) + ": " + r.Detail }

// GetStatus implements huma.StatusError.
func (r *refusal) GetStatus() int { return r.Status }

// GetHeaders implements huma.HeadersError.
func (r *refusal) GetHeaders() http.Header { return r.headers }

// ContentType implements huma.ContentTypeFilter.
func (r *refusal) ContentType(string) string { return api.ProblemType }

// problemOf turns a coffee.Error into a problem; any other error becomes a 500 that
// reveals nothing.
func problemOf(err error) *refusal {
	known := new(coffee.Error)
	if !errors.As(err, &known) || api.Status(known.Code) == 0 {
		return newProblem(http.StatusInternalServerError, "")
	}
	p := newProblem(api.Status(known.Code), known.Message)
	p.Code = known.Code
	if seconds := math.Ceil(known.RetryAfter.Seconds()); seconds > 0 {
		p.headers = http.Header{"Retry-After": {strconv.Itoa(int(seconds))}}
	}
	return p
}

// Busy returns an error that asks the client to retry after 1 second. It wraps err, which
// is logged and not shown to the client.
func Busy(err error) error {
	return fmt.Errorf("%w: %w", &coffee.Error{
		Code: coffee.Busy, Message: "We could not finish that just now. Please try again.", RetryAfter: time.Second,
	}, err)
}

// newProblem returns a problem for a status that has no more specific error code.
func newProblem(status int, detail string) *refusal {
	p := &refusal{Problem: api.Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}}
	switch {
	case status == http.StatusUnauthorized:
		p.Code = api.Unauthenticated
		p.headers = http.Header{"Www-Authenticate": {"Bearer"}}
	case status == http.StatusForbidden:
		p.Code = api.Forbidden
	case status == http.StatusNotFound:
		p.Code = api.NotFound
	case status == http.StatusMethodNotAllowed:
		p.Code = api.WrongMethod
	case status == http.StatusRequestEntityTooLarge:
		p.Code = api.TooLarge
	case status == http.StatusServiceUnavailable:
		p.Code = coffee.Busy
	case status >= http.StatusInternalServerError:
		p.Code, p.Detail = coffee.Internal, "Something went wrong on our side. Please try again later."
	default:
		p.Code = api.InvalidRequest
	}
	return p
}

// init makes huma report its own errors as problems, and match names case-sensitively.
// Both are package variables of huma.
func init() {
	huma.ValidateStrictCasing = true
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		if status == http.StatusBadRequest {
			status = http.StatusUnprocessableEntity // one status for all invalid requests
		}
		p := newProblem(status, "The request is not valid.")
		for _, err := range errs {
			// Leave out the detail's value, which may be a secret.
			if detail := new(huma.ErrorDetail); errors.As(err, &detail) {
				p.Errors = append(p.Errors, api.Violation{Location: detail.Location, Message: detail.Message})
			}
		}
		return p
	}
}

func writeProblem(w http.ResponseWriter, p *refusal) {
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", api.ProblemType)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p.Problem) // writing plain values to memory does not fail
}
