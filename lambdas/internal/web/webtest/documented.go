package webtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
)

// undocumented describes an answer whose status or code package api does not list
// for its route. It is empty for any other answer, and for a request without a route.
func undocumented(method, path string, answer Answer) string {
	if answer.Code == api.WrongMethod {
		return "" // a route of another function
	}
	for _, route := range api.Routes() {
		if method != route.Method || !matches(route.Path, path) {
			continue
		}
		known := answer.Status == route.Status
		if answer.Code != "" {
			known = slices.Contains(route.Codes(), answer.Code) &&
				(answer.Status == api.Status(answer.Code) || answer.Status == http.StatusUnsupportedMediaType && route.HasBody())
		}
		if !known {
			return fmt.Sprintf("%s answers %d %s, which package api does not list", route.Key(), answer.Status, answer.Code)
		}
	}
	return ""
}

func matches(template, path string) bool {
	return slices.EqualFunc(strings.Split(template, "/"), strings.Split(path, "/"), func(t, p string) bool {
		return t == p || strings.HasPrefix(t, "{") && p != ""
	})
}
