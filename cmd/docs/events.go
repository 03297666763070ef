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

// documented is one event's section of the page.
type documented struct {
	Name, About, State, Schema, Example string
	Fields                              []documentedField
}

type documentedField struct{ Name, Type, About string }

// renderEvents returns events.md and the schemas, by their paths below docs.
func renderEvents(root string) (map[string][]byte, error) {
	files := map[string][]byte{}
	var page struct {
		Source          string
		Version         int
		Workflow, Staff []documented
	}
	page.Source, page.Version = coffee.Source, coffee.Version
	reflector, err := newReflector(root)
	if err != nil {
		return nil, err
	}
	for _, event := range coffee.WorkflowEvents() {
		entry, err := add(files, reflector, event)
		if err != nil {
			return nil, err
		}
		entry.State = string(coffee.ChangeOf(event).To)
		page.Workflow = append(page.Workflow, entry)
	}
	for _, event := range coffee.ShopEvents() {
		entry, err := add(files, reflector, event)
		if err != nil {
			return nil, err
		}
		page.Staff = append(page.Staff, entry)
	}
	var out bytes.Buffer
	if err := layout.Execute(&out, page); err != nil {
		return nil, err
	}
	files["events.md"] = out.Bytes()
	return files, nil
}

// add adds the event's schema to the files, and returns the event's section.
func add(files map[string][]byte, reflector *jsonschema.Reflector, event coffee.Event) (documented, error) {
	schema := reflector.Reflect(event)
	schema.ID = jsonschema.ID(schemaBase + event.DetailType() + ".json")
	content, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return documented{}, err
	}
	entry, err := document(event, schema)
	entry.Schema = filepath.Join("schemas", event.DetailType()+".json")
	files[entry.Schema] = append(content, '\n')
	return entry, err
}

// newReflector returns a reflector that takes descriptions from the types' comments.
func newReflector(root string) (*jsonschema.Reflector, error) {
	reflector := &jsonschema.Reflector{
		ExpandedStruct: true,
		// Later versions may add fields.
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
	// The library wants the comments' folder relative to the import path.
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

func document(event coffee.Event, schema *jsonschema.Schema) (documented, error) {
	entry := documented{Name: event.DetailType(), About: schema.Description}
	example := map[string]any{}
	for _, field := range coffee.Fields(event) {
		property, ok := schema.Properties.Get(field.Name)
		if !ok {
			return entry, fmt.Errorf("%s has no %s in its schema", event.DetailType(), field.Name)
		}
		kind, sample := describe(field)
		example[field.Name] = sample
		entry.Fields = append(entry.Fields, documentedField{
			Name: field.Name, Type: kind, About: strings.ReplaceAll(property.Description, "\n", " "),
		})
	}
	content, err := json.MarshalIndent(map[string]any{
		"source": coffee.Source, "detail-type": event.DetailType(), "detail": example,
	}, "", "  ")
	entry.Example = string(content)
	return entry, err
}

// describe returns the name of a field's type, and a sample value.
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

var layout = template.Must(template.New("events").Parse(`<!-- Written by make docs from the types in coffee/event.go. -->

# Events

Every step and every failure of an order is an event on the shop's bus. The
source is ` + "`{{.Source}}`" + ` unless the shop was given one of its own; the
version of the payloads is {{.Version}}.

EventBridge delivers at least once and in any order. A consumer must come to the
same end however often and in whatever order the events of an order arrive, and
leave alone a version that it does not know.

| from the workflow | the order is then | |
|---|---|---|
{{range .Workflow}}| [{{.Name}}](#{{.Anchor}}) | {{.State}} | {{.Summary}} |
{{end}}
Every execution of the workflow emits exactly one of the events that end an
order, which are all of these but OrderStarted and AwaitingCompletion. Where it
cannot (somebody stopped the execution, or Step Functions gave up on it), the
shop's tracker emits OrderFailed in its stead.

| from the staff | |
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

// Anchor returns the link to the event's section.
func (d documented) Anchor() string { return strings.ToLower(d.Name) }

// Summary returns the first sentence about the event.
func (d documented) Summary() string {
	about := strings.ReplaceAll(d.About, "\n", " ")
	about = strings.TrimPrefix(about, d.Name+" is published when ")
	sentence, _, _ := strings.Cut(about, ". ")
	sentence, _, _ = strings.Cut(sentence, ": ")
	return strings.TrimSuffix(sentence, ".")
}
