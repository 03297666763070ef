package lint

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/sbom"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestBillsOfMaterialsAreValidCycloneDX(t *testing.T) {
	program, err := sbom.Program("command coffee", needs.Path(".local/coffee"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := sbom.Bundle(needs.Path("web/package-lock.json"), "rolldown")
	if err != nil {
		t.Fatal(err)
	}
	text, err := sbom.Render("coffee shop", sbom.Release{Version: "v1.0.0", Time: "2026-01-01T00:00:00Z"},
		sbom.Part{Name: "function", SHA256: strings.Repeat("0", 64), Packages: program.Packages},
		sbom.Part{Name: "pages", Packages: pages})
	if err != nil {
		t.Fatal(err)
	}
	if got := bomFindings(t, text); got != "[]" {
		t.Errorf("findings = %s, want none", got)
	}
	if got := bomFindings(t, bytes.ReplaceAll(text, []byte(`"library"`), []byte(`"book"`))); got == "[]" {
		t.Error("an invalid type of component: got no findings, want some")
	}
}

// bomFindings returns a JSON list of what violates CycloneDX's schema.
func bomFindings(t *testing.T, document []byte) string {
	t.Helper()
	cmd := exec.Command("node", needs.Path("test/lint/sbom.mjs"))
	cmd.Stdin = bytes.NewReader(document)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("sbom.mjs: %v\n%s", err, &stderr)
	}
	return strings.TrimSpace(string(out))
}
