package e2e

import (
	"context"
	"net/url"
	"strings"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// statuses asks for some routes with a token.
func (c *counter) statuses(token string, routes ...string) []int {
	c.t.Helper()
	var got []int
	for _, route := range routes {
		answer, err := c.send(route, token, nil)
		c.must(err)
		got = append(got, answer.status)
	}
	return got
}

// pageURLs returns the URLs under which browsers reach a page.
func (c *counter) pageURLs(page string) []string {
	path := strings.TrimPrefix(c.url, c.at.URL())
	local := strings.Replace(c.at.URL(), "127.0.0.1", "localhost", 1)
	urls := []string{c.Outputs["SiteUrl"] + page}
	for _, origin := range []string{c.at.URL(), local} {
		urls = append(urls, origin+path+page, origin+strings.Replace(path, "%24", "$", 1)+page)
	}
	return urls
}

func TestStaffSignInOnEveryAddressOfTheirPages(t *testing.T) {
	c := staffedShop(t, listing)
	for _, page := range []string{"/barista", "/manager"} {
		for _, address := range c.pageURLs(page) {
			tokens := c.app(c.Outputs["UserPoolClientId"], address).signIn(coffee.GroupBarista)
			if got := c.statuses(tokens.Access, "GET /api/queue", "GET /api/code"); got[0] != 200 || got[1] != 403 {
				t.Errorf("signed in on %s, a barista gets %v from the queue and the code, want 200 and 403", address, got)
			}
		}
	}
	for _, address := range c.pageURLs("/display") {
		tokens := c.app(c.Outputs["DisplayClientId"], address).signIn(coffee.GroupDisplay)
		if got := c.statuses(tokens.Access, "GET /api/code", "HEAD /api/code"); got[0] != 200 || got[1] != 200 {
			t.Errorf("signed in on %s, a display gets %v from the code, want 200", address, got)
		}
	}
}

// The wall's device is where anyone may get at it, whoever has signed in on it.
func TestADisplaysTokensAreForTheQRCodeOnly(t *testing.T) {
	c := staffedShop(t, listing)
	const name = "everything"
	for _, group := range coffee.StaffGroups() {
		c.must(c.people().Hire(c.ctx, name, group, password))
	}
	display := c.app(c.Outputs["DisplayClientId"], c.Outputs["SiteUrl"]+"/display")
	first := display.signIn(name)
	refreshed := display.refresh(first.Refresh)
	for what, token := range map[string]string{"first": first.Access, "refreshed": refreshed.Access} {
		if got := c.statuses(token, "GET /api/code"); got[0] != 200 {
			t.Errorf("the %s token of a display gets %v from the code, want 200", what, got)
		}
		for _, rule := range rules("") {
			if rule.want[asNobody] != 401 || strings.Contains(rule.route, "orders") || strings.HasSuffix(rule.route, "/api/code") {
				continue
			}
			if got := c.statuses(token, strings.NewReplacer("{id}", "no-such-order", "{drink}", "latte", "{date}", coffee.Today).Replace(rule.route)); got[0] != 401 {
				t.Errorf("the %s token of a display gets %d from %s, want 401", what, got[0], rule.route)
			}
		}
	}
	staff := c.app(c.Outputs["UserPoolClientId"], c.Outputs["SiteUrl"]+"/manager").signIn(name)
	if got := c.statuses(staff.Access, "GET /api/queue", "GET /api/settings", "GET /api/code"); got[0] != 200 || got[1] != 200 || got[2] != 200 {
		t.Errorf("signed in on the manager's page, the same person gets %v, want 200 from all", got)
	}
}

func TestASignInIsRefreshedUntilItIsRevoked(t *testing.T) {
	c := staffedShop(t, listing)
	users := cognito.NewFromConfig(running.Config())
	for client, page := range map[string]string{"UserPoolClientId": "/barista", "DisplayClientId": "/display"} {
		name := strings.TrimPrefix(page, "/")
		a := c.app(c.Outputs[client], c.Outputs["SiteUrl"]+page)
		tokens := a.signIn(name)
		route := map[string]string{"/barista": "GET /api/queue", "/display": "GET /api/code"}[page]
		for range 2 { // it does not rotate
			got := a.refresh(tokens.Refresh)
			if status := c.statuses(got.Access, route); status[0] != 200 {
				t.Errorf("%s: after a refresh (%s), %s = %d, want 200", name, got.Error, route, status[0])
			}
		}
		_, err := users.RevokeToken(context.WithoutCancel(c.ctx), &cognito.RevokeTokenInput{ClientId: &a.clientID, Token: &tokens.Refresh})
		c.must(err)
		if got := a.refresh(tokens.Refresh); got.Error != "invalid_grant" {
			t.Errorf("%s: refreshing a revoked sign-in = %q, want invalid_grant", name, got.Error)
		}
	}
}

func TestASignInNeedsTheVerifierAndAPageOfItsClient(t *testing.T) {
	c := staffedShop(t, listing)
	site := c.Outputs["SiteUrl"]
	a := c.app(c.Outputs["UserPoolClientId"], site+"/barista")
	code := a.code(coffee.GroupBarista, password)
	for _, verifier := range []string{"", "another", a.verifier + "x"} {
		if got := a.redeem(code, verifier); got.Error != "invalid_grant" || got.Access != "" {
			t.Errorf("redeeming a code with the verifier %q = %q, want invalid_grant", verifier, got.Error)
		}
	}
	if got := a.redeem(code, a.verifier); got.Access == "" {
		t.Errorf("redeeming the code with its verifier = %q, want a token", got.Error)
	}
	if got := a.redeem(code, a.verifier); got.Error != "invalid_grant" {
		t.Errorf("redeeming a code again = %q, want invalid_grant", got.Error)
	}
	for client, pages := range map[string][]string{
		"UserPoolClientId": {"/display", "/", "/barista/", "/barista?x=1", "/staff"}, "DisplayClientId": {"/barista", "/manager"},
	} {
		for _, page := range pages {
			if got := c.app(c.Outputs[client], site+page).authorize(); got.status != 400 || got.header.Get("Location") != "" {
				t.Errorf("%s returning to %s = %d to %q, want 400", client, page, got.status, got.header.Get("Location"))
			}
		}
	}
	if got := c.app(c.Outputs["UserPoolClientId"], "http://elsewhere.example/barista").authorize(); got.status != 400 {
		t.Errorf("returning elsewhere = %d, want 400", got.status)
	}
}

func TestSigningOutReturnsToThePage(t *testing.T) {
	c := staffedShop(t, listing)
	for client, pages := range map[string][]string{"UserPoolClientId": {"/barista", "/manager"}, "DisplayClientId": {"/display"}} {
		for _, page := range pages {
			a := c.app(c.Outputs[client], c.Outputs["SiteUrl"]+page)
			got := a.visit("/logout?"+url.Values{"client_id": {a.clientID}, "logout_uri": {a.page}}.Encode(), nil)
			if got.status != 302 || got.header.Get("Location") != a.page {
				t.Errorf("signing out on %s = %d to %q, want 302 back", page, got.status, got.header.Get("Location"))
			}
		}
		elsewhere := url.Values{"client_id": {c.Outputs[client]}, "logout_uri": {"http://elsewhere.example"}}
		if got := c.app("", "").visit("/logout?"+elsewhere.Encode(), nil); got.status != 400 {
			t.Errorf("signing out to elsewhere = %d, want 400", got.status)
		}
	}
}
