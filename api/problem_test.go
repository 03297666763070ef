package api_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// errorCodes returns the error codes that a Go file declares.
func errorCodes(t *testing.T, name string) (codes []coffee.ErrorCode) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		kind := spec.Type
		if qualified, ok := kind.(*ast.SelectorExpr); ok {
			kind = qualified.Sel
		}
		if kind, ok := kind.(*ast.Ident); ok && kind.Name == "ErrorCode" {
			text, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			codes = append(codes, coffee.ErrorCode(text))
		}
		return true
	})
	if len(codes) == 0 {
		t.Errorf("%s declares no error code", name)
	}
	return codes
}

func TestEveryErrorCodeHasAStatus(t *testing.T) {
	codes := append(errorCodes(t, "../coffee/error.go"), errorCodes(t, "problem.go")...)
	for _, code := range codes {
		if status := api.Status(code); status < 400 {
			t.Errorf("Status(%s) = %d, want 400 or higher", code, status)
		}
	}
	for _, route := range api.Routes() {
		for _, code := range route.Codes() {
			if !slices.Contains(codes, code) {
				t.Errorf("%s may answer %s, which is not declared", route.Key(), code)
			}
		}
	}
}
