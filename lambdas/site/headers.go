package site

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
)

// permissions switches off the browser's features that the pages do not use, and
// keeps those that they do for this origin. Browsers warn of features that they do not
// know, so experimental ones are not listed.
var permissions = strings.Join([]string{
	"screen-wake-lock=(self)", "fullscreen=(self)", "autoplay=(self)",
	"accelerometer=()", "camera=()", "display-capture=()", "geolocation=()", "gyroscope=()", "hid=()", "magnetometer=()",
	"microphone=()", "midi=()", "payment=()", "serial=()", "usb=()", "xr-spatial-tracking=()",
}, ", ")

// setHeaders sets the headers of every answer. Strict-Transport-Security is for
// answers over HTTPS: browsers ignore it over HTTP.
func setHeaders(h http.Header, r *http.Request, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", permissions)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.Header.Get("X-Forwarded-Proto") == "https" { // API Gateway sets it
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// contentPolicy returns the Content-Security-Policy of the pages: nothing but files
// and requests of their own origin, and requests to the WebSocket API and the sign-in.
// It has no unsafe-inline.
func contentPolicy(config api.Site) (string, error) {
	connect := []string{"'self'"}
	for _, service := range []string{config.LiveURL, config.SignIn.URL} {
		if service == "" { // a site without live updates or without sign-in
			continue
		}
		u, err := url.Parse(service)
		if err != nil || u.Scheme == "" || u.Host == "" {
			return "", fmt.Errorf("%q is not a URL with scheme and host", service)
		}
		connect = append(connect, u.Scheme+"://"+u.Host)
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data:",
		"font-src 'self'",
		"manifest-src 'self'",
		"connect-src " + strings.Join(connect, " "),
		uncovered,
	}, "; "), nil
}

// uncovered has the directives that default-src does not cover.
const uncovered = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
