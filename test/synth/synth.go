// Package synth synthesizes CloudFormation templates for tests, without building the
// functions.
//
// The CDK's own validation of the templates is off, since it costs each test binary
// about 6 s of processor time, most of it to start. Package snapshot calls Validate, and
// synthesizes every environment.
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
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func init() { setValidation("false") }

// Validate makes the CDK validate the templates that this process synthesizes: Of then
// panics for an invalid one. TestMain must call it, before the first use of the CDK.
func Validate() { setValidation("true") }

// setValidation sets the CDK's variable. The jsii runtime copies the environment for its
// process when awscdk is initialized, which is before any code here runs. It copies the
// environment again after Close.
func setValidation(value string) {
	if err := os.Setenv("CDK_VALIDATION", value); err != nil {
		panic(fmt.Errorf("synth: %w", err))
	}
	jsii.Close()
}

// App returns an app with the feature flags of cdk.json.
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

// Stack returns an empty stack named Test in a new App.
func Stack() awscdk.Stack { return awscdk.NewStack(App(), new("Test"), nil) }

// Template is the template of a stack.
type Template struct {
	// Text is the template's JSON.
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

// Of synthesizes stack, which cannot be changed afterwards.
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

// Has fails the test unless a resource of that type has these properties, among
// others.
func (t Template) Has(tb testing.TB, resourceType string, properties map[string]any) {
	tb.Helper()
	defer func() {
		if problem := recover(); problem != nil {
			tb.Errorf("%v", problem)
		}
	}()
	t.assertions.HasResourceProperties(&resourceType, properties)
}

// All returns the resources of that type, sorted by ID.
func (t Template) All(resourceType string) []Resource {
	var all []Resource
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		if r := t.Resources[id]; r.Type == resourceType {
			all = append(all, r)
		}
	}
	return all
}

// One returns the only resource of that type whose ID begins with prefix. It fails the
// test if there are none or several.
func (t Template) One(tb testing.TB, resourceType, prefix string) Resource {
	tb.Helper()
	found := slices.DeleteFunc(t.All(resourceType), func(r Resource) bool { return !strings.HasPrefix(r.ID, prefix) })
	if len(found) != 1 {
		tb.Fatalf("got %d resources of type %s with an ID that begins with %q, want 1", len(found), resourceType, prefix)
	}
	return found[0]
}
