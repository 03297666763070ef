package web_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

// serveOpen serves the route api.ShopOpen with the handler h, and logs to log.
func serveOpen(log *bytes.Buffer, h func(context.Context, *api.OpenInput) (*api.OpenOutput, error)) webtest.Serve {
	a := web.New(slog.New(slog.NewJSONHandler(log, nil)))
	web.Handle(a, api.ShopOpen, h)
	return a.Serve
}

func echo(_ context.Context, in *api.OpenInput) (*api.OpenOutput, error) {
	return &api.OpenOutput{Body: in.Body}, nil
}

func put(body string) events.APIGatewayV2HTTPRequest {
	return webtest.Request(webtest.Manager, "PUT", "/api/shop", body)
}

func TestBase64Body(t *testing.T) {
	request := put(base64.StdEncoding.EncodeToString([]byte(`{"open":true}`)))
	request.IsBase64Encoded = true
	got := webtest.Ask(t, serveOpen(new(bytes.Buffer), echo), request)
	if got.Status != 200 || strings.TrimSpace(got.Body) != `{"open":true}` {
		t.Errorf("base64 body = %+v, want 200 and the decoded body", got)
	}
	request.Body = "%"
	if got := webtest.Ask(t, serveOpen(new(bytes.Buffer), echo), request); got.Status != 422 || got.Headers["X-Request-Id"] != "request-1" {
		t.Errorf("broken base64 = %+v, want 422 with the request ID", got)
	}
}

func TestAPanicIsLoggedAndAnswered500(t *testing.T) {
	var log bytes.Buffer
	serve := serveOpen(&log, func(ctx context.Context, _ *api.OpenInput) (*api.OpenOutput, error) {
		web.Note(ctx, "orderId", "order-1")
		panic("the secret plan")
	})
	got := webtest.Ask(t, serve, put(`{"open":true}`))
	if got.Status != 500 || got.Code != coffee.Internal || strings.Contains(got.Body, "plan") {
		t.Errorf("panic = %+v, want 500 without the panic's text", got)
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
		{"for clients", coffee.NewError(api.Forbidden, "No."), 403, false},
		{"for the log", errors.New("table internal-name"), 500, true},
		{"with an unknown code", coffee.NewError("new_code", "internal-name"), 500, true},
		{"busy", web.Busy(errors.New("internal-name")), 503, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			serve := serveOpen(&log, func(context.Context, *api.OpenInput) (*api.OpenOutput, error) { return nil, c.err })
			got := webtest.Ask(t, serve, put(`{"open":true}`))
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
	request := webtest.Request(webtest.Customer("c", "the-secret"), "PUT", "/api/shop", `{"open":"the-secret"}`)
	got := webtest.Ask(t, serveOpen(&log, echo), request)
	request = put(`{"open":"the-secret"}`)
	invalid := webtest.Ask(t, serveOpen(&log, echo), request)
	if text := log.String() + got.Body + invalid.Body; strings.Contains(text, "the-secret") {
		t.Errorf("log and answers = %s, want no secret", text)
	}
}

func TestAnUnreadableBodyIsRefused(t *testing.T) {
	w := httptest.NewRecorder()
	webtest.New().ServeHTTP(w, httptest.NewRequest(http.MethodPut, "/api/shop", iotest.ErrReader(errors.New("cut off"))))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("unreadable body = %d, want 413", w.Code)
	}
}
