package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Values of Cache-Control.
const (
	noStore    = "no-store"
	revalidate = "no-cache"
	// immutable is for files whose names contain a hash of their contents.
	immutable = "public, max-age=31536000, immutable"
)

// contentTypes has the media types of the build's files, by extension. Those of
// package mime depend on the machine.
var contentTypes = map[string]string{
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".ico":         "image/x-icon",
	".png":         "image/png",
	".woff2":       "font/woff2",
}

// load reads the files of a build, by the path at which they are served, and returns
// the build's ID, a hash of all names and contents.
func load(build fs.FS) (files map[string]*file, id string, err error) {
	files, sum := map[string]*file{}, sha256.New()
	err = fs.WalkDir(build, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(build, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(content))
		sum.Write(content)
		kind := contentTypes[path.Ext(name)]
		if kind == "" {
			return fmt.Errorf("%s: unknown type of file", name)
		}
		files[servedAt(name)] = newFile(content, kind, caching(name))
		return nil
	})
	return files, shortHex(sum.Sum(nil)), err
}

// servedAt returns the path of a file of the build: that of a page has no extension.
func servedAt(name string) string {
	page, isPage := strings.CutSuffix(name, ".html")
	if page == "index" && isPage {
		return "/"
	}
	return "/" + page
}

func caching(name string) string {
	switch {
	case path.Ext(name) == ".html":
		return noStore
	case strings.HasPrefix(name, "assets/"):
		return immutable
	default:
		return revalidate
	}
}

func shortHex(sum []byte) string { return hex.EncodeToString(sum[:8]) }
