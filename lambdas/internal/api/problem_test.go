package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestEveryCodeHasAStatus(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../../coffee/error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	codes := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "ErrorCode" {
			text, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			codes++
			if statuses[coffee.ErrorCode(text)] == 0 {
				t.Errorf("code %s has no status", text)
			}
		}
		return true
	})
	if codes != len(statuses) {
		t.Errorf("%d codes and %d statuses, want as many", codes, len(statuses))
	}
}
