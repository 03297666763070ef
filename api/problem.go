package api

import (
	"net/http"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Error codes about the HTTP request itself. Package coffee has those of the domain.
const (
	InvalidRequest  coffee.ErrorCode = "request_invalid" // Problem.Errors lists the fields
	TooLarge        coffee.ErrorCode = "request_too_large"
	Unauthenticated coffee.ErrorCode = "unauthenticated"
	Forbidden       coffee.ErrorCode = "forbidden"
	NotFound        coffee.ErrorCode = "not_found"          // no such route
	WrongMethod     coffee.ErrorCode = "method_not_allowed" // the Allow header lists the allowed methods
)

// statuses maps every error code to its HTTP status.
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
	coffee.InvalidHours:    http.StatusUnprocessableEntity,
	coffee.DayOutOfRange:   http.StatusNotFound,

	coffee.Busy:     http.StatusServiceUnavailable,
	coffee.Internal: http.StatusInternalServerError,

	InvalidRequest:  http.StatusUnprocessableEntity,
	TooLarge:        http.StatusRequestEntityTooLarge,
	Unauthenticated: http.StatusUnauthorized,
	Forbidden:       http.StatusForbidden,
	NotFound:        http.StatusNotFound,
	WrongMethod:     http.StatusMethodNotAllowed,
}

// Status returns the HTTP status of an error code, 0 for an unknown code.
func Status(code coffee.ErrorCode) int { return statuses[code] }

// RequestIDHeader is the response header with API Gateway's request id.
const RequestIDHeader = "X-Request-Id"

// ProblemType is the media type of a Problem.
const ProblemType = "application/problem+json"

// Problem is the body of an error response (RFC 9457).
type Problem struct {
	Type   string           `json:"type" doc:"Always about:blank; the code identifies the problem." example:"about:blank"`
	Title  string           `json:"title" doc:"The reason phrase of the HTTP status."`
	Status int              `json:"status" doc:"The HTTP status."`
	Detail string           `json:"detail" doc:"A sentence that describes the error to people."`
	Code   coffee.ErrorCode `json:"code" doc:"The error code, for programs. Codes do not change."`
	// Errors lists what is wrong with an invalid request.
	Errors []Violation `json:"errors,omitempty" nullable:"false" doc:"What is wrong with the request, and where."`
}

// Violation is one thing that is wrong with a request.
type Violation struct {
	Location string `json:"location" doc:"The field, such as body.drink."`
	Message  string `json:"message"`
}

// GatewayRefusal is an error response of API Gateway itself: an expired or missing
// token (401, 403), too many requests (429), or a function that did not answer
// (500, 503). HTTP APIs do not let us change its format.
type GatewayRefusal struct {
	Message string `json:"message"`
}
