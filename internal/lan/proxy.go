// Package lan lets devices in the local network use the shop in the emulator, and
// nothing else there. The emulator offers the whole of AWS without a password, so it
// listens on loopback only; Proxy passes on requests to one shop's pages, API and
// WebSocket API.
package lan

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
)

// LivePath is the path of the WebSocket API on the proxy.
const LivePath = "/live"

// Shop says where the proxy reaches the shop.
type Shop struct {
	// Site is the base URL of the pages and the API.
	Site *url.URL
	// Live is the URL of the WebSocket API, with the scheme ws.
	Live *url.URL
}

// Proxy is a handler that passes on requests to a shop. It refuses requests for
// anything but the shop, under any host name but its own, or from another site's pages.
type Proxy struct {
	host       string
	live, site http.Handler
}

// New returns a Proxy of a shop. Devices reach it at host, an address with a port.
func New(shop Shop, host string) *Proxy {
	p := &Proxy{host: host}
	p.site = p.forward(func(r *httputil.ProxyRequest) {
		r.Out.Header = keep(r.In.Header, siteHeaders)
		r.Out.URL = shop.Site.JoinPath(r.In.URL.Path)
		if r.In.URL.Path == string(api.ConfigPath) {
			r.Out.Header.Del("Accept-Encoding") // the transport decompresses the response
		}
	}, "http://"+shop.Site.Host)
	p.live = p.forward(func(r *httputil.ProxyRequest) {
		r.Out.Header = keep(r.In.Header, liveHeaders)
		r.Out.Header.Set("Connection", "Upgrade")
		r.Out.Header.Set("Upgrade", "websocket")
		live := *shop.Live
		live.Scheme = "http"
		r.Out.URL = &live
	}, "http://"+shop.Site.Host)
	return p
}

// forward returns a reverse proxy that sends requests where rewrite says, as if they
// came from a page at the shop's own origin.
func (p *Proxy) forward(rewrite func(*httputil.ProxyRequest), origin string) http.Handler {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = nil // the emulator is on this machine
	return &httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			rewrite(r)
			r.Out.Host, r.Out.Trailer = "", nil
			if r.In.Header.Get("Origin") != "" {
				r.Out.Header.Set("Origin", origin)
			}
		},
		ModifyResponse: p.rewriteResponse,
		ErrorHandler:   explain,
	}
}

// explain answers a request that the shop did not answer.
func explain(w http.ResponseWriter, _ *http.Request, err error) {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		http.Error(w, "The request is too large.", http.StatusRequestEntityTooLarge)
		return
	}
	http.Error(w, "The shop on this machine does not answer. Run `make up`, then `make lan` again.", http.StatusBadGateway)
}

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if status := p.refusal(r); status != 0 {
		if status == http.StatusUpgradeRequired {
			w.Header().Set("Upgrade", "websocket")
		}
		http.Error(w, fmt.Sprintf("%d %s", status, http.StatusText(status)), status)
		return
	}
	if r.URL.Path == LivePath {
		p.live.ServeHTTP(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, api.MaxMenuBody)
	p.site.ServeHTTP(w, r)
}

// pages are the paths of the site other than the API and assets.
var pages = []api.SitePath{api.CustomerPage, api.BaristaPage, api.DisplayPage, api.ManagerPage, api.ConfigPath}

// filePath and apiPath match a path of the site's assets and of the API. No segment
// begins with a dot, and nothing is escaped, so a path cannot lead elsewhere.
var (
	filePath = regexp.MustCompile(`^/assets/` + segment + `$`)
	apiPath  = regexp.MustCompile(`^/api(/` + segment + `)+$`)
)

const segment = `[A-Za-z0-9_-][A-Za-z0-9._-]*`

// refusal returns the HTTP status with which a request is refused, 0 for a request
// that is passed on.
func (p *Proxy) refusal(r *http.Request) int {
	path := r.URL.EscapedPath()
	from := r.Header.Values("Origin")
	read := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case r.Method == http.MethodConnect || r.URL.Host != "" || r.URL.Opaque != "":
		return http.StatusBadRequest // a request to a forward proxy
	case r.Host != p.host:
		return http.StatusMisdirectedRequest // another host's name can point here (DNS rebinding)
	case len(from) > 1 || len(from) == 1 && from[0] != "http://"+p.host:
		return http.StatusForbidden
	case path == LivePath:
		return refuseUnlessWebSocket(r)
	case apiPath.MatchString(path):
		return allow(read || slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodDelete}, r.Method))
	case filePath.MatchString(path) || slices.Contains(pages, api.SitePath(path)):
		return allow(read)
	default:
		return http.StatusNotFound
	}
}

func allow(method bool) int {
	if method {
		return 0
	}
	return http.StatusMethodNotAllowed
}

func refuseUnlessWebSocket(r *http.Request) int {
	switch {
	case r.Method != http.MethodGet:
		return http.StatusMethodNotAllowed
	case !strings.EqualFold(r.Header.Get("Upgrade"), "websocket"):
		return http.StatusUpgradeRequired
	default:
		return 0
	}
}
