package project

import (
	"os"
	"path/filepath"
	"testing"
)

// Commands write to .local in the root only, where git ignores it.
func TestRootIsTheSameInEveryFolder(t *testing.T) {
	want, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{".", "constructs/store", "examples", "examples/lambdas/sales"} {
		t.Chdir(filepath.Join(want, folder))
		if got, err := Root(); got != want || err != nil {
			t.Errorf("Root() in %s = %s, %v, want %s", folder, got, err, want)
		}
	}
	t.Chdir(os.TempDir())
	if root, err := Root(); err == nil {
		t.Errorf("Root() outside the project = %s, want an error", root)
	}
}
