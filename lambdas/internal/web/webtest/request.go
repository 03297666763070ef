// Package webtest sends requests to a function the way API Gateway does, and checks
// every answer against package api.
package webtest

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
)

// Serve is a function's handler.
type Serve = web.Handler

// New returns an API that discards its log, and knows the machine clients Till and Robot.
func New() *web.API {
	return web.New(slog.New(slog.NewJSONHandler(io.Discard, nil))).AllowMachines("till=till-id robot=robot-id")
}

// Caller is the sender of a request: nobody in particular, a customer with the secret of
// an order, or a member of staff with claims.
type Caller struct {
	Name   string
	Secret string
	claims map[string]string
}

// Callers who are not customers.
var (
	Nobody  = Caller{Name: "nobody"}
	Display = member(coffee.GroupDisplay)
	Barista = member(coffee.GroupBarista)
	Manager = member(coffee.GroupManager)
	Till    = Machine("till", coffee.OrdersScope)
	Robot   = Machine("robot", coffee.OrdersScope)
	// IDToken is a member of all groups who sends an ID token instead of an access token.
	IDToken = Caller{Name: "ID token", claims: map[string]string{
		"token_use": "id", "cognito:username": "ida", "sub": "1", "cognito:groups": "[barista display manager]",
	}}
)

// Customer returns a caller who sends an order's secret.
func Customer(name, secret string) Caller { return Caller{Name: name, Secret: secret} }

// Machine returns a machine client with a scope. Cognito gives it no user name.
func Machine(name, scope string) Caller {
	return Caller{Name: name, claims: map[string]string{
		"token_use": "access", "sub": name + "-id", "client_id": name + "-id", "scope": scope,
	}}
}

func member(group string) Caller { return Member(group, group) }

// Member returns the member of a group of the staff with that name.
func Member(name, group string) Caller {
	return Caller{Name: name, claims: map[string]string{
		"token_use": "access", "username": name, "cognito:groups": "[" + group + "]",
	}}
}

// Request returns a request as API Gateway sends it. The headers are names and values in
// turn, with names in lower case.
func Request(by Caller, method, path, body string, headers ...string) events.APIGatewayV2HTTPRequest {
	request := events.APIGatewayV2HTTPRequest{RawPath: path, Body: body, Headers: map[string]string{}}
	request.RequestContext.HTTP.Method = method
	request.RequestContext.RequestID = "request-1"
	request.RequestContext.DomainName = "shop.example"
	if body != "" {
		request.Headers["content-type"] = "application/json"
	}
	if by.Secret != "" {
		request.Headers["authorization"] = "Bearer " + by.Secret
	}
	if by.claims != nil {
		request.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
			JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: by.claims},
		}
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Headers[headers[i]] = headers[i+1]
	}
	return request
}

// Answer is the response to a request.
type Answer struct {
	Status  int
	Code    coffee.ErrorCode // of a problem, else empty
	Headers map[string]string
	Body    string
}

// Ask sends a request. It fails the test unless the answer has the request ID, is JSON or
// a problem document, and has a status and code that package api lists.
func Ask(t testing.TB, serve Serve, request events.APIGatewayV2HTTPRequest) Answer {
	t.Helper()
	response, err := serve(t.Context(), request)
	if err != nil {
		t.Fatalf("the function failed: %v", err)
	}
	answer := Answer{Status: response.StatusCode, Headers: response.Headers, Body: response.Body}
	method := request.RequestContext.HTTP.Method
	if got := answer.Headers["X-Request-Id"]; got != request.RequestContext.RequestID {
		t.Errorf("X-Request-Id = %q, want %q", got, request.RequestContext.RequestID)
	}
	if stored, cookie := answer.Headers["Cache-Control"], answer.Headers["Set-Cookie"]; stored != "no-store" || cookie != "" || len(response.Cookies) > 0 {
		t.Errorf("answer with Cache-Control %q and the cookies %q %q, want no-store and none", stored, cookie, response.Cookies)
	}
	if method == http.MethodHead {
		if answer.Body != "" {
			t.Errorf("HEAD %s = %q, want no body", request.RawPath, answer.Body)
		}
		return answer
	}
	if answer.Status < 400 {
		if got := undocumented(method, request.RawPath, answer); got != "" {
			t.Error(got)
		}
		contentType, isCSV := answer.Headers["Content-Type"], strings.HasSuffix(request.RawPath, ".csv")
		if isCSV && contentType != api.CSV+"; charset=utf-8" || !isCSV && (contentType != api.JSON || !json.Valid([]byte(answer.Body))) {
			t.Errorf("answer = %s %q, want JSON, or CSV from a path that ends in .csv", contentType, answer.Body)
		}
		return answer
	}
	var problem api.Problem
	if err := json.Unmarshal([]byte(answer.Body), &problem); err != nil {
		t.Fatalf("answer = %q, want a problem document: %v", answer.Body, err)
	}
	answer.Code = problem.Code
	if got := answer.Headers["Content-Type"]; got != "application/problem+json" {
		t.Errorf("content type of a problem = %q, want application/problem+json", got)
	}
	if problem.Type == "" || problem.Title == "" || problem.Status != answer.Status || problem.Detail == "" || problem.Code == "" {
		t.Errorf("problem = %+v with status %d, want every field, and that status", problem, answer.Status)
	}
	if method == http.MethodGet && request.Body != "" {
		return answer // package api lists no problems with the body of a GET
	}
	if got := undocumented(method, request.RawPath, answer); got != "" {
		t.Error(got)
	}
	return answer
}

// Decode decodes the JSON body of an answer. Unknown fields fail the test.
func Decode[T any](t testing.TB, answer Answer) T {
	t.Helper()
	var body T
	decoder := json.NewDecoder(strings.NewReader(answer.Body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		t.Fatalf("body = %q: %v", answer.Body, err)
	}
	return body
}
