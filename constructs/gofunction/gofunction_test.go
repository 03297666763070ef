package gofunction_test

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const hello = "example.com/m/lambdas/hello" // not built here, so it need not exist

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// synthesize returns the template of a stack with one Function.
func synthesize(p gofunction.Props) synth.Template {
	stack := synth.Stack()
	p.ImportPath = hello
	gofunction.New(stack, "Hello", p)
	return synth.Of(stack)
}

func TestRuntimeMemoryTimeoutAndTracing(t *testing.T) {
	synthesize(gofunction.Props{Description: "Says hello"}).Has(t, "AWS::Lambda::Function", map[string]any{
		"Runtime": "provided.al2023", "Handler": "bootstrap", "Description": "Says hello",
		"MemorySize": 256, "Timeout": 10,
		"TracingConfig": map[string]any{"Mode": "Active"},
	})
}

func TestArchitectureFollowsTheTarget(t *testing.T) {
	host := map[string]string{"amd64": "x86_64", "arm64": "arm64"}[runtime.GOARCH]
	for target, want := range map[gofunction.Target]string{
		{}:               "arm64",
		gofunction.Cloud: "arm64",
		gofunction.Host:  host,
		{Arch: "amd64"}:  "x86_64",
		{OS: "linux"}:    "arm64",
	} {
		function := synthesize(gofunction.Props{Target: target}).One(t, "AWS::Lambda::Function", "Hello")
		synth.Equal(t, target.String(), function.Properties["Architectures"], []string{want})
	}
}

func TestLogsAreJSONInTheFunctionsOwnLogGroup(t *testing.T) {
	template := synthesize(gofunction.Props{LogRetention: 7 * props.Day, Retain: true})
	log := template.One(t, "AWS::Logs::LogGroup", "Hello")
	if got := log.Properties["RetentionInDays"]; got != 7.0 {
		t.Errorf("got a retention of %v days, want 7", got)
	}
	if log.DeletionPolicy != "Retain" {
		t.Errorf("got the deletion policy %s, want Retain", log.DeletionPolicy)
	}
	function := template.One(t, "AWS::Lambda::Function", "Hello")
	synth.Equal(t, "logging", synth.Resolve(function.Properties["LoggingConfig"]), map[string]any{
		"LogFormat": "JSON", "LogGroup": "${" + log.ID + "}",
	})
}

func TestRoleMayOnlyWriteItsOwnLogAndTraces(t *testing.T) {
	template := synthesize(gofunction.Props{})
	role := template.One(t, "AWS::IAM::Role", "Hello")
	if managed := role.Properties["ManagedPolicyArns"]; managed != nil {
		t.Errorf("got the managed policies %v, want none", managed)
	}
	log := template.One(t, "AWS::Logs::LogGroup", "Hello")
	synth.Equal(t, "rights", template.Rights(t, "Hello"), []any{
		map[string]any{
			"Effect": "Allow", "Action": []string{"logs:CreateLogStream", "logs:PutLogEvents"},
			"Resource": "${" + log.ID + ".Arn}",
		},
		map[string]any{
			"Effect": "Allow", "Action": []string{"xray:PutTelemetryRecords", "xray:PutTraceSegments"},
			"Resource": "*",
		},
	})
}

func TestEachFunctionHasItsOwnRole(t *testing.T) {
	stack := synth.Stack()
	gofunction.New(stack, "One", gofunction.Props{ImportPath: hello})
	gofunction.New(stack, "Two", gofunction.Props{ImportPath: hello})
	template := synth.Of(stack)
	for _, id := range []string{"One", "Two"} {
		role := template.One(t, "AWS::IAM::Role", id)
		function := template.One(t, "AWS::Lambda::Function", id)
		if got, want := synth.Text(function.Properties["Role"]), "${"+role.ID+".Arn}"; got != want {
			t.Errorf("role of %s = %s, want %s", id, got, want)
		}
	}
}

func TestFunctionTakesGrantsAndVariables(t *testing.T) {
	stack := synth.Stack()
	f := gofunction.New(stack, "Hello", gofunction.Props{ImportPath: hello, Environment: map[string]string{"CUP": "small", "DRINK": "tea"}})
	awsdynamodb.Table_FromTableName(stack, new("Table"), new("theirs")).Grant(f, new("dynamodb:GetItem"))
	template := synth.Of(stack)
	synth.Equal(t, "the last right", template.Rights(t, "Hello")[2], map[string]any{
		"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/theirs",
	})
	synth.Equal(t, "variables", template.Variables(t, "Hello"), map[string]string{"CUP": "small", "DRINK": "tea"})
}

