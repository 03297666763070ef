package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

const problemType = "application/problem+json"

// statuses has the HTTP status of every code.
var statuses = map[coffee.ErrorCode]int{
	coffee.CodeMalformed: http.StatusNotFound,
	coffee.CodeUnknown:   http.StatusNotFound,
	coffee.CodeExpired:   http.StatusGone,
	coffee.CodeUsedUp:    http.StatusTooManyRequests,
	coffee.ShopIsClosed:  http.StatusConflict,
	coffee.QueueIsFull:   http.StatusConflict,
	coffee.NothingToHave: http.StatusConflict,

	coffee.UnknownOrder:  http.StatusNotFound,
	coffee.UnknownDrink:  http.StatusNotFound,
	coffee.SoldOut:       http.StatusConflict,
	coffee.WrongModifier: http.StatusConflict,

	coffee.WrongState:     http.StatusConflict,
	coffee.ClaimedByOther: http.StatusConflict,
	coffee.KeyReused:      http.StatusConflict,

	coffee.InvalidMenu:     http.StatusUnprocessableEntity,
	coffee.EmptyMenu:       http.StatusConflict,
	coffee.InvalidSettings: http.StatusUnprocessableEntity,

	coffee.InvalidRequest:  http.StatusUnprocessableEntity,
	coffee.TooLarge:        http.StatusRequestEntityTooLarge,
	coffee.Unauthenticated: http.StatusUnauthorized,
	coffee.Forbidden:       http.StatusForbidden,
	coffee.NotFound:        http.StatusNotFound,
	coffee.WrongMethod:     http.StatusMethodNotAllowed,
	coffee.Busy:            http.StatusServiceUnavailable,
	coffee.Internal:        http.StatusInternalServerError,
}

// Problem is an error as clients see it (RFC 9457).
type Problem struct {
	Type   string           `json:"type" doc:"Always about:blank: the code says what it is." example:"about:blank"`
	Title  string           `json:"title" doc:"The status in words."`
	Status int              `json:"status" doc:"The HTTP status."`
	Detail string           `json:"detail" doc:"What happened, for people."`
	Code   coffee.ErrorCode `json:"code" doc:"What happened, for programs. Codes do not change."`
	// Errors says what is wrong with which part of an invalid request.
	Errors []Violation `json:"errors,omitempty" nullable:"false" doc:"What is wrong with the request, and where."`

	headers http.Header
}

// Violation is one thing that is wrong with a request.
type Violation struct {
	Location string `json:"location" doc:"Such as body.drink."`
	Message  string `json:"message"`
}

func (p *Problem) Error() string { return string(p.Code) + ": " + p.Detail }

// GetStatus is its HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are the headers that go with it.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType is its media type, for huma.
func (p *Problem) ContentType(string) string { return problemType }

// problemOf tells a coffee.Error, and of any other error no more than that
// there was one.
func problemOf(err error) *Problem {
	known := new(coffee.Error)
	if !errors.As(err, &known) {
		return newProblem(http.StatusInternalServerError, "")
	}
	status, ok := statuses[known.Code]
	if !ok {
		return newProblem(http.StatusInternalServerError, "")
	}
	p := newProblem(status, known.Message)
	p.Code = known.Code
	if seconds := math.Ceil(known.RetryAfter.Seconds()); seconds > 0 {
		p.headers = http.Header{"Retry-After": {strconv.Itoa(int(seconds))}}
	}
	return p
}

// Busy tells a client to repeat the request, and the log why.
func Busy(err error) error {
	return fmt.Errorf("%w: %w", &coffee.Error{
		Code: coffee.Busy, Message: "Something did not answer. Please try again.", RetryAfter: time.Second,
	}, err)
}

// newProblem is the problem of a status, with the code that says no more than
// the status does.
func newProblem(status int, detail string) *Problem {
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
	switch {
	case status == http.StatusUnauthorized:
		p.Code = coffee.Unauthenticated
		p.headers = http.Header{"Www-Authenticate": {"Bearer"}}
	case status == http.StatusForbidden:
		p.Code = coffee.Forbidden
	case status == http.StatusNotFound:
		p.Code = coffee.NotFound
	case status == http.StatusMethodNotAllowed:
		p.Code = coffee.WrongMethod
	case status == http.StatusRequestEntityTooLarge:
		p.Code = coffee.TooLarge
	case status == http.StatusServiceUnavailable:
		p.Code = coffee.Busy
	case status >= http.StatusInternalServerError:
		p.Code, p.Detail = coffee.Internal, "Something broke. It is not your fault."
	default:
		p.Code = coffee.InvalidRequest
	}
	return p
}

// init makes huma tell its own errors the same way, and mind the case of names.
// It has but these variables for that.
func init() {
	huma.ValidateStrictCasing = true
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		if status == http.StatusBadRequest {
			status = http.StatusUnprocessableEntity // one status for whatever is invalid
		}
		p := newProblem(status, "The request is not valid.")
		for _, err := range errs {
			// The detail's value, which huma would echo, may be a secret.
			if detail := new(huma.ErrorDetail); errors.As(err, &detail) {
				p.Errors = append(p.Errors, Violation{detail.Location, detail.Message})
			}
		}
		return p
	}
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // to memory, of plain values
}
