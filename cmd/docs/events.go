package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"text/template"
	"time"

	"github.com/invopop/jsonschema"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

const schemaBase = "https://github.com/serverless-coffee/coffeeshop/docs/schemas/"

// section is the section of events.md about one event.
type section struct {
	Name, About, State, Schema, Example string
	Fields                              []fieldRow
}

// fieldRow is one row of a section's table of fields.
type fieldRow struct{ Name, Type, About string }

// renderEvents returns the content of events.md and the schemas by their paths below
// docs, and the schemas of the payloads by the events' names.
func renderEvents(root string) (files map[string][]byte, payloads map[string]*jsonschema.Schema, err error) {
	files, payloads = map[string][]byte{}, map[string]*jsonschema.Schema{}
	var page struct {
		Source          string
		Version         int
		Workflow, Staff []section
	}
	page.Source, page.Version = coffee.Source, coffee.Version
	reflector, err := newReflector(root)
	if err != nil {
		return nil, nil, err
	}
	for _, event := range coffee.WorkflowEvents() {
		entry, err := add(files, payloads, reflector, event)
		if err != nil {
			return nil, nil, err
		}
		entry.State = string(coffee.ChangeOf(event).To)
		page.Workflow = append(page.Workflow, entry)
	}
	for _, event := range coffee.ShopEvents() {
		entry, err := add(files, payloads, reflector, event)
		if err != nil {
			return nil, nil, err
		}
		page.Staff = append(page.Staff, entry)
	}
	var out bytes.Buffer
	if err := layout.Execute(&out, page); err != nil {
		return nil, nil, err
	}
	files["events.md"] = out.Bytes()
	return files, payloads, nil
}

// add adds the event's schema to files and payloads, and returns the event's section.
func add(files map[string][]byte, payloads map[string]*jsonschema.Schema, reflector *jsonschema.Reflector, event coffee.Event) (section, error) {
	schema := reflector.Reflect(event)
	schema.ID = jsonschema.ID(schemaBase + event.DetailType() + ".json")
	content, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return section{}, err
	}
	entry, err := sectionOf(event, schema)
	entry.Schema = filepath.Join("schemas", event.DetailType()+".json")
	files[entry.Schema] = append(content, '\n')
	payload := *schema
	payload.ID, payload.Version = "", "" // it becomes part of another document
	payloads[entry.Name] = &payload
	return entry, err
}

// newReflector returns a reflector that uses the types' comments as descriptions.
func newReflector(root string) (*jsonschema.Reflector, error) {
	reflector := &jsonschema.Reflector{
		ExpandedStruct: true,
		// Fields may be added without a new version.
		AllowAdditionalProperties: true,
		DoNotReference:            true,
		Mapper: func(t reflect.Type) *jsonschema.Schema {
			if t == reflect.TypeFor[json.RawMessage]() {
				return &jsonschema.Schema{} // any JSON
			}
			return nil
		},
	}
	pkg := reflect.TypeFor[coffee.Detail]().PkgPath()
	// The library keys comments by folder; the loop below keys them by import path.
	err := reflector.AddGoComments(pkg, filepath.Join(root, "coffee"), jsonschema.WithFullComment())
	if err != nil {
		return nil, err
	}
	comments := map[string]string{}
	for name, comment := range reflector.CommentMap {
		_, symbol, _ := strings.Cut(name, filepath.ToSlash(filepath.Join(root, "coffee"))+".")
		comments[pkg+"."+symbol] = comment
	}
	reflector.CommentMap = comments
	return reflector, nil
}

