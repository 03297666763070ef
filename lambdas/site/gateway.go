package site

import (
	"context"
	"net/http"
	"net/url"

	"github.com/aws/aws-lambda-go/events"
	"github.com/awslabs/aws-lambda-go-api-proxy/httpadapter"
)

// lambdaHandler answers requests from API Gateway, in payload format 2.0.
type lambdaHandler = func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

// adapt returns a lambdaHandler that calls h without the query and the body, which the
// site does not use. Compressed bodies of answers are in base64.
func adapt(h http.Handler) lambdaHandler {
	adapter := httpadapter.NewV2(h)
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		// API Gateway decodes the path, and the adapter decodes it again.
		event.RawPath = (&url.URL{Path: event.RawPath}).EscapedPath()
		event.RawQueryString, event.QueryStringParameters = "", nil
		event.Body, event.IsBase64Encoded = "", false
		return adapter.ProxyWithContext(ctx, event)
	}
}
