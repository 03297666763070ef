package api_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestEveryRouteIsComplete(t *testing.T) {
	ids, keys := map[string]bool{}, map[string]bool{}
	for _, route := range api.Routes() {
		if ids[route.ID] || keys[route.Key()] {
			t.Errorf("%s %s is defined twice", route.ID, route.Key())
		}
		ids[route.ID], keys[route.Key()] = true, true
		if !strings.HasPrefix(route.Path, "/api/") || route.Summary == "" || !strings.HasSuffix(route.Description, ".") {
			t.Errorf("%s = %+v, want a path below /api, a summary, and a description that ends with a full stop", route.ID, route)
		}
		if !slices.Contains([]api.Function{api.Customer, api.Barista, api.Manager}, route.Function) {
			t.Errorf("%s is served by %q, want one of the functions", route.ID, route.Function)
		}
		for _, group := range route.Staff {
			if !slices.Contains(coffee.StaffGroups(), group) {
				t.Errorf("%s allows the group %q, want groups of the staff", route.ID, group)
			}
		}
		if route.Secret && len(route.Staff) > 0 {
			t.Errorf("%s takes both an order's secret and a staff token, want one of them", route.ID)
		}
		if _, hasBody := route.Out.FieldByName("Body"); !hasBody {
			t.Errorf("%s has no response body", route.ID)
		}
	}
}

var braces = regexp.MustCompile(`\{([a-z]+)\}`)

func TestPathsAndRequestTypesHaveTheSameParameters(t *testing.T) {
	for _, route := range api.Routes() {
		var got, want []string
		for _, param := range route.Params() {
			if param.In == "path" {
				got = append(got, param.Name)
			}
		}
		for _, match := range braces.FindAllStringSubmatch(route.Path, -1) {
			want = append(want, match[1])
		}
		if !slices.Equal(got, want) {
			t.Errorf("the request of %s has the path parameters %q, want %q", route.Key(), got, want)
		}
	}
}

func TestTheCustomerFunctionServesAllRoutesForAnyone(t *testing.T) {
	for _, route := range api.Routes() {
		if route.Tag() == api.TagAnyone && route.Function != api.Customer {
			t.Errorf("%s, which anyone may call, is served by the %s function, want the one with the fewest rights", route.Key(), route.Function)
		}
	}
}
