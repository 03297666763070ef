package lint

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestThePagesTypesAreCurrent(t *testing.T) {
	generated := filepath.Join(t.TempDir(), "contract.ts")
	if out, err := exec.Command("node", needs.Path("web/contract.mjs"), generated).CombinedOutput(); err != nil {
		t.Fatalf("contract.mjs: %v\n%s", err, out)
	}
	want, err := os.ReadFile(generated)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(needs.Path("web/shared/contract.ts"))
	if err != nil || string(got) != string(want) {
		t.Errorf("web/shared/contract.ts (%v) is not what docs/openapi.json and docs/asyncapi.json generate: run `npm run build` in web", err)
	}
}
