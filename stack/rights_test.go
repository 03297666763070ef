package stack_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/rights"
)

func TestEveryPermissionIsInTheTableOfWhatFailsWithoutIt(t *testing.T) {
	document, err := os.ReadFile(needs.Path("docs/rights.md"))
	if err != nil {
		t.Fatal(err)
	}
	var all []rights.Right
	for _, d := range deployments() {
		places, err := rights.Of([]byte(d.Text))
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range places {
			if !slices.Contains(all, place.Right) {
				all = append(all, place.Right)
			}
		}
	}
	for _, problem := range rights.Differences(string(document), all) {
		t.Errorf("%s: run make rights", problem)
	}
	if t.Failed() {
		return
	}
	if rights.Render(rights.Parse(string(document))) != string(document) {
		t.Error("docs/rights.md is not as make rights writes it: run make rights")
	}
}

func TestTheTableNamesTestsThatExist(t *testing.T) {
	files, err := filepath.Glob(needs.Path("constructs/*/*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(text)
	}
	for _, test := range rights.Assertions() {
		if !strings.Contains(source.String(), "\nfunc "+test+"(") {
			t.Errorf("test/rights/unchecked.go names %s, which is not in constructs", test)
		}
	}
}
