// Package token verifies the access tokens of the staff, which Amazon Cognito issues.
package token

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// skew is by how much the clock of the token's issuer may differ.
const skew = 10 * time.Second

// Claims are what an access token says about its holder.
type Claims struct {
	// Client is the ID of the app client that the holder signed in with.
	Client string
	// Groups lists the holder's groups.
	Groups []string
}

// Verifier verifies access tokens of one user pool.
type Verifier struct {
	issuer string
	keys   *keys
	now    func() time.Time
}

// New returns a Verifier of the tokens of an issuer, whose keys are at a URL.
func New(issuer, keysURL string, now func() time.Time) *Verifier {
	return &Verifier{issuer, &keys{url: keysURL, now: now}, now}
}

// FromEnvironment returns a Verifier of the user pool that the function's environment
// variables name. An emulator, at AWS_ENDPOINT_URL, serves the pool's keys below its own
// URL and not at the issuer's.
func FromEnvironment() *Verifier {
	issuer := os.Getenv(envvar.TokenIssuer)
	base := issuer
	if emulator := os.Getenv("AWS_ENDPOINT_URL"); emulator != "" {
		base = emulator + "/" + os.Getenv(envvar.UserPoolID)
	}
	return New(issuer, base+"/.well-known/jwks.json", time.Now)
}

// Verify returns the claims of an access token. For a token that is not valid, the error
// has the code api.Unauthenticated. No error contains the token.
func (v *Verifier) Verify(ctx context.Context, text string) (Claims, error) {
	message, err := jws.ParseString(text, jws.WithCompact())
	if err != nil || len(message.Signatures()) != 1 {
		return Claims{}, invalid("is not a JSON Web Token")
	}
	header := message.Signatures()[0].ProtectedHeaders()
	if algorithm, ok := header.Algorithm(); !ok || algorithm != jwa.RS256() {
		return Claims{}, invalid("is not signed with RS256")
	}
	id, _ := header.KeyID()
	key, err := v.keys.find(ctx, id)
	if err != nil {
		return Claims{}, err
	}
	parsed, err := jwt.ParseString(text, jwt.WithKey(jwa.RS256(), key),
		jwt.WithClock(jwt.ClockFunc(v.now)), jwt.WithAcceptableSkew(skew),
		jwt.WithIssuer(v.issuer), jwt.WithRequiredClaim(jwt.ExpirationKey), jwt.WithClaimValue("token_use", "access"))
	if err != nil {
		return Claims{}, invalid("is expired, or not an access token of this user pool")
	}
	return claimsOf(parsed), nil
}

// claimsOf returns the claims of a token, without those that are missing or of another
// type.
func claimsOf(parsed jwt.Token) Claims {
	var claims Claims
	var groups []any
	_ = parsed.Get("client_id", &claims.Client)
	_ = parsed.Get("cognito:groups", &groups)
	for _, group := range groups {
		if name, ok := group.(string); ok {
			claims.Groups = append(claims.Groups, name)
		}
	}
	return claims
}

func invalid(why string) error {
	return coffee.NewError(api.Unauthenticated, fmt.Sprintf("The access token %s.", why))
}
