package eventbus_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// tokens has the workflow's events that carry a task token.
var tokens = map[string]bool{"OrderStarted": true, "AwaitingCompletion": true}

// detailTypes lists the detail types of the workflow's events.
func detailTypes() []string {
	var names []string
	for _, event := range coffee.WorkflowEvents() {
		names = append(names, event.DetailType())
	}
	return names
}

// matches reports whether an event of the shop matches the pattern of r, as
// EventBridge would, for the kinds of patterns used here.
func matches(t *testing.T, r synth.Resource, detailType string) bool {
	t.Helper()
	pattern := r.Properties["EventPattern"]
	if names := synth.Names(pattern); !slices.Equal(names, []string{"detail-type", "source"}) {
		t.Fatalf("%s: got a pattern of %v, want source and detail-type", r.ID, names)
	}
	if got := synth.At(pattern, "source", 0); got != coffee.Source {
		t.Errorf("%s: got the source %v, want %s", r.ID, got, coffee.Source)
	}
	for _, accepted := range synth.At(pattern, "detail-type").([]any) {
		if accepted == detailType {
			return true
		}
		if except, ok := synth.At(accepted, "anything-but").([]any); ok && !slices.Contains(except, any(detailType)) {
			return true
		}
	}
	return false
}

// render applies an input transformer to an event, as EventBridge would: a string
// variable is inserted without quotes inside a string of the template, as JSON
// elsewhere.
func render(t *testing.T, transformer any, event map[string]any) string {
	t.Helper()
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &event); err != nil {
		t.Fatal(err)
	}
	template := synth.At(transformer, "InputTemplate").(string)
	for name, path := range asObject(synth.At(transformer, "InputPathsMap")) {
		var value any = event
		for step := range strings.SplitSeq(strings.TrimPrefix(path.(string), "$."), ".") {
			value = synth.At(value, step)
		}
		text, err := json.Marshal(value)
		if err != nil || value == nil {
			t.Fatalf("nothing at %s of %v: %v", path, event, err)
		}
		before, after, found := strings.Cut(template, "<"+name+">")
		if !found {
			t.Errorf("the template does not use <%s>", name)
		}
		within := strings.Count(strings.ReplaceAll(before, `\"`, ""), `"`)%2 == 1
		if s, ok := value.(string); ok && within {
			text = []byte(s)
		}
		template = before + string(text) + after
	}
	return template
}

func asObject(value any) map[string]any {
	object, _ := value.(map[string]any)
	return object
}
