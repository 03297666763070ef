package webtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
)

// undocumented returns an error text if package api does not list the answer's status or
// code for its route. It is empty otherwise, and for a request without a route.
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

// matches reports whether a path has the form of a route's path, such as /api/orders/{id}.
func matches(template, path string) bool {
	return slices.EqualFunc(strings.Split(template, "/"), strings.Split(path, "/"), func(t, p string) bool {
		return t == p || strings.HasPrefix(t, "{") && p != ""
	})
}
