// Package snapshot compares what each environment deploys with what it
// deployed when somebody last looked: one golden file each, which for the
// variants of local has no more than the difference from it. They are rewritten by
//
//	go test ./test/snapshot -update
package snapshot

import (
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	udiff "github.com/aymanbagabas/go-udiff"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/stack"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

func TestTemplatesAreAsTheyWere(t *testing.T) {
	for _, name := range config.Names() {
		t.Run(name, func(t *testing.T) {
			golden, got := goldenFile(name), template(t, name)
			if variant(name) {
				got = udiff.Unified(original, name, template(t, original), got)
				got = places.ReplaceAllString(got, "@@") // which change with the original
			}
			if *update {
				write(t, golden, got)
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if diff := udiff.Unified(golden, "synthesized now", string(want), got); diff != "" {
				t.Errorf("the template of %s has changed; if it is meant to, run go test ./test/snapshot -update\n%s", name, diff)
			}
		})
	}
}

// original is the environment whose variants are kept as differences from it.
const original = "local"

// places are the line numbers in a difference.
var places = regexp.MustCompile(`(?m)^@@ .* @@$`)

func variant(name string) bool { return strings.HasPrefix(name, original+"-") }

func goldenFile(name string) string {
	if variant(name) {
		return filepath.Join("testdata", name+".diff")
	}
	return filepath.Join("testdata", name+".json")
}

func TestEveryGoldenFileIsOfAnEnvironment(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range config.Names() {
		want = append(want, goldenFile(name))
	}
	if slices.Sort(want); !slices.Equal(files, want) {
		t.Errorf("the golden files are %v, want one for each environment: %v", files, want)
	}
}

// A template that changes by itself would be deployed again for nothing.
func TestTheSameSourceGivesTheSameTemplate(t *testing.T) {
	env := environment(t, config.Default)
	first, second := synthesized(env), synthesized(env)
	if diff := udiff.Unified("first", "second", first, second); diff != "" {
		t.Errorf("got two templates, want the same to the byte:\n%s", diff)
	}
}

func environment(t *testing.T, name string) config.Environment {
	t.Helper()
	env, err := config.For(name)
	if err != nil {
		t.Fatal(err)
	}
	return env
}

// template is what is kept of an environment's template.
func template(t *testing.T, name string) string {
	t.Helper()
	env := environment(t, name)
	return normalized(t, synthesized(env), env.Emulated)
}

// synthesized is the template of an environment.
func synthesized(env config.Environment) string {
	return synth.Of(stack.New(synth.App(), env)).Text
}

var assetHash = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// normalized is a template with its members sorted, less what depends on the
// functions' code and, where they are built for the host, on the machine. Texts
// that are JSON, such as the workflow's definition, are laid open: so a diff
// shows what changed in them.
func normalized(t *testing.T, text string, forHost bool) string {
	t.Helper()
	var tree any
	if err := json.Unmarshal([]byte(assetHash.ReplaceAllString(text, "ASSET_HASH")), &tree); err != nil {
		t.Fatal(err)
	}
	for _, resource := range synth.At(tree, "Resources").(map[string]any) {
		properties, _ := synth.At(resource, "Properties").(map[string]any)
		if forHost && properties["Architectures"] != nil {
			properties["Architectures"] = []string{"HOST"}
		}
	}
	return synth.Lines(layOpen(tree))
}

func layOpen(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = layOpen(v[i])
		}
	case map[string]any:
		var content map[string]any
		if v["Fn::Join"] != nil && json.Unmarshal([]byte(synth.Text(v)), &content) == nil {
			return map[string]any{"JSON": content}
		}
		for name := range v {
			v[name] = layOpen(v[name])
		}
	}
	return value
}

func write(t *testing.T, golden, content string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(golden), 0o755)
	if err == nil {
		err = os.WriteFile(golden, []byte(content), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
