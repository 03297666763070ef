// Package sockets sends messages to the clients of the WebSocket API.
package sockets

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi"
	"github.com/aws/aws-sdk-go-v2/service/apigatewaymanagementapi/types"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// ErrGone means that a connection is closed, or belongs to another API.
var ErrGone = errors.New("the connection is gone")

// attempts is how often a request is made. It is low, since the next message makes up
// for one that is lost.
const attempts = 2

// Client sends messages to connections of one stage of a WebSocket API.
type Client struct {
	api *apigatewaymanagementapi.Client
}

// New returns a Client of the stage with that callback URL.
func New(cfg aws.Config, endpoint string) *Client {
	return &Client{apigatewaymanagementapi.NewFromConfig(cfg, func(o *apigatewaymanagementapi.Options) {
		o.BaseEndpoint = &endpoint
		o.RetryMaxAttempts = attempts
	})}
}

// FromEnvironment returns a Client of the stage that the function's environment variables
// name. An emulator, at AWS_ENDPOINT_URL, serves the stage's API below its own URL,
// since Go does not resolve host names below localhost.
func FromEnvironment(cfg aws.Config) *Client {
	if emulator := os.Getenv("AWS_ENDPOINT_URL"); emulator != "" {
		return New(cfg, fmt.Sprintf("%s/_aws/execute-api/%s/%s", emulator, os.Getenv(envvar.LiveAPIID), os.Getenv(envvar.LiveStage)))
	}
	return New(cfg, os.Getenv(envvar.LiveEndpoint))
}

// Post sends a message to a connection. It returns ErrGone if the connection is closed.
func (c *Client) Post(ctx context.Context, connection string, message []byte) error {
	_, err := c.api.PostToConnection(ctx, &apigatewaymanagementapi.PostToConnectionInput{ConnectionId: &connection, Data: message})
	return connectionError(connection, err)
}

// Close closes a connection. It returns ErrGone if that is closed already.
func (c *Client) Close(ctx context.Context, connection string) error {
	_, err := c.api.DeleteConnection(ctx, &apigatewaymanagementapi.DeleteConnectionInput{ConnectionId: &connection})
	return connectionError(connection, err)
}

func connectionError(connection string, err error) error {
	gone, forbidden := new(types.GoneException), new(types.ForbiddenException)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &gone), errors.As(err, &forbidden):
		return fmt.Errorf("connection %s: %w", connection, ErrGone)
	default:
		return fmt.Errorf("connection %s: %w", connection, err)
	}
}
