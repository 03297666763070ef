package site

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/serverless-coffee/coffeeshop/api"
)

func TestEachPathServesItsFile(t *testing.T) {
	for path, want := range map[string]struct{ file, kind, cache string }{
		string(api.CustomerPage):    {"index.html", "text/html; charset=utf-8", "no-store"},
		string(api.BaristaPage):     {"barista.html", "text/html; charset=utf-8", "no-store"},
		string(api.DisplayPage):     {"display.html", "text/html; charset=utf-8", "no-store"},
		string(api.ManagerPage):     {"manager.html", "text/html; charset=utf-8", "no-store"},
		"/assets/main-1a2b3c.js":    {"assets/main-1a2b3c.js", "text/javascript; charset=utf-8", immutable},
		"/assets/main-1a2b3c.css":   {"assets/main-1a2b3c.css", "text/css; charset=utf-8", immutable},
		"/assets/face-1a2b3c.woff2": {"assets/face-1a2b3c.woff2", "font/woff2", immutable},
		"/icon.svg":                 {"icon.svg", "image/svg+xml", "no-cache"},
	} {
		got := ask(t, "GET", path)
		if got.status != http.StatusOK || got.body != string(build[want.file].Data) {
			t.Errorf("GET %s = %d %q, want %s", path, got.status, got.body, want.file)
		}
		if got.headers["Content-Type"] != want.kind || got.headers["Cache-Control"] != want.cache {
			t.Errorf("GET %s has the type %q and caching %q, want %q and %q",
				path, got.headers["Content-Type"], got.headers["Cache-Control"], want.kind, want.cache)
		}
		if head := ask(t, "HEAD", path); head.status != http.StatusOK || head.body != "" || head.headers["Content-Type"] != want.kind {
			t.Errorf("HEAD %s = %d %q with the type %q, want 200, no body and %q", path, head.status, head.body, head.headers["Content-Type"], want.kind)
		}
	}
}

func TestTheConfigurationNamesServicesAndBuild(t *testing.T) {
	got := ask(t, "GET", "/config.json")
	var site api.Site
	if err := json.Unmarshal([]byte(got.body), &site); err != nil {
		t.Fatalf("%v in %q", err, got.body)
	}
	if got.headers["Content-Type"] != "application/json" || got.headers["Cache-Control"] != "no-store" || got.headers["Etag"] != "" {
		t.Errorf("got the headers %v, want JSON that is not stored", got.headers)
	}
	if len(site.Build) != 16 {
		t.Errorf("got the build %q, want 16 digits", site.Build)
	}
	site.Build = ""
	if site != config {
		t.Errorf("got %+v, want %+v", site, config)
	}
}

// A page whose build differs reloads itself.
func TestTheBuildIDChangesWithAnyFile(t *testing.T) {
	id := func(build fs.FS) string {
		t.Helper()
		_, id, err := load(build)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	if again := id(build); again != id(build) {
		t.Errorf("the same build has the IDs %s and %s", again, id(build))
	}
	for name, change := range map[string]func(fstest.MapFS){
		"content": func(b fstest.MapFS) { b["icon.svg"] = &fstest.MapFile{Data: []byte("<svg/>")} },
		"name":    func(b fstest.MapFS) { b["other.svg"] = b["icon.svg"]; delete(b, "icon.svg") },
		"removal": func(b fstest.MapFS) { delete(b, "icon.svg") },
	} {
		other := fstest.MapFS{}
		for file, content := range build {
			other[file] = content
		}
		change(other)
		if id(other) == id(build) {
			t.Errorf("another %s of a file leaves the build's ID as it was", name)
		}
	}
}

func TestTextIsCompressedForThoseWhoAcceptIt(t *testing.T) {
	const path = "/assets/main-1a2b3c.js"
	for accepted, want := range map[string]string{
		"": "", "br": "", "identity": "", "gzip;q=0": "", "gzip; q=0.0, br": "", "x-gzip": "",
		"gzip": "gzip", "GZIP": "gzip", "gzip, deflate, br, zstd": "gzip", "br;q=1.0, gzip;q=0.8, *;q=0.1": "gzip",
	} {
		got := ask(t, "GET", path, "accept-encoding", accepted)
		if got.headers["Content-Encoding"] != want || got.headers["Vary"] != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: got the encoding %q, Vary %q, want %q, Accept-Encoding",
				accepted, got.headers["Content-Encoding"], got.headers["Vary"], want)
		}
		if want == "gzip" && unzip(t, got.body) != script {
			t.Errorf("Accept-Encoding %q: got other content than the file's", accepted)
		}
	}
	if got := ask(t, "GET", "/assets/face-1a2b3c.woff2", "accept-encoding", "gzip"); got.headers["Content-Encoding"] != "" || got.headers["Vary"] != "" {
		t.Errorf("a font has the encoding %q, Vary %q, want none", got.headers["Content-Encoding"], got.headers["Vary"])
	}
}

