package token

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

const issuer = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc"

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func TestAValidTokenHasItsClaims(t *testing.T) {
	p := newPool(t)
	got, err := p.Verify(t.Context(), p.sign(t, nil))
	if err != nil || got.Client != "a-client" || !slices.Equal(got.Groups, []string{"barista", "manager"}) {
		t.Errorf("Verify = %+v, %v, want the client and its groups", got, err)
	}
	for name, changes := range map[string]map[string]any{
		"no groups":   {"cognito:groups": nil, "client_id": nil},
		"other types": {"cognito:groups": "barista", "client_id": 3},
		"odd groups":  {"cognito:groups": []any{1, nil}, "client_id": []string{"a-client"}},
	} {
		if got, err := p.Verify(t.Context(), p.sign(t, changes)); err != nil || got.Client != "" || got.Groups != nil {
			t.Errorf("Verify(%s) = %+v, %v, want neither client nor groups", name, got, err)
		}
	}
}

func TestTokensAreRefused(t *testing.T) {
	p := newPool(t)
	valid := p.sign(t, nil)
	parts := strings.Split(valid, ".")
	public, err := p.keys[0].PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	der, err := jwk.Pem(public)
	if err != nil {
		t.Fatal(err)
	}
	hmac := withID(t, der)
	encode := base64.RawURLEncoding.EncodeToString
	for name, text := range map[string]string{
		"another pool":              p.sign(t, map[string]any{"iss": issuer + "d"}),
		"no issuer":                 p.sign(t, map[string]any{"iss": nil}),
		"an ID token":               p.sign(t, map[string]any{"token_use": "id"}),
		"no use":                    p.sign(t, map[string]any{"token_use": nil}),
		"expired":                   p.sign(t, map[string]any{"exp": start.Add(-time.Minute).Unix()}),
		"no expiry":                 p.sign(t, map[string]any{"exp": nil}),
		"not valid yet":             p.sign(t, map[string]any{"nbf": start.Add(time.Minute).Unix()}),
		"another key with its name": sign(t, jwa.RS256(), newKey(t, "key-1"), claims(nil)),
		"an unknown key":            sign(t, jwa.RS256(), newKey(t, "key-2"), claims(nil)),
		"a key without a name":      sign(t, jwa.RS256(), newKey(t, ""), claims(nil)),
		"RS512":                     sign(t, jwa.RS512(), rs512(t, p.keys[0]), claims(nil)),
		"HS256 with the public key": sign(t, jwa.HS256(), hmac, claims(nil)),
		"no algorithm":              encode([]byte(`{"alg":"none","kid":"key-1"}`)) + "." + parts[1] + ".",
		"a tampered payload":        parts[0] + "." + encode([]byte(strings.Replace(string(payload(t, parts[1])), "barista", "manager", 1))) + "." + parts[2],
		"no signature":              parts[0] + "." + parts[1] + ".",
		"half a token":              parts[0] + "." + parts[1],
		"not a token":               "hello",
		"empty":                     "",
		"JSON":                      `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`,
	} {
		p.check(t, name, text, api.Unauthenticated)
	}
	p.check(t, "valid", valid, "")
}

func payload(t *testing.T, part string) []byte {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestClocksMayDifferALittle(t *testing.T) {
	p := newPool(t)
	p.check(t, "just expired", p.sign(t, map[string]any{"exp": start.Add(-skew / 2).Unix()}), "")
	p.check(t, "valid in a moment", p.sign(t, map[string]any{"nbf": start.Add(skew / 2).Unix()}), "")
}

func TestKeysAreFetchedOnceAndAgainForAnUnknownKey(t *testing.T) {
	p := newPool(t)
	check := func(name string, key jwk.Key, want coffee.ErrorCode, fetches int) {
		t.Helper()
		p.check(t, name, sign(t, jwa.RS256(), key, claims(nil)), want)
		if p.fetches != fetches {
			t.Errorf("%s: the keys were fetched %d times, want %d", name, p.fetches, fetches)
		}
	}
	added := newKey(t, "key-2")
	check("the first token", p.keys[0], "", 1)
	check("the second token", p.keys[0], "", 1)
	check("an unknown key", added, api.Unauthenticated, 1)
	p.keys = append(p.keys, added)
	p.at = start.Add(refetchAfter - time.Second)
	check("a new key, too soon", added, api.Unauthenticated, 1)
	p.at = start.Add(refetchAfter)
	check("a new key", added, "", 2)
	check("a made-up key", newKey(t, "key-3"), api.Unauthenticated, 2)
	check("the old key", p.keys[0], "", 2)
}

func TestMissingKeysAreNotTheClientsFault(t *testing.T) {
	p := newPool(t)
	valid := p.sign(t, nil)
	p.status = http.StatusInternalServerError
	p.check(t, "while the keys cannot be fetched", valid, coffee.Busy)
	p.status = http.StatusOK
	p.check(t, "afterwards", valid, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p.at = start.Add(time.Hour)
	if _, err := p.Verify(ctx, sign(t, jwa.RS256(), newKey(t, "key-2"), claims(nil))); coffee.CodeOf(err) != coffee.Busy {
		t.Errorf("Verify without a network = %v, want %s", err, coffee.Busy)
	}
}

func TestTheKeysAreAtTheIssuerOrOnTheEmulator(t *testing.T) {
	p := newPool(t)
	t.Setenv(envvar.TokenIssuer, issuer)
	t.Setenv(envvar.UserPoolID, "pool-1")
	for emulator, want := range map[string]string{
		"":    issuer + "/.well-known/jwks.json",
		p.url: p.url + "/pool-1/.well-known/jwks.json",
	} {
		t.Setenv("AWS_ENDPOINT_URL", emulator)
		if got := FromEnvironment(); got.keys.url != want || got.issuer != issuer {
			t.Errorf("on the emulator %q, the keys are at %s, want %s", emulator, got.keys.url, want)
		}
	}
}
