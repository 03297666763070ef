package asyncapi

import (
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
)

// liveOperations returns the operations of the WebSocket API.
func liveOperations() map[string]operation {
	operations := map[string]operation{
		"ping": {
			Action: "receive", Channel: reference{"#/channels/" + live}, Summary: "Keep the connection open",
			Description: "API Gateway closes connections that are idle for 10 minutes. Ping after 5 minutes of silence.",
			Tags:        []tag{{Name: live}},
			Messages:    []reference{messageRef(live, pingRequest)},
			Reply:       &reply{reference{"#/channels/" + live}, answers("", api.Pong)},
		},
	}
	for _, c := range api.Channels() {
		operations["subscribe"+title(c)] = operation{
			Action: "receive", Channel: reference{"#/channels/" + live}, Summary: "Subscribe to the channel " + string(c),
			Description: access(c), Security: security(c), Tags: []tag{{Name: live}},
			Messages: []reference{messageRef(live, subscribe(c))},
			Reply:    &reply{reference{"#/channels/" + live}, append(answers(c, api.Snapshot), answers("", api.Failure)...)},
		}
		operations["change"+title(c)] = operation{
			Action: "send", Channel: reference{"#/channels/" + live}, Summary: "Tell subscribers of the channel " + string(c) + " about a change",
			Tags: []tag{{Name: live}}, Messages: answers(c, api.Change),
		}
	}
	return operations
}

// answers refers to the messages of a type on a channel.
func answers(c api.Channel, t api.LiveType) []reference {
	var refs []reference
	for _, kind := range api.LiveKinds() {
		if kind.Channel == c && slices.Contains(kind.Types, t) {
			refs = append(refs, messageRef(live, kind.Name))
		}
	}
	return refs
}

// access says who may subscribe to a channel.
func access(c api.Channel) string {
	switch {
	case c == api.OrderChannel:
		return "For the holder of the order's secret."
	case len(c.Staff()) > 0:
		return "For staff of the group " + strings.Join(c.Staff(), " or ") + "."
	default:
		return "For anyone."
	}
}

func security(c api.Channel) []reference {
	switch {
	case c == api.OrderChannel:
		return []reference{{"#/components/securitySchemes/" + orderSecret}}
	case len(c.Staff()) > 0:
		return []reference{{"#/components/securitySchemes/" + staffToken}}
	default:
		return nil
	}
}
