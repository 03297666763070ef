package asyncapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/invopop/jsonschema"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

var busServer = server{
	Host: "events.{region}.amazonaws.com", Protocol: "eventbridge",
	Description: "Amazon EventBridge. Rules on the shop's bus receive the events.",
	Variables:   map[string]variable{"region": {Default: "us-east-1", Description: "The AWS region of the shop."}},
}

func busChannel(payloads map[string]*jsonschema.Schema) channel {
	described := channel{
		Address: coffee.Source,
		Description: "The shop's bus. The address is the default source of the events; a payload is the event's detail. " +
			"EventBridge delivers at least once and in any order, so consumers must be idempotent. " +
			"Skip events of a version other than " + strconv.Itoa(coffee.Version) + ".",
		Servers:  []reference{{"#/servers/" + bus}},
		Messages: map[string]message{},
	}
	for _, event := range slices.Concat(coffee.WorkflowEvents(), coffee.ShopEvents()) {
		described.Messages[event.DetailType()] = busMessage(event, payloads[event.DetailType()])
	}
	return described
}

func busMessage(event coffee.Event, payload *jsonschema.Schema) message {
	name := event.DetailType()
	return message{
		Name: name, Title: name, Summary: strings.ReplaceAll(payload.Description, "\n", " "),
		Headers: &huma.Schema{
			Type: huma.TypeObject, Description: "Fields of EventBridge's envelope.",
			Properties: map[string]*huma.Schema{
				"source":      {Type: huma.TypeString, Description: "The shop's source, " + coffee.Source + " unless configured otherwise."},
				"detail-type": {Type: huma.TypeString, Enum: []any{name}},
			},
			Required: []string{"source", "detail-type"},
		},
		Payload: payload,
	}
}

func busOperations() map[string]operation {
	return map[string]operation{
		"publishWorkflowEvents": publish("The order workflow publishes each step of an order", coffee.WorkflowEvents()),
		"publishShopEvents":     publish("The functions publish changes that are already stored", coffee.ShopEvents()),
	}
}

func publish(summary string, events []coffee.Event) operation {
	op := operation{Action: "send", Channel: reference{"#/channels/" + bus}, Summary: summary, Tags: []tag{{Name: bus}}}
	for _, event := range events {
		op.Messages = append(op.Messages, messageRef(bus, event.DetailType()))
	}
	return op
}
