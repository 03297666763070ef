// Package client talks to a shop over its HTTP API, as the front ends do.
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

// Client sends requests as one person, or as nobody in particular. It may be
// used by many goroutines.
type Client struct {
	url    string
	http   *http.Client
	bearer string
	seen   func(Call)
}

// New returns a Client of the API at a URL, which ends before /api, as nobody
// in particular. It calls seen, if that is not nil, after every request.
func New(url string, seen func(Call)) *Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = transport.MaxIdleConns
	return &Client{
		url:  strings.TrimSuffix(url, "/"),
		http: &http.Client{Transport: transport, Timeout: 30 * time.Second}, // as API Gateway's own limit
		seen: seen,
	}
}

// As returns the same Client in the hands of a person of the staff, who signed
// in and got this access token.
func (c *Client) As(accessToken string) *Client {
	as := *c
	as.bearer = accessToken
	return &as
}

// Call is a request that was sent.
type Call struct {
	// Route is the method and the path, with {id} and the like in it.
	Route string
	// Status is 0 where no answer came.
	Status int
	// Code is that of the problem that was answered, if there was one.
	Code coffee.ErrorCode
	Took time.Duration
}

// call sends a request of a route and returns the answer. bearer is the order's
// secret or the access token, empty for neither. A problem that the API answers
// becomes a *coffee.Error.
func call[In, Out any](ctx context.Context, c *Client, route api.Route[In, Out], bearer string, in In) (Out, error) {
	var out Out
	request, err := c.request(ctx, route.Operation, bearer, reflect.ValueOf(in))
	if err != nil {
		return out, err
	}
	began := time.Now()
	sent := Call{Route: route.Key()}
	status, header, content, err := c.exchange(request)
	sent.Status, sent.Took = status, time.Since(began)
	switch {
	case err != nil:
		err = fmt.Errorf("%s: %w", sent.Route, err)
	case status >= http.StatusBadRequest:
		problem := problemOf(status, header, content)
		sent.Code, err = problem.Code, problem
	default:
		body := reflect.ValueOf(&out).Elem().FieldByName("Body").Addr().Interface()
		if err = json.Unmarshal(content, body); err != nil {
			err = fmt.Errorf("%s answered %d with what is not its JSON: %w", sent.Route, status, err)
		}
	}
	if c.seen != nil {
		c.seen(sent)
	}
	return out, err
}

// request returns the request of a route that in, its In, describes.
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

// problemOf reads a problem document, or what API Gateway answers by itself.
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
