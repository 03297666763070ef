package live

import (
	"encoding/base64"

	"github.com/aws/aws-lambda-go/events"
	"github.com/go-json-experiment/json"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Limits of the fields of a request, as api.LiveRequest documents them.
const (
	maxOrderID = 80
	maxToken   = 8192
)

// parse returns the request in a client's message. A message that is not a valid request
// is an error with the code api.InvalidRequest.
func parse(request events.APIGatewayWebsocketProxyRequest) (api.LiveRequest, error) {
	body := []byte(request.Body)
	if request.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(request.Body)
		if err != nil {
			return api.LiveRequest{}, invalid("The message is not valid base64.")
		}
		body = decoded
	}
	if len(body) > api.MaxLiveRequest {
		return api.LiveRequest{}, invalid("The message is too large.")
	}
	var parsed api.LiveRequest
	if err := json.Unmarshal(body, &parsed, json.RejectUnknownMembers(true)); err != nil {
		return api.LiveRequest{}, invalid("The message is not valid JSON with the fields of a request.")
	}
	return parsed, validate(parsed)
}

// validate returns an error with the code api.InvalidRequest if a field is missing,
// unknown or too long.
func validate(r api.LiveRequest) error {
	switch {
	case len(r.OrderID) > maxOrderID || len(r.Token) > maxToken:
		return invalid("The orderId or the token is too long.")
	case r.Action == api.Ping:
		return nil
	case r.Action != api.Subscribe:
		return invalid("The action is unknown.")
	}
	switch r.Channel {
	case api.BoardChannel, api.DisplayChannel, api.BaristaChannel:
		return nil
	case api.OrderChannel:
		if r.OrderID == "" {
			return invalid("The orderId is missing.")
		}
		return nil
	default:
		return invalid("The channel is unknown.")
	}
}

func invalid(message string) error { return coffee.NewError(api.InvalidRequest, message) }
