package e2e

import (
	"bytes"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// checked is this package, with what each of its functions and variables uses.
type checked struct {
	scope *types.Scope
	uses  map[types.Object][]types.Object
	// emulators has what exists only where the tests deploy the shop.
	emulators map[types.Object]bool
}

// checkPackage checks the types of this package.
func checkPackage(t *testing.T) *checked {
	t.Helper()
	names, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	fset, files := token.NewFileSet(), make([]*ast.File, len(names))
	for i, name := range names {
		if files[i], err = parser.ParseFile(fset, name, nil, parser.SkipObjectResolution); err != nil {
			t.Fatal(err)
		}
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", compiled(t))}
	pkg, err := config.Check("e2e", fset, files, info)
	if err != nil {
		t.Fatal(err)
	}
	p := &checked{scope: pkg.Scope(), uses: map[types.Object][]types.Object{}, emulators: map[types.Object]bool{}}
	for _, name := range []string{"running", "crowded", "upgraded", "hasty", "crowdedListing", "crowdedSeating"} {
		p.emulators[p.scope.Lookup(name)] = true
	}
	at, _, _ := types.LookupFieldOrMethod(p.scope.Lookup("stack").Type(), true, pkg, "at")
	p.emulators[at] = true
	if p.emulators[nil] {
		t.Fatal("a variable that names an emulator, or the field at, has another name now")
	}
	for _, file := range files {
		for _, declaration := range file.Decls {
			p.add(declaration, info, at)
		}
	}
	return p
}

// compiled returns a function that opens what the compiler wrote about an imported package.
func compiled(t *testing.T) importer.Lookup {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-export", "-test", "-f", "{{.ImportPath}} {{.Export}}", ".")
	var problem bytes.Buffer
	list.Stderr = &problem
	out, err := list.Output()
	if err != nil {
		t.Fatalf("%v: %v: %s", list, err, &problem)
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, export, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = export
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
}

// add notes what a function, or the initial value of a variable, uses. A given shop stands
// in for listing and seating, whose values name an emulator.
func (p *checked) add(declaration ast.Decl, info *types.Info, at types.Object) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		p.uses[info.Defs[d.Name]] = usedBy(d, info, at)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			value, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for _, name := range value.Names {
				if name.Name != "listing" && name.Name != "seating" {
					p.uses[info.Defs[name]] = usedBy(value, info, at)
				}
			}
		}
	}
}

// usedBy returns what a declaration uses. It leaves out comparisons of the field at with
// nil, and what runs only if they say that there is an emulator.
func usedBy(declaration ast.Node, info *types.Info, at types.Object) (used []types.Object) {
	compares := func(n ast.Node, operators ...token.Token) bool {
		comparison, ok := n.(*ast.BinaryExpr)
		if !ok || !slices.Contains(operators, comparison.Op) {
			return false
		}
		field, ok := comparison.X.(*ast.SelectorExpr)
		return ok && info.Uses[field.Sel] == at
	}
	ast.Inspect(declaration, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			return !compares(n.Cond, token.NEQ)
		case *ast.BinaryExpr:
			return !compares(n, token.EQL, token.NEQ)
		case *ast.Ident:
			switch object := info.Uses[n].(type) {
			case *types.Func:
				used = append(used, object.Origin())
			case *types.Var:
				used = append(used, object)
			}
		}
		return true
	})
	return used
}

// tests returns the names of the tests that open a shop.
func (p *checked) tests() []string {
	return slices.DeleteFunc(p.scope.Names(), func(name string) bool {
		return !strings.HasPrefix(name, "Test") || name == "TestMain"
	})
}

// changes matches the operations of AWS that change a shop or its account.
var changes = regexp.MustCompile(`^(Put|Update|Delete|Create|Stop|Revoke|Transact)[A-Z]`)

// needsEmulator reports whether something exists only in emulators, or changes more than
// package deployed does.
func (p *checked) needsEmulator(object types.Object) bool {
	operation, isFunc := object.(*types.Func)
	isAWS := isFunc && operation.Pkg() != nil && strings.HasPrefix(operation.Pkg().Path(), "github.com/aws/aws-sdk-go-v2/service/")
	return p.emulators[object] || isAWS && changes.MatchString(object.Name())
}

// toEmulator returns how a test uses something that a given shop does not have, nil if it
// does not. The last name is that thing.
func (p *checked) toEmulator(test string) []string {
	seen := map[types.Object]bool{}
	var search func(object types.Object) []string
	search = func(object types.Object) []string {
		if p.needsEmulator(object) {
			return []string{object.Name()}
		}
		if seen[object] {
			return nil
		}
		seen[object] = true
		for _, next := range p.uses[object] {
			if rest := search(next); rest != nil {
				return append([]string{object.Name()}, rest...)
			}
		}
		return nil
	}
	return search(p.scope.Lookup(test))
}
