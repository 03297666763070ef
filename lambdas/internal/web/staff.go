package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Staff is the member of staff or the machine client that sent a request; the zero value
// means that nobody is signed in.
type Staff struct {
	// Name is the user name. That of a machine client ends in machineSuffix.
	Name   string
	Groups []string
	// Machine is true for a machine client, which has no groups.
	Machine bool
}

// machineSuffix distinguishes machine clients from people: user names have no spaces.
const machineSuffix = " (machine)"

// staffOf returns the member of staff or the machine client named by the claims of the
// token that API Gateway's authorizer verified. The authorizer also accepts ID tokens,
// which are meant for clients and not for an API; for those staffOf returns the zero value.
func (a *API) staffOf(authorizer *events.APIGatewayV2HTTPRequestContextAuthorizerDescription) Staff {
	if authorizer == nil || authorizer.JWT == nil || authorizer.JWT.Claims["token_use"] != "access" {
		return Staff{}
	}
	claims := authorizer.JWT.Claims
	if name, ok := a.machines[claims["client_id"]]; ok && claims["username"] == "" {
		return Staff{Name: name + machineSuffix, Machine: slices.Contains(strings.Fields(claims["scope"]), coffee.OrdersScope)}
	}
	return Staff{
		Name: cmp.Or(claims["username"], claims["sub"]),
		// API Gateway passes a list as one string, "[barista manager]".
		Groups: strings.Fields(strings.Trim(claims["cognito:groups"], "[]")),
	}
}

// Person returns the name of the member of staff or the machine client that sent the
// request.
func Person(ctx context.Context) string { return callOf(ctx).staff.Name }

// IsMachine reports whether a machine client sent the request.
func IsMachine(ctx context.Context) bool { return callOf(ctx).staff.Machine }

// authorize lets in those who may call the route, and refuses others with 401 (not signed
// in) or 403.
func (a *API) authorize(route api.Operation) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		status := authorization(callOf(ctx.Context()).staff, route)
		if status == http.StatusOK {
			next(ctx)
			return
		}
		if status == http.StatusUnauthorized {
			ctx.SetHeader("WWW-Authenticate", "Bearer")
		}
		_ = huma.WriteErr(a.huma, ctx, status, "")
	}
}

// authorization returns 200, 401 or 403.
func authorization(staff Staff, route api.Operation) int {
	switch {
	case len(route.Staff) == 0:
		return http.StatusOK
	case staff.Name == "":
		return http.StatusUnauthorized
	case staff.Machine && route.Machines:
		return http.StatusOK
	case slices.ContainsFunc(route.Staff, func(group string) bool { return slices.Contains(staff.Groups, group) }):
		return http.StatusOK
	default:
		return http.StatusForbidden
	}
}

// Bearer returns the request's bearer token, empty if it has none.
func Bearer(ctx context.Context) string { return callOf(ctx).bearer }

// RequireSecret returns an error with the code Unauthenticated if the request has no
// bearer token.
func RequireSecret(ctx context.Context) error {
	if callOf(ctx).bearer == "" {
		return coffee.NewError(api.Unauthenticated, "Please send the order's secret as a bearer token.")
	}
	return nil
}
