package webtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/openapi"
)

// document is as much of the API's OpenAPI document as tests hold answers
// against.
type document struct {
	Paths      map[string]map[string]operation
	Components struct{ Responses map[string]response }
}

type operation struct{ Responses map[string]response }

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]struct {
		Schema struct {
			Properties struct {
				Code struct{ Enum []coffee.ErrorCode }
			}
		}
	}
}

var documented = sync.OnceValue(func() document {
	var d document
	text, err := openapi.Text()
	if err == nil {
		err = json.Unmarshal(text, &d)
	}
	if err != nil {
		panic(err)
	}
	return d
})

// undocumented says what the document does not know of an answer, nothing if it
// knows it all or does not have the request.
func undocumented(method, path string, answer Answer) string {
	if answer.Code == api.WrongMethod {
		return "" // a route of another function
	}
	for template, methods := range documented().Paths {
		op, has := methods[strings.ToLower(method)]
		if !has || method != strings.ToUpper(method) || !matches(template, path) {
			continue
		}
		known, has := op.Responses[strconv.Itoa(answer.Status)]
		if _, name, isRef := strings.Cut(known.Ref, "#/components/responses/"); isRef {
			known = documented().Components.Responses[name]
		}
		if !has || answer.Code != "" && !slices.Contains(known.Content["application/problem+json"].Schema.Properties.Code.Enum, answer.Code) {
			return fmt.Sprintf("%s %s answers %d %s", method, template, answer.Status, answer.Code)
		}
	}
	return ""
}

func matches(template, path string) bool {
	return slices.EqualFunc(strings.Split(template, "/"), strings.Split(path, "/"), func(t, p string) bool {
		return t == p || strings.HasPrefix(t, "{") && p != ""
	})
}
