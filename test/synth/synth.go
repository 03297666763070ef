// Package synth synthesizes CloudFormation for tests: what would be deployed,
// but without building the functions.
package synth

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// App is an app with the feature flags of cdk.json, which change what the CDK
// synthesizes.
func App() awscdk.App {
	var settings struct{ Context map[string]any }
	text, err := os.ReadFile(needs.Path("cdk.json"))
	if err == nil {
		err = json.Unmarshal(text, &settings)
	}
	if err != nil {
		panic(fmt.Errorf("synth: cdk.json: %w", err))
	}
	maps.Copy(settings.Context, *gofunction.WithoutBuilds())
	return awscdk.NewApp(&awscdk.AppProps{Context: &settings.Context})
}

// Stack is an empty stack named Test in an App, to put the construct under
// test into.
func Stack() awscdk.Stack { return awscdk.NewStack(App(), new("Test"), nil) }

// Template is what a stack synthesizes to.
type Template struct {
	// Text is the template as it would be uploaded.
	Text      string `json:"-"`
	Resources map[string]Resource
	Outputs   map[string]map[string]any

	assertions assertions.Template
}

// Resource is one resource of a Template.
type Resource struct {
	ID                                  string `json:"-"`
	Type                                string
	Properties                          map[string]any
	DeletionPolicy, UpdateReplacePolicy string
	DependsOn                           []string
}

// Of synthesizes stack, which cannot be changed any more afterwards.
func Of(stack awscdk.Stack) Template {
	assembly := awscdk.Stage_Of(stack).Synth(nil)
	text, err := os.ReadFile(*assembly.GetStackArtifact(stack.ArtifactId()).TemplateFullPath())
	if err != nil {
		panic(fmt.Errorf("synth: %w", err))
	}
	t := Template{Text: string(text), assertions: assertions.Template_FromStack(stack, nil)}
	if err := json.Unmarshal(text, &t); err != nil {
		panic(fmt.Errorf("synth: %w", err))
	}
	for id, resource := range t.Resources {
		resource.ID = id
		t.Resources[id] = resource
	}
	return t
}

// Has reports an error unless a resource of that type has these properties,
// and maybe others.
func (t Template) Has(tb testing.TB, resourceType string, properties map[string]any) {
	tb.Helper()
	defer func() {
		if problem := recover(); problem != nil {
			tb.Errorf("%v", problem)
		}
	}()
	t.assertions.HasResourceProperties(&resourceType, properties)
}

// All lists the resources of that type, by id.
func (t Template) All(resourceType string) []Resource {
	var all []Resource
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		if r := t.Resources[id]; r.Type == resourceType {
			all = append(all, r)
		}
	}
	return all
}

// One returns the only resource of that type whose id begins with prefix, and
// fails the test if there are none or several.
func (t Template) One(tb testing.TB, resourceType, prefix string) Resource {
	tb.Helper()
	found := slices.DeleteFunc(t.All(resourceType), func(r Resource) bool { return !strings.HasPrefix(r.ID, prefix) })
	if len(found) != 1 {
		tb.Fatalf("%d resources of type %s and an id that begins with %q, want 1", len(found), resourceType, prefix)
	}
	return found[0]
}
