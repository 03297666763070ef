package lan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
)

// Headers that the proxy passes on. All others are dropped, because the emulator
// chooses the AWS service by some of them.
var (
	siteHeaders = []string{
		"Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key",
		"If-Modified-Since", "If-None-Match", "User-Agent",
	}
	liveHeaders = []string{
		"Sec-Websocket-Extensions", "Sec-Websocket-Key", "Sec-Websocket-Protocol", "Sec-Websocket-Version", "User-Agent",
	}
)

// keep returns the named headers. It drops credentials other than bearer tokens, such
// as AWS signatures.
func keep(header http.Header, names []string) http.Header {
	kept := http.Header{}
	for _, name := range names {
		if values := header.Values(name); len(values) > 0 {
			kept[name] = values
		}
	}
	if scheme, _, _ := strings.Cut(kept.Get("Authorization"), " "); !strings.EqualFold(scheme, "Bearer") {
		kept.Del("Authorization")
	}
	return kept
}

// rewriteResponse makes the pages use the proxy's WebSocket URL, and hides the
// response from other sites.
func (p *Proxy) rewriteResponse(response *http.Response) error {
	for name := range response.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			response.Header.Del(name)
		}
	}
	if policy := response.Header.Get("Content-Security-Policy"); policy != "" {
		allowed := strings.Replace(policy, "connect-src ", "connect-src "+p.liveOrigin()+" ", 1)
		response.Header.Set("Content-Security-Policy", allowed)
	}
	isConfig := strings.HasSuffix(response.Request.URL.Path, string(api.ConfigPath))
	if !isConfig || response.Request.Method != http.MethodGet || response.StatusCode != http.StatusOK {
		return nil
	}
	return p.rewriteConfig(response)
}

func (p *Proxy) liveOrigin() string { return "ws://" + p.host }

// rewriteConfig replaces the WebSocket URL of the pages' configuration.
func (p *Proxy) rewriteConfig(response *http.Response) error {
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	response.Body.Close()
	var site api.Site
	if err := json.Unmarshal(content, &site); err != nil {
		return fmt.Errorf("%s: %w", api.ConfigPath, err)
	}
	site.LiveURL = p.liveOrigin() + LivePath
	if content, err = json.Marshal(site); err != nil {
		return err
	}
	response.Body = io.NopCloser(bytes.NewReader(content))
	response.ContentLength = int64(len(content))
	response.Header.Set("Content-Length", strconv.Itoa(len(content)))
	response.Header.Del("ETag")
	return nil
}