func TestInvalidPropsStopTheSynthesis(t *testing.T) {
	for name, test := range map[string]struct {
		props gofunction.Props
		want  props.Error
	}{
		"no import path":       {gofunction.Props{}, props.Error{Property: "ImportPath", Got: `""`}},
		"a folder":             {gofunction.Props{ImportPath: "./lambdas/hello"}, props.Error{Property: "ImportPath", Got: `"./lambdas/hello"`}},
		"an absolute path":     {gofunction.Props{ImportPath: "/lambdas/hello"}, props.Error{Property: "ImportPath", Got: `"/lambdas/hello"`}},
		"a pattern":            {gofunction.Props{ImportPath: "example.com/..."}, props.Error{Property: "ImportPath", Got: `"example.com/..."`}},
		"an unknown arch":      {gofunction.Props{ImportPath: hello, Target: gofunction.Target{Arch: "386"}}, props.Error{Property: "Target", Got: gofunction.Target{OS: "linux", Arch: "386"}}},
		"too little memory":    {gofunction.Props{ImportPath: hello, MemorySize: 127}, props.Error{Property: "MemorySize", Got: 127}},
		"too much memory":      {gofunction.Props{ImportPath: hello, MemorySize: 10241}, props.Error{Property: "MemorySize", Got: 10241}},
		"a negative timeout":   {gofunction.Props{ImportPath: hello, Timeout: -time.Second}, props.Error{Property: "Timeout", Got: -time.Second}},
		"half a second":        {gofunction.Props{ImportPath: hello, Timeout: time.Second / 2}, props.Error{Property: "Timeout", Got: time.Second / 2}},
		"a timeout of an hour": {gofunction.Props{ImportPath: hello, Timeout: time.Hour}, props.Error{Property: "Timeout", Got: time.Hour}},
		"an unknown retention": {gofunction.Props{ImportPath: hello, LogRetention: 2 * props.Day}, props.Error{Construct: "Test/Hello/Log", Property: "LogRetention", Got: 2 * props.Day}},
	} {
		t.Run(name, func(t *testing.T) {
			if test.want.Construct == "" {
				test.want.Construct = "Test/Hello"
			}
			defer func() {
				got, ok := recover().(*props.Error)
				if !ok || got.Construct != test.want.Construct || got.Property != test.want.Property || got.Got != test.want.Got || got.Want == "" {
					t.Errorf("got the panic %v, want one like %v", got, &test.want)
				}
			}()
			gofunction.New(synth.Stack(), "Hello", test.props)
		})
	}
}

// buildAsset synthesizes the stack Test with a function of that source, for a CDK CLI
// that asks for the code of some stacks. It returns the content of the bootstrap file.
func buildAsset(t *testing.T, source string, stacks ...string) string {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"go.mod": "module example.com/m\n\ngo 1.26\n", "main.go": source} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(t.TempDir(), "cdk.out")
	app := awscdk.NewApp(&awscdk.AppProps{
		Outdir: &out, Context: &map[string]any{"aws:cdk:bundling-stacks": stacks},
	})
	gofunction.New(awscdk.NewStack(app, new("Test"), nil), "Hello", gofunction.Props{ImportPath: "example.com/m", Target: gofunction.Host})
	app.Synth(nil)
	assets, err := filepath.Glob(filepath.Join(out, "asset.*.zip"))
	if err != nil || len(assets) != 1 {
		t.Fatalf("got the assets %v (%v), want one", assets, err)
	}
	archive, err := zip.OpenReader(assets[0])
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	program, err := archive.Open("bootstrap")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(program)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCodeIsBuiltOnlyForStacksThatTheCLIAsksFor(t *testing.T) {
	for stack, want := range map[string]bool{"**": true, "Test": true, "Other": false} {
		code := buildAsset(t, "package main; func main() { println(`I was built`) }", stack)
		if got := strings.Contains(code, "I was built"); got != want {
			t.Errorf("built for bundling-stacks %s = %t, want %t", stack, got, want)
		}
	}
}

func TestBuildErrorNamesTheConstructAndShowsTheCompilersMessage(t *testing.T) {
	defer func() {
		err, _ := recover().(error)
		const construct, message = "Test/Hello: ", "main.go:1:33: undefined: missing"
		if err == nil || !strings.HasPrefix(err.Error(), construct) || !strings.Contains(err.Error(), message) {
			t.Errorf("got the panic %v, want %s…%s", err, construct, message)
		}
		if wrong := new(props.Error); errors.As(err, &wrong) {
			t.Errorf("got %T, want an error that is not about a property", wrong)
		}
	}()
	buildAsset(t, "package main; func main() { _ = missing }", "**")
}
