package token

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// pool serves the public keys of a user pool.
type pool struct {
	*Verifier
	url     string
	at      time.Time
	keys    []jwk.Key // private, all of which are served
	fetches int
	status  int
}

func newPool(t *testing.T) *pool {
	t.Helper()
	p := &pool{at: start, status: http.StatusOK}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		p.fetches++
		set := jwk.NewSet()
		for _, key := range p.keys {
			public, err := key.PublicKey()
			if err != nil || set.AddKey(public) != nil {
				t.Errorf("public key: %v", err)
			}
		}
		w.WriteHeader(p.status)
		_ = json.NewEncoder(w).Encode(set)
	}))
	t.Cleanup(server.Close)
	p.url = server.URL
	p.Verifier = New(issuer, server.URL, func() time.Time { return p.at })
	p.keys = []jwk.Key{newKey(t, "key-1")}
	return p
}

func newKey(t *testing.T, id string) jwk.Key {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key, err := jwk.Import(private)
	if err != nil || key.Set(jwk.KeyIDKey, id) != nil || key.Set(jwk.AlgorithmKey, jwa.RS256()) != nil {
		t.Fatal(err)
	}
	return key
}

// claims returns those of a valid access token, with changes. A change to nil removes a
// claim.
func claims(changes map[string]any) map[string]any {
	all := map[string]any{
		"iss": issuer, "sub": "1", "username": "mia", "client_id": "a-client", "token_use": "access",
		"exp": start.Add(time.Hour).Unix(), "iat": start.Unix(), "cognito:groups": []string{"barista", "manager"},
	}
	maps.Copy(all, changes)
	maps.DeleteFunc(all, func(_ string, value any) bool { return value == nil })
	return all
}

func sign(t *testing.T, algorithm jwa.SignatureAlgorithm, key any, claims map[string]any) string {
	t.Helper()
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	text, err := jws.Sign(payload, jws.WithKey(algorithm, key))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (p *pool) sign(t *testing.T, changes map[string]any) string {
	t.Helper()
	return sign(t, jwa.RS256(), p.keys[0], claims(changes))
}

func (p *pool) check(t *testing.T, name, text string, want coffee.ErrorCode) {
	t.Helper()
	got, err := p.Verify(t.Context(), text)
	if want == "" && err != nil || want != "" && coffee.CodeOf(err) != want {
		t.Errorf("Verify(%s) = %+v, %v, want the error %q", name, got, err, want)
	}
	if err != nil && text != "" && strings.Contains(err.Error(), text) {
		t.Errorf("Verify(%s) = %v, which has the token", name, err)
	}
}

// withID returns a symmetric key named key-1.
func withID(t *testing.T, secret []byte) jwk.Key {
	t.Helper()
	key, err := jwk.Import(secret)
	if err != nil || key.Set(jwk.KeyIDKey, "key-1") != nil {
		t.Fatal(err)
	}
	return key
}

// rs512 returns the same key for another algorithm.
func rs512(t *testing.T, key jwk.Key) jwk.Key {
	t.Helper()
	other, err := key.Clone()
	if err != nil || other.Set(jwk.AlgorithmKey, jwa.RS512()) != nil {
		t.Fatal(err)
	}
	return other
}
