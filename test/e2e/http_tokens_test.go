package e2e

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// expiringToken returns an access token of the manager that was accepted once, and
// expires within 3 s.
func (c *counter) expiringToken() string {
	c.t.Helper()
	defer c.shortenTokens()()
	var token string
	c.must(eventually(c.ctx, func(ctx context.Context) error { // on a slow machine the token may expire before its first request
		tokens, err := c.people().SignIn(ctx, coffee.GroupManager, password)
		token = tokens.Access
		if err != nil {
			return err
		}
		return c.admits(token, http.StatusOK)
	}))
	return token
}

// shortenTokens makes access tokens last for 3 s, until restore is called. On AWS the
// minimum is five minutes, and updating a client resets the settings left out.
func (c *counter) shortenTokens() (restore func()) {
	cfg := running.Config()
	users := cognito.NewFromConfig(cfg)
	pool, client := new(c.Outputs["UserPoolId"]), new(c.Outputs["UserPoolClientId"])
	out, err := users.DescribeUserPoolClient(c.ctx, &cognito.DescribeUserPoolClientInput{UserPoolId: pool, ClientId: client})
	c.must(err)
	update := func(validity *int32, units *types.TokenValidityUnitsType) {
		_, err := users.UpdateUserPoolClient(context.WithoutCancel(c.ctx), &cognito.UpdateUserPoolClientInput{
			UserPoolId: pool, ClientId: client, AccessTokenValidity: validity, TokenValidityUnits: units,
		})
		c.must(err)
	}
	was := out.UserPoolClient
	units := *was.TokenValidityUnits
	units.AccessToken = types.TimeUnitsTypeSeconds
	update(new(int32(3)), &units)
	return func() { update(was.AccessTokenValidity, was.TokenValidityUnits) }
}

// admits returns an error unless GET /api/settings returns the status for the token.
func (c *counter) admits(token string, status int) error {
	got, err := c.send("GET /api/settings", token, nil)
	if err == nil && got.status != status {
		err = fmt.Errorf("a manager's token = %d %s, want %d", got.status, got.text, status)
	}
	return err
}

// awaitExpiry waits until the API refuses the token.
func (c *counter) awaitExpiry(token string) error {
	return eventually(c.ctx, func(context.Context) error { return c.admits(token, http.StatusUnauthorized) })
}

var encoding = base64.RawURLEncoding

// promote returns an access token with all groups added to its claims, but the old
// signature.
func promote(t *testing.T, token string) string {
	t.Helper()
	parts := strings.Split(token, ".")
	var claims map[string]any
	content, err := encoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(content, &claims)
	}
	if err != nil || claims["cognito:groups"] == nil {
		t.Fatalf("an access token has the claims %v, %v, want groups", claims, err)
	}
	claims["cognito:groups"] = coffee.StaffGroups()
	if content, err = json.Marshal(claims); err != nil {
		t.Fatal(err)
	}
	parts[1] = encoding.EncodeToString(content)
	return strings.Join(parts, ".")
}

// forge returns a token with one letter of its signature changed.
func forge(token string) string {
	begin, signature := token[:strings.LastIndex(token, ".")+1], token[strings.LastIndex(token, ".")+1:]
	other := "A"
	if signature[:1] == other {
		other = "B"
	}
	return begin + other + signature[1:]
}

// stripSignature returns a token with the algorithm none and no signature.
func stripSignature(token string) string {
	parts := strings.Split(token, ".")
	return encoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + parts[1] + "."
}
