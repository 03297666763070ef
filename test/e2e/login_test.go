package e2e

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// app is an app client whose page signs its user in by code and PKCE, as the staff's
// pages do in a browser.
type app struct {
	*counter
	clientID, page string
	// verifier is the secret that proves who asked for the code.
	verifier string
}

func (c *counter) app(clientID, page string) *app {
	return &app{c, clientID, page, rand.Text() + rand.Text()}
}

// grant is an answer of the token endpoint.
type grant struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
	Error   string `json:"error"`
}

// browser follows no redirects, and resolves every host below localhost.
var browser = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// visit sends a request to the sign-in pages: a form, or a GET for a nil form.
func (a *app) visit(path string, form url.Values) reply {
	a.t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	request, err := http.NewRequestWithContext(a.ctx, method, a.at.URL()+path, body)
	a.must(err)
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := browser.Do(request)
	a.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	a.must(err)
	return reply{response.StatusCode, response.Header, string(text)}
}

// authorize asks for the sign-in page.
func (a *app) authorize() reply {
	a.t.Helper()
	challenge := sha256.Sum256([]byte(a.verifier))
	return a.visit("/oauth2/authorize?"+url.Values{
		"client_id": {a.clientID}, "response_type": {"code"}, "scope": {"openid"}, "redirect_uri": {a.page}, "state": {"a-state"},
		"code_challenge": {encoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}.Encode(), nil)
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// code fills in the form of the sign-in page, and returns the code that the page gets.
func (a *app) code(name, password string) string {
	a.t.Helper()
	shown := a.authorize()
	form := url.Values{"username": {name}, "password": {password}}
	for _, field := range hidden.FindAllStringSubmatch(shown.text, -1) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	got := a.visit("/login", form)
	back, err := url.Parse(got.header.Get("Location"))
	a.must(err)
	query := back.Query()
	back.RawQuery = ""
	if want, err := url.Parse(a.page); err != nil || back.String() != want.String() || query.Get("state") != "a-state" || query.Get("code") == "" {
		a.t.Fatalf("signing in on %s (%d %s) = %d to %s, want a redirect to the page with a code", a.page, shown.status, shown.text, got.status, got.header.Get("Location"))
	}
	return query.Get("code")
}

// redeem exchanges a code for tokens.
func (a *app) redeem(code, verifier string) grant {
	a.t.Helper()
	return a.token(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}, "redirect_uri": {a.page}})
}

// refresh exchanges a refresh token for an access token.
func (a *app) refresh(token string) grant {
	a.t.Helper()
	return a.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
}

func (a *app) token(form url.Values) grant {
	a.t.Helper()
	form.Set("client_id", a.clientID)
	got := a.visit("/oauth2/token", form)
	var answer grant
	if err := json.Unmarshal([]byte(got.text), &answer); err != nil {
		a.t.Fatalf("the token endpoint answered %d %s: %v", got.status, got.text, err)
	}
	return answer
}

// signIn signs a person in.
func (a *app) signIn(name string) grant {
	a.t.Helper()
	got := a.redeem(a.code(name, password), a.verifier)
	if got.Error != "" || got.Type != "Bearer" || got.Expires != 3600 || got.Refresh == "" {
		a.t.Fatalf("%s on %s got %s, want a token for an hour and a refresh token", name, a.page, fmt.Sprint(got.Type, got.Expires, got.Error))
	}
	return got
}
