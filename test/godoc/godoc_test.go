// Package godoc checks what go doc shows of the packages that other modules import.
package godoc

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// published lists the folders of the packages that other modules import.
func published(t *testing.T) []string {
	t.Helper()
	folders := []string{"api", "coffee", "config"}
	found, err := os.ReadDir(needs.Path("constructs"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range found {
		if entry.Name() != "internal" {
			folders = append(folders, filepath.Join("constructs", entry.Name()))
		}
	}
	return folders
}

// files has the positions in all parsed files.
var files = token.NewFileSet()

// read parses a package with its tests.
func read(t *testing.T, folder string) *doc.Package {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(needs.Path(folder), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(files, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
	}
	p, err := doc.NewFromFiles(files, parsed, "github.com/serverless-coffee/coffeeshop/"+filepath.ToSlash(folder))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryConstructHasAnExample(t *testing.T) {
	for _, folder := range published(t) {
		if p := read(t, folder); strings.HasPrefix(folder, "constructs") && len(p.Examples) == 0 {
			t.Errorf("%s has no Example", folder)
		}
	}
}

func TestWhatIsExportedIsDocumented(t *testing.T) {
	for _, folder := range published(t) {
		p := read(t, folder)
		if !strings.HasPrefix(p.Doc, "Package "+p.Name+" ") {
			t.Errorf("%s: the comment begins %.40q", folder, p.Doc)
		}
		values(t, folder, append(p.Consts, p.Vars...))
		functions(t, folder, "", p.Funcs)
		for _, typ := range p.Types {
			if typ.Doc == "" {
				t.Errorf("%s: %s has no comment", folder, typ.Name)
			}
			values(t, folder, append(typ.Consts, typ.Vars...))
			functions(t, folder, "", typ.Funcs)
			functions(t, folder, typ.Name+".", typ.Methods)
			fields(t, folder, typ)
		}
	}
}

// values checks constants and variables: the group or each of them has a comment.
func values(t *testing.T, folder string, groups []*doc.Value) {
	t.Helper()
	for _, group := range groups {
		for _, spec := range group.Decl.Specs {
			v := spec.(*ast.ValueSpec)
			if group.Doc == "" && v.Doc == nil && v.Comment == nil && ast.IsExported(v.Names[0].Name) {
				t.Errorf("%s: %s has no comment", folder, v.Names[0].Name)
			}
		}
	}
}

// functions checks functions and methods. Those that only implement coffee.Event or an interface
// of the standard library need no comment.
func functions(t *testing.T, folder, of string, all []*doc.Func) {
	t.Helper()
	for _, f := range all {
		if f.Doc == "" && !strings.Contains(" DetailType String Error Unwrap MarshalJSON UnmarshalJSON ", " "+f.Name+" ") {
			t.Errorf("%s: %s%s has no comment", folder, of, f.Name)
		}
	}
}

// fields checks the exported fields of constructs' structs; a comment is for the lines up to
// the next empty one. The fields of events and answers have a doc tag instead, from which
// other documents are generated.
func fields(t *testing.T, folder string, typ *doc.Type) {
	t.Helper()
	for _, spec := range typ.Decl.Specs {
		s, isStruct := spec.(*ast.TypeSpec).Type.(*ast.StructType)
		if !isStruct || !strings.HasPrefix(folder, "constructs") {
			continue
		}
		last, commented := 0, false
		for _, field := range s.Fields.List {
			line := files.Position(field.Pos()).Line
			commented = field.Doc != nil || field.Comment != nil || commented && line == last+1
			last = files.Position(field.End()).Line
			if len(field.Names) > 0 && ast.IsExported(field.Names[0].Name) && !commented {
				t.Errorf("%s: %s.%s has no comment", folder, typ.Name, field.Names[0].Name)
			}
		}
	}
}
