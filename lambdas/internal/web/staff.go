package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/danielgtaylor/huma/v2"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Staff is the member of staff who sent a request, the zero value if nobody signed in.
type Staff struct {
	// Name is the user name.
	Name   string
	Groups []string
}

// staffOf reads the claims of a token that API Gateway's authorizer verified. The
// authorizer accepts ID tokens as well; they are for pages, so they count as no
// sign-in here.
func staffOf(authorizer *events.APIGatewayV2HTTPRequestContextAuthorizerDescription) Staff {
	if authorizer == nil || authorizer.JWT == nil || authorizer.JWT.Claims["token_use"] != "access" {
		return Staff{}
	}
	claims := authorizer.JWT.Claims
	return Staff{
		Name: cmp.Or(claims["username"], claims["sub"]),
		// API Gateway passes a list as one string, "[barista manager]".
		Groups: strings.Fields(strings.Trim(claims["cognito:groups"], "[]")),
	}
}

// Person returns the user name of the member of staff who sent the request.
func Person(ctx context.Context) string { return callOf(ctx).staff.Name }

// admit passes requests on from members of the groups, or from anyone if there are
// no groups, and refuses others with 401 or 403.
func (a *API) admit(groups []string) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		status := admission(callOf(ctx.Context()).staff, groups)
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

func admission(staff Staff, groups []string) int {
	switch {
	case len(groups) == 0:
		return http.StatusOK
	case staff.Name == "":
		return http.StatusUnauthorized
	case slices.ContainsFunc(groups, func(group string) bool { return slices.Contains(staff.Groups, group) }):
		return http.StatusOK
	default:
		return http.StatusForbidden
	}
}

// HashSecret returns the hash by which an order's secret is stored.
func HashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// HasSecret reports whether the request came with the secret that has this hash.
func HasSecret(ctx context.Context, hash []byte) bool {
	return subtle.ConstantTimeCompare(HashSecret(callOf(ctx).bearer), hash) == 1
}

// RequireSecret returns an error with the code Unauthenticated if the request came
// without a secret.
func RequireSecret(ctx context.Context) error {
	if callOf(ctx).bearer == "" {
		return coffee.NewError(api.Unauthenticated, "Send the order's secret as bearer token.")
	}
	return nil
}
