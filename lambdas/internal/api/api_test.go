package api_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/api/apitest"
)

// opened serves one route, whose handler does as it is told.
func opened(log *bytes.Buffer, h func(context.Context, *api.OpenInput) (*api.OpenOutput, error)) apitest.Serve {
	a := api.New(slog.New(slog.NewJSONHandler(log, nil)))
	api.Handle(a, api.ShopOpen, h)
	return a.Serve
}

func echo(_ context.Context, in *api.OpenInput) (*api.OpenOutput, error) {
	return &api.OpenOutput{Body: in.Body}, nil
}

func put(body string) events.APIGatewayV2HTTPRequest {
	return apitest.Request(apitest.Manager, "PUT", "/api/shop", body)
}

func TestBase64Body(t *testing.T) {
	request := put(base64.StdEncoding.EncodeToString([]byte(`{"open":true}`)))
	request.IsBase64Encoded = true
	got := apitest.Ask(t, opened(new(bytes.Buffer), echo), request)
	if got.Status != 200 || strings.TrimSpace(got.Body) != `{"open":true}` {
		t.Errorf("base64 body = %+v, want 200 and the same", got)
	}
	request.Body = "%"
	if got := apitest.Ask(t, opened(new(bytes.Buffer), echo), request); got.Status != 422 || got.Headers["X-Request-Id"] != "request-1" {
		t.Errorf("broken base64 = %+v, want 422 with the request's id", got)
	}
}

func TestPanicIsTold(t *testing.T) {
	var log bytes.Buffer
	serve := opened(&log, func(ctx context.Context, _ *api.OpenInput) (*api.OpenOutput, error) {
		api.Note(ctx, "orderId", "order-1")
		panic("the secret plan")
	})
	got := apitest.Ask(t, serve, put(`{"open":true}`))
	if got.Status != 500 || got.Code != coffee.Internal || strings.Contains(got.Body, "plan") {
		t.Errorf("panic = %+v, want 500 and nothing of it", got)
	}
	for _, want := range []string{"the secret plan", `"orderId":"order-1"`, `"gatewayRequestId":"request-1"`, `"route":"PUT /api/shop"`, `"status":500`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log = %s, want %s", log.String(), want)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		status int
		logged bool
	}{
		{"for clients", coffee.NewError(coffee.Forbidden, "No."), 403, false},
		{"for the log", errors.New("table internal-name"), 500, true},
		{"of a code of tomorrow", coffee.NewError("new_code", "internal-name"), 500, true},
		{"busy", api.Busy(errors.New("internal-name")), 503, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			serve := opened(&log, func(context.Context, *api.OpenInput) (*api.OpenOutput, error) { return nil, c.err })
			got := apitest.Ask(t, serve, put(`{"open":true}`))
			if got.Status != c.status || strings.Contains(got.Body, "internal-name") {
				t.Errorf("answer = %+v, want %d and nothing internal", got, c.status)
			}
			if strings.Contains(log.String(), "internal-name") != c.logged {
				t.Errorf("log = %s, want the error: %t", log.String(), c.logged)
			}
		})
	}
}

func TestSecretsStayOutOfLogsAndProblems(t *testing.T) {
	var log bytes.Buffer
	request := apitest.Request(apitest.Customer("c", "the-secret"), "PUT", "/api/shop", `{"open":"the-secret"}`)
	got := apitest.Ask(t, opened(&log, echo), request)
	request = put(`{"open":"the-secret"}`)
	invalid := apitest.Ask(t, opened(&log, echo), request)
	if text := log.String() + got.Body + invalid.Body; strings.Contains(text, "the-secret") {
		t.Errorf("log and answers = %s, want no secret", text)
	}
}

func TestUnreadableBodyIsRefused(t *testing.T) {
	w := httptest.NewRecorder()
	apitest.New().ServeHTTP(w, httptest.NewRequest(http.MethodPut, "/api/shop", iotest.ErrReader(errors.New("cut off"))))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("unreadable body = %d, want 413", w.Code)
	}
}

type operation struct {
	OperationID string `json:"operationId"`
	Security    []map[string][]string
	Responses   map[string]response
}

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]any
}

func TestDocumentHasEveryRoute(t *testing.T) {
	document, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		OpenAPI    string
		Paths      map[string]map[string]operation
		Components struct{ Responses map[string]response }
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if read.OpenAPI != "3.1.0" || bytes.Contains(text, []byte("$schema")) {
		t.Errorf("document = OpenAPI %s, want 3.1.0 without $schema", read.OpenAPI)
	}
	want := strings.Fields(`GET/api/shop:shop-view POST/api/orders:order-redeem GET/api/orders/{id}:order-view
		PUT/api/orders/{id}:order-place DELETE/api/orders/{id}:order-cancel GET/api/queue:queue-view POST/api/queue:queue-add
		POST/api/queue/{id}/claim:queue-claim POST/api/queue/{id}/release:queue-release POST/api/queue/{id}/complete:queue-complete
		POST/api/queue/{id}/collect:queue-collect POST/api/queue/{id}/cancel:queue-cancel GET/api/code:code-view PUT/api/shop:shop-open
		PUT/api/menu:menu-replace PUT/api/menu/{drink}:drink-available GET/api/settings:settings-view PUT/api/settings:settings-replace GET/api/openapi.json:openapi-view`)
	var got []string
	for path, methods := range read.Paths {
		for method, op := range methods {
			got = append(got, strings.ToUpper(method)+path+":"+op.OperationID)
			for status, response := range op.Responses {
				if _, shared, isRef := strings.Cut(response.Ref, "#/components/responses/"); isRef {
					response = read.Components.Responses[shared]
				}
				throttled := status == "429" && op.OperationID != "order-redeem" // by API Gateway
				if status >= "400" && !throttled && response.Content["application/problem+json"] == nil {
					t.Errorf("%s %s answers %s with %v, want a problem", method, path, status, response.Content)
				}
			}
			public := regexp.MustCompile(`^(shop-view|order-redeem|openapi-view)$`).MatchString(op.OperationID)
			if public != (len(op.Security) == 0) {
				t.Errorf("%s %s has security %v", method, path, op.Security)
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("routes = %v, want %v", got, want)
	}
}
