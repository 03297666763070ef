package e2e

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
)

// asset matches the relative URLs of a page's style sheets and scripts.
var asset = regexp.MustCompile(`(?:href|src)="\./(assets/[^"]+)"`)

// The pages and all that they load, by the path form of the API's URL as well.
func TestThePagesAreServedNextToTheAPI(t *testing.T) {
	c := staffedShop(t, listing)
	signIn := c.Outputs["SignInUrl"]
	for _, page := range []api.SitePath{api.CustomerPage, api.BaristaPage, api.DisplayPage, api.ManagerPage} {
		got, err := c.send("GET "+string(page), "", nil)
		c.must(err)
		policy := got.header.Get("Content-Security-Policy")
		if got.status != http.StatusOK || got.header.Get("Content-Type") != "text/html; charset=utf-8" ||
			got.header.Get("Cache-Control") != "no-store" || !strings.Contains(policy, signIn) {
			t.Errorf("GET %s = %d %v, want a page that may reach %s and is not stored", page, got.status, got.header, signIn)
		}
		assets := asset.FindAllStringSubmatch(got.text, -1)
		if len(assets) == 0 {
			t.Errorf("GET %s: got no assets in %s", page, got.text)
		}
		for _, a := range assets {
			file, err := c.send("GET /"+a[1], "", nil)
			c.must(err)
			if file.status != http.StatusOK || file.text == "" || !strings.Contains(file.header.Get("Cache-Control"), "immutable") {
				t.Errorf("GET /%s = %d, %d bytes, %v, want an asset to cache for good", a[1], file.status, len(file.text), file.header)
			}
		}
	}
}

func TestThePagesConfigurationIsThatOfTheStack(t *testing.T) {
	c := staffedShop(t, listing)
	got, err := c.send("GET "+string(api.ConfigPath), "", nil)
	c.must(err)
	var site api.Site
	c.must(json.Unmarshal([]byte(got.text), &site))
	want := api.SignIn{
		URL:           c.Outputs["SignInUrl"],
		Issuer:        "https://cognito-idp." + c.site.AWS.Region + ".amazonaws.com/" + c.Outputs["UserPoolId"],
		ClientID:      c.Outputs["UserPoolClientId"],
		DisplayClient: c.Outputs["DisplayClientId"],
	}
	if site.SignIn != want || site.Build == "" {
		t.Errorf("got %+v, want the sign-in %+v and a build", site, want)
	}
}

func TestPagesRefuseOtherMethodsAndKeepOffTheAPIsPaths(t *testing.T) {
	c := staffedShop(t, listing)
	for route, want := range map[string]struct {
		status      int
		kind, allow string
	}{
		"POST /barista":       {405, "text/html; charset=utf-8", "GET, HEAD"},
		"DELETE /config.json": {405, "text/html; charset=utf-8", "GET, HEAD"},
		"GET /nowhere":        {404, "text/html; charset=utf-8", ""},
		"GET /barista/":       {200, "text/html; charset=utf-8", ""}, // after a redirect
		"GET /api/nowhere":    {404, "application/problem+json", ""},
		"POST /api/shop":      {405, "application/problem+json", "GET, HEAD, PUT"},
	} {
		got, err := c.send(route, "", nil)
		c.must(err)
		if got.status != want.status || got.header.Get("Content-Type") != want.kind || got.header.Get("Allow") != want.allow {
			t.Errorf("%s = %d %v, want %+v", route, got.status, got.header, want)
		}
	}
}
