package abuse

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// signIns returns the floods of the sign-in pages, which are Amazon Cognito's.
func (t Target) signIns() []Flood {
	return []Flood{
		{Name: "passwords of a barista", Send: func(ctx context.Context, _ int) error {
			form, err := t.signInForm(ctx)
			if err != nil {
				return err
			}
			form.Set("username", "barista")
			form.Set("password", "Made-up-1-"+rand.Text())
			to, err := t.post(ctx, "/login", form)
			if err == nil && strings.Contains(to, "code=") {
				err = fmt.Errorf("a made-up password signs in: redirect to %s", to)
			}
			return err
		}},
		{Name: "authorization codes", Send: func(ctx context.Context, _ int) error {
			_, err := t.post(ctx, "/oauth2/token", url.Values{
				"grant_type": {"authorization_code"}, "client_id": {t.ClientID}, "redirect_uri": {t.Page},
				"code": {rand.Text()}, "code_verifier": {rand.Text() + rand.Text()},
			})
			return err
		}},
	}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// signInForm asks for the sign-in page, and returns its hidden fields.
func (t Target) signInForm(ctx context.Context) (url.Values, error) {
	challenge := sha256.Sum256([]byte(rand.Text() + rand.Text()))
	query := url.Values{
		"client_id": {t.ClientID}, "response_type": {"code"}, "scope": {"openid"}, "redirect_uri": {t.Page}, "state": {"a-state"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, t.SignInURL+"/oauth2/authorize?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	response, err := noRedirects.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	form := url.Values{}
	for _, field := range hidden.FindAllStringSubmatch(string(page), -1) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	if len(form) == 0 {
		return nil, fmt.Errorf("the sign-in page has no form (status %d)", response.StatusCode)
	}
	return form, nil
}

var noRedirects = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// post sends a form, and returns where the answer redirects to. It returns an error if the
// answer has a token or is a server error.
func (t Target) post(ctx context.Context, path string, form url.Values) (location string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.SignInURL+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := noRedirects.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode >= http.StatusInternalServerError || strings.Contains(string(text), "access_token")) {
		err = fmt.Errorf("%s = %d %s, want a refusal", path, response.StatusCode, text)
	}
	return response.Header.Get("Location"), err
}
