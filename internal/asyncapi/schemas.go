package asyncapi

import (
	"reflect"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/api"
)

const schemaPrefix = "#/components/schemas/"

// registry holds the schemas of the live messages and requests and of api.Site, with
// those that they use. They are the schemas of docs/openapi.json where both have them.
var registry = sync.OnceValue(func() huma.Registry {
	schemas := huma.NewMapRegistry(schemaPrefix, name)
	for _, t := range []reflect.Type{reflect.TypeFor[api.LiveRequest](), reflect.TypeFor[api.Site]()} {
		schemas.Schema(t, true, "")
	}
	for _, kind := range api.LiveKinds() {
		schemas.Schema(kind.Message, true, "")
		narrow(schemas.Map()[kind.Name], kind)
	}
	return schemas
})

// name names the schemas of live messages by their kind, and others like
// docs/openapi.json does.
func name(t reflect.Type, hint string) string {
	for _, kind := range api.LiveKinds() {
		if kind.Message == t {
			return kind.Name
		}
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// narrow restricts the type and the channel in a message's schema to those of its kind.
func narrow(schema *huma.Schema, kind api.LiveKind) {
	types := schema.Properties["type"]
	types.Enum = nil
	for _, t := range kind.Types {
		types.Enum = append(types.Enum, string(t))
	}
	if kind.Channel != "" {
		schema.Properties["channel"].Enum = []any{string(kind.Channel)}
	}
	schema.PrecomputeMessages()
}
