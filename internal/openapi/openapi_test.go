package openapi_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/openapi"
)

type operation struct {
	OperationID string `json:"operationId"`
	Security    []map[string][]string
	Responses   map[string]response
}

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]any
}

type document struct {
	OpenAPI    string
	Paths      map[string]map[string]operation
	Components struct{ Responses map[string]response }
}

func read(t *testing.T) (document, []byte) {
	t.Helper()
	text, err := openapi.Text()
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	return d, text
}

func TestTheDocumentHasEveryRouteAndNoOther(t *testing.T) {
	d, text := read(t)
	if d.OpenAPI != "3.1.0" || bytes.Contains(text, []byte("$schema")) {
		t.Errorf("document = OpenAPI %s, want 3.1.0 without $schema", d.OpenAPI)
	}
	var got, want []string
	for path, methods := range d.Paths {
		for method, op := range methods {
			got = append(got, strings.ToUpper(method)+" "+path+" "+op.OperationID)
		}
	}
	for _, route := range api.Routes() {
		want = append(want, route.Key()+" "+route.ID)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("routes = %v, want %v", got, want)
	}
}

func TestEveryRouteHasItsSecurityScheme(t *testing.T) {
	d, _ := read(t)
	for _, route := range api.Routes() {
		want := []string{}
		if route.Secret {
			want = []string{"orderSecret"}
		} else if len(route.Staff) > 0 {
			want = []string{"staffToken"}
			if route.Machines {
				want = append(want, "machineToken")
			}
		}
		security := d.Paths[route.Path][strings.ToLower(route.Method)].Security
		if security == nil {
			t.Errorf("%s has no security, want a list", route.Key())
		}
		got := []string{}
		for _, schemes := range security {
			for scheme := range schemes {
				got = append(got, scheme)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has security %v, want %v", route.Key(), got, want)
		}
	}
}

func TestEveryErrorOfAFunctionIsAProblem(t *testing.T) {
	d, _ := read(t)
	for path, methods := range d.Paths {
		for method, op := range methods {
			for status, response := range op.Responses {
				if _, shared, isRef := strings.Cut(response.Ref, "#/components/responses/"); isRef {
					response = d.Components.Responses[shared]
				}
				throttled := status == "429" && op.OperationID != api.OrderRedeem.ID // by API Gateway
				if status >= "400" && !throttled && response.Content[api.ProblemType] == nil {
					t.Errorf("%s %s answers %s with %v, want a problem", method, path, status, response.Content)
				}
			}
		}
	}
}
