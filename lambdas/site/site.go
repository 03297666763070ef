package site

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
)

// site serves the pages' build, and the configuration that the pages load.
type site struct {
	files  map[string]*file // by path
	policy string           // the Content-Security-Policy of the pages
}

// newSite returns a handler for a build and a configuration, whose Build it fills in.
func newSite(build fs.FS, config api.Site) (*site, error) {
	files, id, err := load(build)
	if err != nil {
		return nil, err
	}
	config.Build = id
	text, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	files[string(api.ConfigPath)] = newFile(text, "application/json", noStore)
	policy, err := contentPolicy(config)
	return &site{files, policy}, err
}

// ServeHTTP answers GET and HEAD. It redirects the path of a page with a slash at its
// end to the page.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	setHeaders(w.Header(), r, s.policy)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, r, http.StatusMethodNotAllowed)
		return
	}
	if file, ok := s.files[r.URL.Path]; ok {
		file.serve(w, r)
		return
	}
	if page, ok := strings.CutSuffix(r.URL.Path, "/"); ok && page != "/" && s.files[page] != nil {
		// Relative, since the pages may be served below a prefix.
		w.Header().Set("Location", "../"+url.PathEscape(path.Base(page)))
		w.Header().Set("Cache-Control", noStore)
		w.Header().Set("Content-Type", contentTypes[".txt"]) // API Gateway would say JSON
		w.WriteHeader(http.StatusPermanentRedirect)
		return
	}
	refuse(w, r, http.StatusNotFound)
}