// sectionOf returns the section of an event, except for its State and Schema.
func sectionOf(event coffee.Event, schema *jsonschema.Schema) (section, error) {
	entry := section{Name: event.DetailType(), About: schema.Description}
	example := map[string]any{}
	for _, field := range coffee.Fields(event) {
		property, ok := schema.Properties.Get(field.Name)
		if !ok {
			return entry, fmt.Errorf("%s has no %s in its schema", event.DetailType(), field.Name)
		}
		kind, sample := describe(field)
		example[field.Name] = sample
		entry.Fields = append(entry.Fields, fieldRow{
			Name: field.Name, Type: kind, About: strings.ReplaceAll(property.Description, "\n", " "),
		})
	}
	content, err := json.MarshalIndent(map[string]any{
		"source": coffee.Source, "detail-type": event.DetailType(), "detail": example,
	}, "", "  ")
	entry.Example = string(content)
	return entry, err
}

// describe returns the name of a field's type and a sample value.
func describe(field coffee.Field) (kind string, sample any) {
	samples := map[string]any{
		"version": coffee.Version, "orderId": "o-7Qx2", "orderNumber": 42, "queueLimit": coffee.DefaultQueueLimit,
		"barista": "ada", "by": "grace", "open": true,
		"menu":      coffee.Menu{Drinks: []coffee.Drink{{ID: "flat-white", Name: "Flat White", Available: true}}},
		"limits":    coffee.Limits{QueueLimit: coffee.DefaultQueueLimit, DrinksPerCode: coffee.DefaultDrinksPerCode, CodePeriodSeconds: coffee.DefaultCodePeriodSeconds},
		"taskToken": "AQCEAAAA…", "error": "Customer.ChangedMind", "cause": "went for a tea",
	}
	switch field.Type {
	case reflect.TypeFor[time.Time]():
		return "string, RFC 3339", "2026-11-22T08:30:00.000Z"
	case reflect.TypeFor[json.RawMessage]():
		return "any JSON", map[string]any{"drink": "flat white"}
	}
	kinds := map[reflect.Kind]string{reflect.Int: "integer", reflect.Bool: "boolean", reflect.Struct: "object"}
	return cmp.Or(kinds[field.Type.Kind()], "string"), samples[field.Name]
}

var layout = template.Must(template.New("events").Parse(`<!-- Generated by make docs from the types in coffee/event.go. -->

# Events

The shop publishes every step and every failure of an order as an event on its
bus. The default source is ` + "`{{.Source}}`" + `; the version of the payloads
is {{.Version}}.

EventBridge delivers events at least once and in any order. Consumers must be
idempotent, must not depend on the order of events, and should skip events of an
unknown version.

| from the workflow | state of the order | published when |
|---|---|---|
{{range .Workflow}}| [{{.Name}}](#{{.Anchor}}) | {{.State}} | {{.Summary}} |
{{end}}
Every execution of the workflow emits exactly one terminal event: any of these
except OrderStarted and AwaitingCompletion. If it cannot, because the execution
was stopped or aborted, the shop's tracker emits OrderFailed instead.

| from the shop's functions | published when |
|---|---|
{{range .Staff}}| [{{.Name}}](#{{.Anchor}}) | {{.Summary}} |
{{end}}
{{- define "event"}}
## {{.Name}}

{{.About}}

| field | type | |
|---|---|---|
{{range .Fields}}| ` + "`{{.Name}}`" + ` | {{.Type}} | {{.About}} |
{{end}}
` + "```json" + `
{{.Example}}
` + "```" + `

JSON Schema: [{{.Schema}}]({{.Schema}})
{{end}}
{{- range .Workflow}}{{template "event" .}}{{end}}
{{- range .Staff}}{{template "event" .}}{{end}}`))

// Anchor returns the anchor of the section.
func (s section) Anchor() string { return strings.ToLower(s.Name) }

// Summary returns when the event is published: the rest of its docstring's first
// sentence after "is published when".
func (s section) Summary() string {
	about := strings.ReplaceAll(s.About, "\n", " ")
	about = strings.TrimPrefix(about, s.Name+" is published when ")
	sentence, _, _ := strings.Cut(about, ". ")
	sentence, _, _ = strings.Cut(sentence, ": ")
	return strings.TrimSuffix(sentence, ".")
}
