// Package asyncapi describes the events on the bus and the messages of the WebSocket
// API in AsyncAPI 3.0, and checks messages against that description.
package asyncapi

import (
	"encoding/json"
	"maps"

	"github.com/danielgtaylor/huma/v2"
	"github.com/invopop/jsonschema"
)

const home = "https://github.com/serverless-coffee/coffeeshop"

// Names of the document's servers and channels.
const (
	bus  = "bus"
	live = "live"
)

// Text returns the AsyncAPI document as JSON. payloads has the JSON Schema
// of each event's detail by the event's name.
func Text(payloads map[string]*jsonschema.Schema) ([]byte, error) {
	operations := liveOperations()
	maps.Copy(operations, busOperations())
	return json.Marshal(document{
		AsyncAPI: "3.0.0", ID: home + "/blob/main/docs/asyncapi.json", DefaultContentType: "application/json",
		Info: info{
			Title: "Coffee shop", Version: "1",
			Description: "The events that the shop publishes on its EventBridge bus, and the live updates of its WebSocket API. docs/openapi.json describes the HTTP API.",
			Contact:     &huma.Contact{Name: "The serverless-coffee authors", URL: home},
			License:     license{Name: "MIT", URL: home + "/blob/main/LICENSE"},
			Tags: []tag{
				{Name: bus, Description: "Events on the bus, for other services."},
				{Name: live, Description: "Live updates, for pages."},
			},
		},
		Servers:    map[string]server{bus: busServer, live: liveServer},
		Channels:   map[string]channel{bus: busChannel(payloads), live: liveChannel()},
		Operations: operations,
		Components: components{Schemas: registry().Map(), SecuritySchemes: securitySchemes},
	})
}

// messageRef refers to a message of a channel.
func messageRef(channel, name string) reference {
	return reference{"#/channels/" + channel + "/messages/" + name}
}
