// Package snapshot validates the template of each environment with the CDK's rules, and
// compares it with a golden file. For the variants of local, that is a diff from local's
// template. Rewrite the files with
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
	synth.Validate()
	m.Run()
}

func TestTemplatesMatchTheGoldenFiles(t *testing.T) {
	for _, name := range config.Names() {
		t.Run(name, func(t *testing.T) {
			golden, got := goldenFile(name), template(t, name)
			if variant(name) {
				got = udiff.Unified(original, name, template(t, original), got)
				got = places.ReplaceAllString(got, "@@") // line numbers change with the original
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
				t.Errorf("the template of %s has changed; if that is intended, run go test ./test/snapshot -update\n%s", name, diff)
			}
		})
	}
}

// original is the environment that the golden files of its variants are diffs from.
const original = "local"

// places matches the line numbers in a diff.
var places = regexp.MustCompile(`(?m)^@@ .* @@$`)

func variant(name string) bool { return strings.HasPrefix(name, original+"-") }

func goldenFile(name string) string {
	if variant(name) {
		return filepath.Join("testdata", name+".diff")
	}
	return filepath.Join("testdata", name+".json")
}

func TestEachEnvironmentHasOneGoldenFile(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range config.Names() {
		want = append(want, goldenFile(name))
	}
	if slices.Sort(want); !slices.Equal(files, want) {
		t.Errorf("the golden files are %v, want %v", files, want)
	}
}

// Otherwise, deploying would update resources that have not changed.
func TestTheSameSourceGivesTheSameTemplate(t *testing.T) {
	env := environment(t, config.Default)
	first, second := synthesize(env), synthesize(env)
	if diff := udiff.Unified("first", "second", first, second); diff != "" {
		t.Errorf("got different templates, want the same bytes:\n%s", diff)
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

// templates holds the normalized templates of this run, by the environment's name.
var templates = map[string]string{}

// template returns the normalized template of an environment.
func template(t *testing.T, name string) string {
	t.Helper()
	if _, known := templates[name]; !known {
		env := environment(t, name)
		templates[name] = normalize(t, synthesize(env), env.Emulated)
	}
	return templates[name]
}

// synthesize returns the template of an environment as it would be deployed.
func synthesize(env config.Environment) string {
	return synth.Of(stack.New(synth.App(), env)).Text
}

var assetHash = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// normalize returns a template with sorted members, and without the hashes of code and,
// for functions built for the host, the architecture. JSON in strings, such as the
// workflow's definition, is expanded for readable diffs.
func normalize(t *testing.T, text string, forHost bool) string {
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
	return synth.Lines(expandJSON(tree))
}

// expandJSON replaces strings of JSON within a template by their content.
func expandJSON(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = expandJSON(v[i])
		}
	case map[string]any:
		var content map[string]any
		if v["Fn::Join"] != nil && json.Unmarshal([]byte(synth.Text(v)), &content) == nil {
			return map[string]any{"JSON": content}
		}
		for name := range v {
			v[name] = expandJSON(v[name])
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
