package api

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

// shareResponses moves errors that several operations answer alike out of them,
// so that people can read the document.
func shareResponses(document *huma.OpenAPI) error {
	users := map[string][]*huma.Operation{} // by status and response
	for _, path := range document.Paths {
		for _, op := range operations(path) {
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

// share gives the operations one response of that status, unless it is their
// success, there is but one of them, or others share another one already.
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
