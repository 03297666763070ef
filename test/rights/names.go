package rights

import (
	"fmt"
	"regexp"
	"strings"
)

// names maps the logical IDs of resources, without "Shop" and the hash, to the names in
// the document. The log of each role is its own.
var names = map[string]string{
	"StoreOrders":     "orders table",
	"StoreConfig":     "config table",
	"StoreCounter":    "counter table",
	"LiveConnections": "connections table",
	"LiveIdleChecks":  "queue of idle checks",
	"LiveDeadLetters": "dead letters of the live updates",
	"BusDeadLetters":  "dead letters of the bus",
	"Bus":             "event bus",
	"Workflow":        "workflow",
	"LiveApi":         "WebSocket API",
	"Hours":           "hours' function",
}

// nameOf returns the name of a resource on which an action is allowed.
func nameOf(action string, resource any) string {
	text := textOf(resource)
	switch {
	case text == "*" && strings.HasPrefix(action, "states:SendTask"), strings.Contains(text, ":stateMachine:"):
		// The emulator cannot check callbacks by state machine, see workflow.Props.
		return names["Workflow"]
	case strings.Contains(text, ":execution:"):
		return "executions of the workflow"
	case text == "*":
		return "account"
	case strings.HasSuffix(text, "Log}"), strings.HasSuffix(text, "Log.Arn}"):
		return "log of its own"
	case strings.HasSuffix(text, ".StreamArn}"):
		return "stream of the orders table"
	}
	_, after, found := strings.Cut(text, "${Shop")
	id, rest, closed := strings.Cut(after, "}")
	id, _, _ = strings.Cut(id, ".")
	if name := names[id]; found && closed && name != "" {
		return name + rest
	}
	return text
}

var hashes = regexp.MustCompile(`[0-9A-F]{8}\b`)

// textOf returns a value of a template as text, with references as ${ID} or
// ${ID.Attribute} and without the hashes of IDs.
func textOf(value any) string {
	object, ok := value.(map[string]any)
	if !ok {
		return fmt.Sprint(value)
	}
	if ref, ok := object["Ref"].(string); ok {
		return "${" + hashes.ReplaceAllString(ref, "") + "}"
	}
	if attribute, ok := object["Fn::GetAtt"].([]any); ok {
		return fmt.Sprintf("${%s.%s}", hashes.ReplaceAllString(fmt.Sprint(attribute[0]), ""), attribute[1])
	}
	join, _ := object["Fn::Join"].([]any)
	if len(join) != 2 {
		return fmt.Sprint(value)
	}
	var parts []string
	for _, part := range listOf(join[1]) {
		parts = append(parts, textOf(part))
	}
	return strings.Join(parts, fmt.Sprint(join[0]))
}
