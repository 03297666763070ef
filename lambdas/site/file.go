package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// file is a file with the headers it is served with.
type file struct {
	content []byte
	// gzipped returns the compressed content, nil if compression does not help.
	gzipped     func() []byte
	kind, cache string
	etag        string // without quotes
}

func newFile(content []byte, kind, cache string) *file {
	sum := sha256.Sum256(content)
	return &file{
		content: content,
		gzipped: sync.OnceValue(func() []byte { return compress(content) }),
		kind:    kind,
		cache:   cache,
		etag:    shortHex(sum[:]),
	}
}

// compress returns the content in gzip format, nil if that is not smaller.
func compress(content []byte) []byte {
	var buffer bytes.Buffer
	w, err := gzip.NewWriterLevel(&buffer, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil || buffer.Len() >= len(content) {
		return nil
	}
	return buffer.Bytes()
}

// serve answers a GET or HEAD request, with 304 if the client has the file.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	content, etag := f.content, f.etag
	if zipped := f.gzipped(); zipped != nil {
		w.Header().Set("Vary", "Accept-Encoding")
		if acceptsGzip(r) {
			w.Header().Set("Content-Encoding", "gzip")
			content, etag = zipped, etag+"-gzip"
		}
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", f.cache)
	if f.cache != noStore {
		w.Header().Set("ETag", strconv.Quote(etag))
	}
	r.Header.Del("Range") // the files are small
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// acceptsGzip reports whether the client accepts gzip, with a weight above 0.
func acceptsGzip(r *http.Request) bool {
	// The adapter splits headers at commas.
	for _, coding := range r.Header.Values("Accept-Encoding") {
		name, parameter, weighted := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		_, weight, _ := strings.Cut(parameter, "=")
		q, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		return !weighted || err == nil && q > 0
	}
	return false
}
