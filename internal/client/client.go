// Package client talks to a shop over its HTTP API, as the front ends do.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

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

// call is a request to be sent.
type call struct {
	method, route string
	// id replaces what the route has in braces.
	id     string
	bearer string
	key    string // for Idempotency-Key
	body   any
}

// send sends a request and decodes its answer into out. A problem that the API
// answers is a *coffee.Error.
func (c *Client) send(ctx context.Context, r call, out any) error {
	request, err := c.request(ctx, r)
	if err != nil {
		return err
	}
	began := time.Now()
	sent := Call{Route: r.method + " " + r.route}
	status, header, content, err := c.exchange(request)
	sent.Status, sent.Took = status, time.Since(began)
	switch {
	case err != nil:
		err = fmt.Errorf("%s: %w", sent.Route, err)
	case status >= http.StatusBadRequest:
		problem := problemOf(status, header, content)
		sent.Code, err = problem.Code, problem
	default:
		if err = json.Unmarshal(content, out); err != nil {
			err = fmt.Errorf("%s answered %d with what is not its JSON: %w", sent.Route, status, err)
		}
	}
	if c.seen != nil {
		c.seen(sent)
	}
	return err
}

// sent is the answer to a request.
func sent[T any](ctx context.Context, c *Client, r call) (T, error) {
	var answer T
	err := c.send(ctx, r, &answer)
	return answer, err
}

func (c *Client) request(ctx context.Context, r call) (*http.Request, error) {
	path := r.route
	if before, rest, ok := strings.Cut(path, "{"); ok {
		_, after, _ := strings.Cut(rest, "}")
		path = before + r.id + after
	}
	var body io.Reader
	if r.body != nil {
		content, err := json.Marshal(r.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(content)
	}
	request, err := http.NewRequestWithContext(ctx, r.method, c.url+path, body)
	if err != nil {
		return nil, err
	}
	if r.body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if r.bearer != "" {
		request.Header.Set("Authorization", "Bearer "+r.bearer)
	}
	if r.key != "" {
		request.Header.Set("Idempotency-Key", r.key)
	}
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
		Code            coffee.ErrorCode
		Detail, Message string
	}
	_ = json.Unmarshal(content, &problem)
	seconds, _ := strconv.Atoi(header.Get("Retry-After"))
	known := &coffee.Error{Code: problem.Code, Message: problem.Detail, RetryAfter: time.Duration(seconds) * time.Second}
	if known.Code == "" {
		known.Code, known.Message = coffee.ErrorCode("http_"+strconv.Itoa(status)), problem.Message
	}
	return known
}
