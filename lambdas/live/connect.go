package live

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/sync/errgroup"
)

// connect stores a new connection and returns the status of the response, which decides
// whether API Gateway opens it.
func (h *handler) connect(ctx context.Context, connection string, headers map[string]string) (status int, err error) {
	if origin := header(headers, "Origin"); origin != "" && !h.allows(origin) {
		h.log.WarnContext(ctx, "refused a connection", "connectionId", connection, "origin", origin)
		return http.StatusForbidden, nil
	}
	var both errgroup.Group
	both.Go(func() error { return h.store.Connect(ctx, connection, h.now().UTC()) })
	both.Go(func() error { return h.idle.CheckLater(ctx, connection) })
	return http.StatusOK, both.Wait()
}

// header returns a header, whose name API Gateway passes as the client wrote it.
func header(headers map[string]string, name string) string {
	for key, value := range headers {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

// allowedOrigins returns a function that reports whether pages of an origin may connect:
// those of the shop's site and, on an emulator, those that it serves on this machine.
// Browsers send the page's origin, so other sites cannot connect on a user's behalf.
func allowedOrigins(site, emulator string) func(origin string) bool {
	local, err := url.Parse(emulator)
	if emulator == "" || err != nil {
		return func(origin string) bool { return origin == site }
	}
	return func(origin string) bool {
		u, err := url.Parse(origin)
		if origin == site {
			return true
		}
		return err == nil && u.Scheme == "http" && u.Port() == local.Port() && isLocal(u.Hostname())
	}
}

func isLocal(host string) bool {
	return host == "127.0.0.1" || host == "localhost" || strings.HasSuffix(host, ".execute-api.localhost")
}
