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

// Staff is who signed in, the zero value where nobody did.
type Staff struct {
	// Name is their user name.
	Name   string
	Groups []string
}

// staffOf reads the claims that the authorizer checked. It lets ID tokens pass
// as well, which are for the pages that show who signed in, not for the API.
func staffOf(authorizer *events.APIGatewayV2HTTPRequestContextAuthorizerDescription) Staff {
	if authorizer == nil || authorizer.JWT == nil || authorizer.JWT.Claims["token_use"] != "access" {
		return Staff{}
	}
	claims := authorizer.JWT.Claims
	return Staff{
		Name: cmp.Or(claims["username"], claims["sub"]),
		// API Gateway hands a list over as one string, "[barista manager]".
		Groups: strings.Fields(strings.Trim(claims["cognito:groups"], "[]")),
	}
}

// Person is the name of the member of staff who asks.
func Person(ctx context.Context) string { return callOf(ctx).staff.Name }

// admit lets in members of the groups, or everyone where there is none.
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

// HashSecret is what is kept of an order's secret.
func HashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// HasSecret reports whether whoever asks knows the secret of that hash.
func HasSecret(ctx context.Context, hash []byte) bool {
	return subtle.ConstantTimeCompare(HashSecret(callOf(ctx).bearer), hash) == 1
}

// RequireSecret returns an error where a request comes with no secret at all.
func RequireSecret(ctx context.Context) error {
	if callOf(ctx).bearer == "" {
		return coffee.NewError(api.Unauthenticated, "Send the order's secret as bearer token.")
	}
	return nil
}
