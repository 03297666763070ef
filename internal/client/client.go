// Package client is a client of the shop's HTTP API, for commands and tests.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Client sends requests, with or without an access token of the staff. It is safe
// for concurrent use.
type Client struct {
	url    string
	http   *http.Client
	bearer string
	onCall func(Call)
}

// New returns a Client of the API at a URL without /api, with no access token. If
// onCall is not nil, the Client calls it after every request.
func New(url string, onCall func(Call)) *Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = transport.MaxIdleConns
	return &Client{
		url:    strings.TrimSuffix(url, "/"),
		http:   &http.Client{Transport: transport, Timeout: 30 * time.Second}, // API Gateway's limit
		onCall: onCall,
	}
}

// As returns a copy of the Client that sends an access token of the staff.
func (c *Client) As(accessToken string) *Client {
	as := *c
	as.bearer = accessToken
	return &as
}

// Call is a request that was sent.
type Call struct {
	// Route is the method and the route's path, such as "GET /api/orders/{id}".
	Route string
	// Status is the HTTP status, 0 if no response came.
	Status int
	// Code is the error code of the response, empty if the request succeeded.
	Code coffee.ErrorCode
	Took time.Duration
	// Header and Body are those of the response.
	Header http.Header
	Body   []byte
}

// call sends a request to a route and returns the response. bearer is the order's
// secret, the access token, or empty. An error response becomes a *coffee.Error.
func call[In, Out any](ctx context.Context, c *Client, route api.Route[In, Out], bearer string, in In) (Out, error) {
	var out Out
	request, err := c.request(ctx, route.Operation, bearer, reflect.ValueOf(in))
	if err != nil {
		return out, err
	}
	began := time.Now()
	sent := Call{Route: route.Key()}
	status, header, content, err := c.exchange(request)
	sent.Status, sent.Took, sent.Header, sent.Body = status, time.Since(began), header, content
	switch {
	case err != nil:
		err = fmt.Errorf("%s: %w", sent.Route, err)
	case status >= http.StatusBadRequest:
		problem := problemOf(status, header, content)
		sent.Code, err = problem.Code, problem
	default:
		body := reflect.ValueOf(&out).Elem().FieldByName("Body").Addr().Interface()
		if text, ok := body.(*[]byte); ok {
			*text = content
		} else if err = json.Unmarshal(content, body); err != nil {
			err = fmt.Errorf("%s answered %d with invalid JSON: %w", sent.Route, status, err)
		}
	}
	if c.onCall != nil {
		c.onCall(sent)
	}
	return out, err
}

// request returns the HTTP request for a route, with the parameters and the body of
// in, a value of the route's type In.
func (c *Client) request(ctx context.Context, route api.Operation, bearer string, in reflect.Value) (*http.Request, error) {
	path, header := route.Path, http.Header{}
	for _, param := range route.Params() {
		switch value := in.FieldByIndex(param.Field.Index).String(); {
		case param.In == "path":
			path = strings.ReplaceAll(path, "{"+param.Name+"}", value)
		case value != "":
			header.Set(param.Name, value)
		}
	}
	if bearer != "" {
		header.Set("Authorization", "Bearer "+bearer)
	}
	var body io.Reader
	if route.HasBody() {
		content, err := json.Marshal(in.FieldByName("Body").Interface())
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(content)
		header.Set("Content-Type", "application/json")
	}
	request, err := http.NewRequestWithContext(ctx, route.Method, c.url+path, body)
	if err != nil {
		return nil, err
	}
	request.Header = header
	return request, nil
}

func (c *Client) exchange(request *http.Request) (int, http.Header, []byte, error) {
	response, err := c.http.Do(request)
	if err != nil {
		return 0, nil, nil, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, content, err
}

// problemOf converts an error response to a coffee.Error. API Gateway's own errors
// get the code http_ and the status, such as http_429.
func problemOf(status int, header http.Header, content []byte) *coffee.Error {
	var problem struct {
		api.Problem
		api.GatewayRefusal
	}
	_ = json.Unmarshal(content, &problem)
	seconds, _ := strconv.Atoi(header.Get("Retry-After"))
	known := &coffee.Error{Code: problem.Code, Message: problem.Detail, RetryAfter: time.Duration(seconds) * time.Second}
	if known.Code == "" {
		known.Code, known.Message = coffee.ErrorCode("http_"+strconv.Itoa(status)), problem.Message
	}
	return known
}
