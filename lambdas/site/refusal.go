package site

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

//go:embed refusal.html
var refusalText string

var (
	refusalPage   = template.Must(template.New("refusal").Parse(refusalText))
	refusalPolicy = "default-src 'none'; style-src '" + styleHash() + "'; " + uncovered
)

// styleHash returns the source expression that allows the style in refusal.html. A
// style sheet would need a path, and a refused path may have any depth.
func styleHash() string {
	_, rest, _ := strings.Cut(refusalText, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// refusals has the heading and the text for each status.
var refusals = map[int][2]string{
	http.StatusNotFound:         {"There is no page here", "The address may be mistyped, or the page has moved."},
	http.StatusMethodNotAllowed: {"That does not work here", "This address can only be read."},
}

// refuse answers with a page that says what is wrong, and links to the shop.
func refuse(w http.ResponseWriter, r *http.Request, status int) {
	var page bytes.Buffer
	err := refusalPage.Execute(&page, map[string]any{
		"Heading": refusals[status][0],
		"Text":    refusals[status][1],
		"Home":    home(r.URL.Path),
	})
	if err != nil {
		status = http.StatusInternalServerError
		page.Reset()
	}
	w.Header().Set("Content-Security-Policy", refusalPolicy)
	w.Header().Set("Content-Type", contentTypes[".html"])
	w.Header().Set("Cache-Control", noStore)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(page.Bytes())
	}
}

// home returns the path of the customers' page relative to another path.
func home(path string) string {
	if depth := strings.Count(path, "/") - 1; depth > 0 {
		return strings.Repeat("../", depth)
	}
	return "./"
}
