package openapi

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// shareResponses moves error responses that several operations have in common to
// the components, which makes the document a third as long.
func shareResponses(document *huma.OpenAPI) error {
	users := map[string][]*huma.Operation{} // by status and response
	for _, path := range document.Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post, path.Put, path.Delete} {
			if op == nil {
				continue
			}
			for status, response := range op.Responses {
				text, err := json.Marshal(response)
				if err != nil {
					return err
				}
				users[status+string(text)] = append(users[status+string(text)], op)
			}
		}
	}
	document.Components.Responses = map[string]*huma.Response{}
	mostFirst := func(a, b string) int {
		return cmp.Or(cmp.Compare(len(users[b]), len(users[a])), cmp.Compare(a, b))
	}
	for _, key := range slices.SortedFunc(maps.Keys(users), mostFirst) {
		share(document.Components.Responses, key[:len("200")], users[key])
	}
	return nil
}

// share makes the operations refer to one shared response of that status, unless
// it is a success, only one operation has it, or the status has a shared response
// already.
func share(shared map[string]*huma.Response, status string, users []*huma.Operation) {
	number, _ := strconv.Atoi(status)
	name := strings.ReplaceAll(http.StatusText(number), " ", "")
	if number < http.StatusBadRequest || len(users) == 1 || shared[name] != nil {
		return
	}
	shared[name] = users[0].Responses[status]
	for _, op := range users {
		op.Responses[status] = &huma.Response{Ref: "#/components/responses/" + name}
	}
}