func unzip(t *testing.T, body string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestAFileThatTheClientHasIsNotSentAgain(t *testing.T) {
	const path = "/assets/main-1a2b3c.js"
	plain, zipped := ask(t, "GET", path).headers["Etag"], ask(t, "GET", path, "accept-encoding", "gzip").headers["Etag"]
	if plain == "" || plain == zipped {
		t.Errorf("got the tags %s and, compressed, %s, want two", plain, zipped)
	}
	for _, test := range []struct {
		known, accepted string
		want            int
	}{
		{plain, "", 304}, {zipped, "gzip", 304}, {"*", "", 304},
		{plain, "gzip", 200}, {`"other"`, "", 200},
	} {
		got := ask(t, "GET", path, "if-none-match", test.known, "accept-encoding", test.accepted)
		if got.status != test.want || (got.status == 304) != (got.body == "") {
			t.Errorf("If-None-Match %s, Accept-Encoding %q: got %d with %d bytes, want %d", test.known, test.accepted, got.status, len(got.body), test.want)
		}
	}
	if got := ask(t, "GET", "/barista"); got.headers["Etag"] != "" {
		t.Errorf("a page has the tag %s, want none, since it is not stored", got.headers["Etag"])
	}
}

func TestAPartialRequestGetsTheWholeFile(t *testing.T) {
	if got := ask(t, "GET", "/assets/main-1a2b3c.js", "range", "bytes=0-3"); got.status != 200 || got.body != script {
		t.Errorf("got %d with %d bytes, want 200 and the whole file", got.status, len(got.body))
	}
}

// The pages may be served below a prefix, such as /_aws/execute-api/ID/$default.
func TestASlashAfterAPageRedirectsRelatively(t *testing.T) {
	for path, want := range map[string]string{"/barista/": "../barista", "/display/": "../display", "/manager/": "../manager"} {
		got := ask(t, "GET", path)
		if got.status != http.StatusPermanentRedirect || got.headers["Location"] != want || got.headers["Cache-Control"] != "no-store" {
			t.Errorf("GET %s = %d to %q, want 308 to %q, not stored", path, got.status, got.headers["Location"], want)
		}
	}
}

func TestUnknownPathsGetAPageThatLinksToTheShop(t *testing.T) {
	for path, home := range map[string]string{
		"/nowhere": "./", "/barista/nowhere": "../", "/assets/main-0000.js": "../", "/a/b/c": "../../", "//": "../", "/barista//": "../../",
		"/index.html": "./", "/barista.html": "./", "/assets": "./", "/assets/": "../", "": "./", "/Barista": "./",
		"/../main.go": "../", "/assets/../index.html": "../../", "/assets/..%2findex.html": "../",
		`/..\main.go`: "./", "/.": "./", "/dist/index.html": "../", "/%69ndex": "./", "/\xff": "./", "/<script>": "./", "/a?b#c": "./",
	} {
		got := ask(t, "GET", path)
		if path == "" { // the adapter reads it as the path of the customers' page
			if got.status != 200 {
				t.Errorf("GET %q = %d, want 200", path, got.status)
			}
			continue
		}
		if got.status != http.StatusNotFound || !strings.Contains(got.body, "There is no page here") || !strings.Contains(got.body, `<a href="`+home+`"`) {
			t.Errorf("GET %q = %d %s, want 404 with a link to %s", path, got.status, got.body, home)
		}
		if strings.Contains(got.body, "nowhere") || strings.Contains(got.body, "<script") {
			t.Errorf("GET %q: the page repeats the path: %s", path, got.body)
		}
		if head := ask(t, "HEAD", path); head.status != http.StatusNotFound || head.body != "" {
			t.Errorf("HEAD %q = %d %q, want 404 without a body", path, head.status, head.body)
		}
	}
}

func TestOtherMethodsAreNotAllowed(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} {
		for _, path := range []string{"/", "/barista", "/config.json", "/assets/main-1a2b3c.js", "/nowhere"} {
			got := ask(t, method, path)
			if got.status != http.StatusMethodNotAllowed || got.headers["Allow"] != "GET, HEAD" || !strings.Contains(got.body, "can only be read") {
				t.Errorf("%s %s = %d, Allow %q, want 405, GET, HEAD", method, path, got.status, got.headers["Allow"])
			}
		}
	}
}

func TestABuildWithAFileOfUnknownTypeIsRefused(t *testing.T) {
	if _, err := newSite(fstest.MapFS{"notes.docx": {}}, config); err == nil || !strings.Contains(err.Error(), "notes.docx") {
		t.Errorf("got %v, want an error that names the file", err)
	}
}

// Pages without a build would be 404.
func TestTheEmbeddedBuildHasEveryPage(t *testing.T) {
	embedded, err := fs.Sub(dist, "dist")
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSite(embedded, config)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []api.SitePath{api.CustomerPage, api.BaristaPage, api.DisplayPage, api.ManagerPage, api.ConfigPath} {
		if got := askSite(t, s, "GET", string(page)); got.status != http.StatusOK {
			t.Errorf("GET %s = %d, want 200", page, got.status)
		}
	}
}
