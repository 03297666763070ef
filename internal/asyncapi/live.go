package asyncapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/api"
)

var liveServer = server{
	Host: "{apiId}.execute-api.{region}.amazonaws.com", Pathname: "/{stage}", Protocol: "wss",
	Description: "Amazon API Gateway. The stack's output LiveUrl and the pages' " + string(api.ConfigPath) + " (schema Site) have the URL.",
	Variables: map[string]variable{
		"apiId":  {Description: "The id of the WebSocket API."},
		"region": {Default: "us-east-1", Description: "The AWS region of the shop."},
		"stage":  {Description: "The stage of the WebSocket API."},
	},
}

// Names of the security schemes in the document.
const (
	orderSecret = "orderSecret"
	staffToken  = "staffToken"
)

var securitySchemes = map[string]securityScheme{
	orderSecret: {Type: "apiKey", In: "password", Description: "The order's secret, in the field token of the subscribe request. It is never in the URL."},
	staffToken:  {Type: "apiKey", In: "password", Description: "An access token of the staff's user pool, in the field token of the subscribe request. It is never in the URL."},
}

func liveChannel() channel {
	described := channel{
		Address: "/",
		Description: fmt.Sprintf("A connection to the WebSocket API. It may subscribe to several channels, and must subscribe to one within %.0f seconds. "+
			"Each subscription is answered with a snapshot; changes follow. Messages may be lost, doubled or reordered. "+
			"Each has the whole state of what it describes, so keep the one with the highest version. "+
			"Requests are at most %d KB, messages at most %d KB. API Gateway closes a connection after 10 minutes without a message and after 2 hours in any case.",
			api.SubscribeWithin.Seconds(), api.MaxLiveRequest>>10, api.MaxLiveMessage>>10),
		Servers:  []reference{{"#/servers/" + live}},
		Messages: map[string]message{pingRequest: requestMessage(pingRequest, "Ask for a pong", map[string]string{"action": string(api.Ping)})},
		Bindings: map[string]binding{"ws": {Method: "GET"}},
	}
	for _, kind := range api.LiveKinds() {
		described.Messages[kind.Name] = message{
			Name: kind.Name, Title: kind.Name, Summary: kind.Summary, Description: kind.Description,
			Payload: reference{schemaPrefix + kind.Name},
		}
	}
	for _, c := range api.Channels() {
		fields := map[string]string{"action": string(api.Subscribe), "channel": string(c)}
		described.Messages[subscribe(c)] = requestMessage(subscribe(c), "Subscribe to the channel "+string(c), fields, credentials(c)...)
	}
	return described
}

const pingRequest = "Ping"

// subscribe names the request that subscribes to a channel, such as SubscribeBoard.
func subscribe(c api.Channel) string { return "Subscribe" + title(c) }

func title(c api.Channel) string { return strings.ToUpper(string(c[:1])) + string(c[1:]) }

// credentials returns the fields of a request that give access to a channel.
func credentials(c api.Channel) []string {
	switch {
	case c == api.OrderChannel:
		return []string{"orderId", "token"}
	case len(c.Staff()) > 0:
		return []string{"token"}
	default:
		return nil
	}
}

// requestMessage describes a request: an api.LiveRequest with fixed fields, and further
// fields that it needs.
func requestMessage(name, summary string, fixed map[string]string, needed ...string) message {
	narrowed := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}}
	for field, value := range fixed {
		narrowed.Properties[field] = &huma.Schema{Type: huma.TypeString, Enum: []any{value}}
	}
	narrowed.Required = append(slices.Sorted(maps.Keys(fixed)), needed...)
	return message{
		Name: name, Title: name, Summary: summary,
		Payload: &huma.Schema{AllOf: []*huma.Schema{{Ref: schemaPrefix + "LiveRequest"}, narrowed}},
	}
}
