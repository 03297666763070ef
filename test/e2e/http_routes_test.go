package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// reply is a response of the API.
type reply struct {
	status int
	header http.Header
	text   string
}

// send sends a request to a route, such as "GET /api/shop", without retries. All
// requests have the same idempotency key, so that they create one order.
func (c *counter) send(route, bearer string, body any) (reply, error) {
	method, path, _ := strings.Cut(route, " ")
	content, err := json.Marshal(body)
	if err != nil {
		return reply{}, err
	}
	request, err := http.NewRequestWithContext(c.ctx, method, c.url+path, bytes.NewReader(content))
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", "that-of-all-requests-"+run)
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, strings.TrimSpace(string(text))}, err
}

func TestEveryRouteHasARule(t *testing.T) {
	c := staffedShop(t, listing)
	var ruled []string
	for _, rule := range rules("") {
		ruled = append(ruled, rule.route)
	}
	deployed := c.deployedRoutes()
	if missing, stale := without(deployed, ruled), without(ruled, deployed); len(missing)+len(stale) > 0 {
		t.Errorf("deployed routes without a rule: %q; rules without a route: %q", missing, stale)
	}
	// The document describes the API, without unknown paths and pages.
	documented := append(c.documentedRoutes(), "ANY /api/{proxy+}", "ANY /", "ANY /{proxy+}")
	for _, route := range documented {
		if path, isGet := strings.CutPrefix(route, "GET "); isGet { // the document describes HEAD once, for all GET routes
			documented = append(documented, "HEAD "+path)
		}
	}
	if missing, stale := without(documented, ruled), without(ruled, documented); len(missing)+len(stale) > 0 {
		t.Errorf("routes in the OpenAPI document without a rule: %q; rules without a route: %q", missing, stale)
	}
}

// without returns the routes that are not in others.
func without(routes, others []string) []string {
	return slices.DeleteFunc(slices.Clone(routes), func(route string) bool { return slices.Contains(others, route) })
}

// deployedRoutes returns the routes of the HTTP API in the stack's template. The keys
// of the WebSocket API's routes are single words.
func (c *counter) deployedRoutes() []string {
	out, err := cloudformation.NewFromConfig(c.site.AWS).GetTemplate(c.ctx, &cloudformation.GetTemplateInput{StackName: new(c.env.StackName())})
	c.must(err)
	var template struct {
		Resources map[string]struct {
			Type       string
			Properties struct{ RouteKey string }
		}
	}
	c.must(json.Unmarshal([]byte(*out.TemplateBody), &template))
	var routes []string
	for _, resource := range template.Resources {
		if resource.Type == "AWS::ApiGatewayV2::Route" && strings.Contains(resource.Properties.RouteKey, " ") {
			routes = append(routes, resource.Properties.RouteKey)
		}
	}
	return routes
}

// documentedRoutes returns the routes in the OpenAPI document that the API serves.
func (c *counter) documentedRoutes() []string {
	got, err := c.send("GET /api/openapi.json", "", nil)
	c.must(err)
	var document struct {
		Paths map[string]map[string]any
	}
	c.must(json.Unmarshal([]byte(got.text), &document))
	var routes []string
	for path, methods := range document.Paths {
		for method := range methods {
			routes = append(routes, strings.ToUpper(method)+" "+path)
		}
	}
	return routes
}

func TestRequestsThatNoRouteAcceptsGetAProblem(t *testing.T) {
	c := staffedShop(t, listing)
	barista, manager := c.badges[coffee.GroupBarista].Access, c.badges[coffee.GroupManager].Access
	small, large := map[string]string{}, map[string]string{"code": strings.Repeat("x", 8<<10)}
	for _, test := range []struct {
		route, bearer string
		body          any
		status        int
		code          coffee.ErrorCode
		allow         string
	}{
		{"GET /api/no-such-page", "", nil, 404, api.NotFound, ""},
		{"POST /api/queue/no-such-order/drink", barista, small, 404, api.NotFound, ""},
		{"DELETE /api/queue", barista, nil, 405, api.WrongMethod, "GET, HEAD, POST"},
		{"POST /api/orders/no-such-order", "", small, 405, api.WrongMethod, "GET, HEAD, PUT, DELETE"},

		{"POST /api/orders", "", large, 413, api.TooLarge, ""},
		{"PUT /api/orders/no-such-order", "a-secret", large, 413, api.TooLarge, ""},
		{"POST /api/queue", barista, large, 413, api.TooLarge, ""},
		{"PUT /api/settings", manager, large, 413, api.TooLarge, ""},
		{"POST /api/no-such-page", "", large, 413, api.TooLarge, ""},
	} {
		got, err := c.send(test.route, test.bearer, test.body)
		c.must(err)
		var problem struct{ Code coffee.ErrorCode }
		if got.status != test.status || got.header.Get("Content-Type") != "application/problem+json" ||
			json.Unmarshal([]byte(got.text), &problem) != nil || problem.Code != test.code || got.header.Get("Allow") != test.allow {
			t.Errorf("%s = %d %v %s, want a problem, %d %s, and Allow: %s", test.route, got.status, got.header, got.text,
				test.status, test.code, test.allow)
		}
	}
}
