package lint

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// newerVersion is the rule that recommends the latest version of AsyncAPI. We use 3.0,
// which more tools read.
const newerVersion = "asyncapi-latest-version"

func TestTheParserOfAsyncAPIFindsNothingInTheDocument(t *testing.T) {
	document, err := os.ReadFile(needs.Path("docs/asyncapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range asyncAPIFindings(t, document) {
		if f.Code != newerVersion {
			t.Errorf("%s at %s: %s", f.Code, f.Path, f.Message)
		}
	}
}

func TestTheParserOfAsyncAPIFindsErrors(t *testing.T) {
	found := map[string]bool{}
	for _, f := range asyncAPIFindings(t, []byte(`{"asyncapi": "3.0.0", "info": {"title": "Coffee shop"}}`)) {
		found[f.Code] = true
	}
	if rule := "asyncapi-document-resolved"; !found[rule] {
		t.Errorf("findings of a document without a version = %v, want %s among them", found, rule)
	}
}

type finding struct{ Code, Path, Message string }

// asyncAPIFindings returns what AsyncAPI's parser reports about a document.
func asyncAPIFindings(t *testing.T, document []byte) (findings []finding) {
	t.Helper()
	cmd := exec.Command("node", needs.Path("test/lint/asyncapi.mjs"))
	cmd.Stdin = bytes.NewReader(document)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("asyncapi.mjs: %v\n%s", err, &stderr)
	}
	if err := json.Unmarshal(out, &findings); err != nil {
		t.Fatalf("asyncapi.mjs did not print JSON: %v\n%s", err, out)
	}
	return findings
}
