package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Bodies are read in one place, before huma validates them: readJSON refuses what
// two JSON parsers could read differently, and textCleaner normalizes all text.
// The document's length limits and the handlers see only the normalized text.

// jsonFormat is how huma encodes and decodes bodies, which readBody has checked before.
// Unlike encoding/json, this decoder matches names case-sensitively.
var jsonFormat = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if json.Unmarshal(data, v) != nil { // the error would quote the input
			return errors.New("does not match the schema")
		}
		return nil
	},
}

// readBody returns a middleware that replaces the body by its normalized form, or refuses
// the request with 415 (not JSON) or 422 (invalid).
func (a *API) readBody(schema *huma.Schema) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		body, err := io.ReadAll(ctx.BodyReader())
		if err != nil || len(body) == 0 { // huma refuses a missing body
			next(ctx)
			return
		}
		if !isJSON(ctx.Header("Content-Type")) {
			a.refuse(ctx, http.StatusUnsupportedMediaType, &huma.ErrorDetail{Location: "header.Content-Type", Message: "is not application/json in UTF-8"})
			return
		}
		value, err := readJSON(body)
		if err != nil {
			a.refuse(ctx, http.StatusUnprocessableEntity, &huma.ErrorDetail{Location: "body", Message: err.Error()})
			return
		}
		text := textCleaner{registry: a.huma.OpenAPI().Components.Schemas}
		value = text.clean(schema, value, "body")
		if len(text.problems) > 0 {
			a.refuse(ctx, http.StatusUnprocessableEntity, text.problems...)
			return
		}
		clean, err := json.Marshal(value)
		if err != nil {
			a.refuse(ctx, http.StatusUnprocessableEntity, &huma.ErrorDetail{Location: "body", Message: "cannot be read"})
			return
		}
		next(bodyContext{ctx, bytes.NewReader(clean)})
	}
}

func (a *API) refuse(ctx huma.Context, status int, problems ...error) {
	_ = huma.WriteErr(a.huma, ctx, status, "", problems...)
}

// bodyContext is a huma.Context whose body is replaced.
type bodyContext struct {
	embedded
	body io.Reader
}

// embedded names huma.Context differently, because that type has a method Context.
type embedded = huma.Context

func (c bodyContext) BodyReader() io.Reader { return c.body }

// isJSON reports whether a content type is JSON in UTF-8. A missing header counts as JSON.
func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	media, params, err := mime.ParseMediaType(contentType)
	charset, other := params["charset"]
	return err == nil && media == "application/json" && (!other || strings.EqualFold(charset, "utf-8"))
}

// textCleaner applies coffee.CleanText to all text in a body. Strings whose schema has a
// pattern or a format are IDs or codes, not text, and are left unchanged.
type textCleaner struct {
	registry huma.Registry
	problems []error
}

func (c *textCleaner) clean(s *huma.Schema, value any, at string) any {
	for s != nil && s.Ref != "" {
		s = c.registry.SchemaFromRef(s.Ref)
	}
	if s == nil {
		return value // not in the schema, so huma refuses it
	}
	switch v := value.(type) {
	case string:
		if s.Type == huma.TypeString && s.Pattern == "" && s.Format == "" {
			return c.text(v, at)
		}
	case []any:
		for i := range v {
			v[i] = c.clean(s.Items, v[i], fmt.Sprintf("%s[%d]", at, i))
		}
	case map[string]any:
		return c.object(s, v, at)
	}
	return value
}

// object cleans the values of an object, and the names where the schema is a map.
func (c *textCleaner) object(s *huma.Schema, object map[string]any, at string) any {
	others, isMap := s.AdditionalProperties.(*huma.Schema)
	clean := make(map[string]any, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		value := object[name]
		if property := s.Properties[name]; property != nil {
			value = c.clean(property, value, at+"."+name)
		} else if isMap {
			name = c.text(name, at)
			value = c.clean(others, value, at)
		}
		if _, twice := clean[name]; twice {
			c.refuse(at, errors.New("has two names that are equal once normalized"))
		}
		clean[name] = value
	}
	return clean
}

func (c *textCleaner) text(text, at string) string {
	clean, err := coffee.CleanText(text)
	if err != nil {
		c.refuse(at, err)
	}
	return clean
}

func (c *textCleaner) refuse(at string, err error) {
	c.problems = append(c.problems, &huma.ErrorDetail{Location: at, Message: err.Error()})
}
