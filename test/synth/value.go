package synth

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	udiff "github.com/aymanbagabas/go-udiff"
)

// Text returns a template's value as text. References become ${ID} or ${ID.Attribute},
// as in Fn::Sub. The nth part of one that is split at slashes becomes ${ID / n}.
func Text(value any) string {
	object, ok := value.(map[string]any)
	if !ok {
		return fmt.Sprint(value)
	}
	if ref, ok := object["Ref"].(string); ok {
		return "${" + ref + "}"
	}
	if att, ok := object["Fn::GetAtt"].([]any); ok {
		return fmt.Sprintf("${%v.%v}", att...)
	}
	if pick, ok := object["Fn::Select"].([]any); ok {
		split := At(pick, 1, "Fn::Split").([]any)
		return fmt.Sprintf("%s %v %v}", strings.TrimSuffix(Text(split[1]), "}"), split[0], pick[0])
	}
	if join, ok := object["Fn::Join"].([]any); ok {
		var parts []string
		for _, part := range join[1].([]any) {
			parts = append(parts, Text(part))
		}
		return strings.Join(parts, join[0].(string))
	}
	panic(fmt.Sprintf("synth: no text for %v", value))
}

// Resolve returns value with each reference in it replaced by its Text.
func Resolve(value any) any {
	switch v := value.(type) {
	case map[string]any:
		if len(v) == 1 && (v["Ref"] != nil || v["Fn::GetAtt"] != nil || v["Fn::Join"] != nil || v["Fn::Select"] != nil) {
			return Text(v)
		}
		resolved := make(map[string]any, len(v))
		for name, member := range v {
			resolved[name] = Resolve(member)
		}
		return resolved
	case []any:
		resolved := make([]any, len(v))
		for i, member := range v {
			resolved[i] = Resolve(member)
		}
		return resolved
	default:
		return value
	}
}

// At returns the value at a path of member names and indexes, nil if there is none.
func At(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				return nil
			}
			value = list[step]
		}
	}
	return value
}

// Equal fails the test, with a diff, unless got and want have the same JSON.
func Equal(tb testing.TB, what string, got, want any) {
	tb.Helper()
	if diff := udiff.Unified("want", "got", Lines(want), Lines(got)); diff != "" {
		tb.Errorf("%s:\n%s", what, diff)
	}
}

// Lines returns value as indented JSON.
func Lines(value any) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		panic(fmt.Errorf("synth: %w", err))
	}
	return text.String()
}

// Names returns the names of an object's members, sorted.
func Names(object any) []string {
	members, _ := object.(map[string]any)
	return slices.Sorted(maps.Keys(members))
}
